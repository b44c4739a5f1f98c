import type { Registry } from '../model/model.ts';
import { registryToken } from '../model/names.ts';
import { listed } from '../render/markdown.ts';
import { pathsOf, type RegistryAccess } from './registry.ts';
import { tokenFacts, tokenLogin, tokenToSet } from './token.ts';

type DockerHub = Extract<Registry, { type: 'dockerhub' }>;

export function dockerhub({ namespace, username }: DockerHub): RegistryAccess {
  return {
    title: 'Docker Hub',
    label: `Docker Hub ${namespace}`,
    permissions: () => ({}),
    login: tokenLogin('Docker Hub', username, null),
    environment: registryToken.environment,
    toSet: tokenToSet,
    tagsAreTrusted: true,
    nodes: { by: 'public' },
    tokens: null,
    // Docker's own key for Docker Hub; images use another host.
    credential: {
      server: 'https://index.docker.io/v1/',
      user: `user or organization that may pull from ${namespace}`,
      token: 'access token (scope Image Pull)',
    },
    setUp: {
      title: 'Registry',
      template: 'registry-dockerhub',
      tools: [],
      rights: `an owner of ${namespace} on Docker Hub`,
      signedIn: '',
      data: (model) => ({
        namespace,
        username,
        repositoriesText: listed(pathsOf(model).map((path) => `\`${path}\``)),
        several: model.images.length > 1,
        urls: pathsOf(model).map((path) => `https://hub.docker.com/r/${path}`),
        ...tokenFacts,
      }),
    },
  };
}
