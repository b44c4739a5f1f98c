import type { Registry } from '../model/model.ts';
import { registryToken } from '../model/names.ts';
import { listed } from '../render/markdown.ts';
import { pathsOf, type RegistryAccess } from './registry.ts';
import { tokenData, tokenLogin, tokenToSet } from './token.ts';

type DockerHub = Extract<Registry, { type: 'dockerhub' }>;

export function dockerhub({ namespace, username }: DockerHub): RegistryAccess {
  return {
    title: 'Docker Hub',
    label: `Docker Hub ${namespace}`,
    permissions: () => ({}),
    login: tokenLogin('Docker Hub', username, null),
    environment: registryToken.environment,
    toSet: tokenToSet,
    existingTag: {
      action: 'reuse-own',
      reason: 'Reuse only what an earlier attempt of this run pushed: tags are immutable, but others may have a token to push here.',
    },
    nodes: { by: 'public' },
    tokens: null,
    // Docker's own key for Docker Hub; images use another host.
    credential: {
      server: 'https://index.docker.io/v1/',
      user: `user or organization with pull access to ${namespace}`,
      token: 'access token (scope Image Pull)',
    },
    setUp: {
      title: 'Registry',
      template: 'registry-dockerhub',
      tools: [],
      rights: `owner of \`${namespace}\` on Docker Hub`,
      loginCheck: '',
      data: (model) => ({
        namespace,
        username,
        repositoriesText: listed(pathsOf(model).map((path) => `\`${path}\``)),
        several: model.images.length > 1,
        ...tokenData,
      }),
    },
  };
}
