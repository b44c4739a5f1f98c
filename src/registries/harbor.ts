import type { Registry } from '../model/model.ts';
import { registryToken } from '../model/names.ts';
import type { RegistryAccess } from './registry.ts';
import { tokenData, tokenLogin, tokenToSet } from './token.ts';

type Harbor = Extract<Registry, { type: 'harbor' }>;

export function harbor({ host, project, username }: Harbor): RegistryAccess {
  return {
    title: 'Harbor',
    label: `Harbor ${host}`,
    permissions: () => ({}),
    login: tokenLogin('Harbor', username, host),
    environment: registryToken.environment,
    toSet: tokenToSet,
    existingTag: {
      action: 'reuse-own',
      reason: 'Reuse only what an earlier attempt of this run pushed: tags are immutable, but other robot accounts can push here too.',
    },
    nodes: { by: 'public' },
    tokens: null,
    credential: { server: host, user: `robot account with pull access (robot$${project}+pull)`, token: 'token of the robot account' },
    setUp: {
      title: 'Registry and CI robot account',
      template: 'registry-harbor',
      tools: [],
      rights: `administrator of \`${host}\``,
      loginCheck: '',
      data: ({ clusters }) => ({
        host,
        machine: host.split(':')[0] ?? host,
        project,
        username,
        // Robot accounts have the name robot$<project>+<name>.
        robot: username.split('+').at(-1) ?? username,
        pulls: clusters.some(({ imagePull }) => imagePull.by === 'secret'),
        ...tokenData,
      }),
    },
  };
}
