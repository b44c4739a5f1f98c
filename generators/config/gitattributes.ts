import type { Generator } from '../../src/plan/plan.ts';
import { gitattributes } from '../gitattributes.ts';

export const configGitattributes: Generator = {
  id: 'config/gitattributes',
  description: '.gitattributes of the config repository: scripts, values and manifests have the same line ends on every system',
  repository: 'config',
  scope: 'shared',
  // By top folder, because all apps share the block.
  files: (_, { planned }) => [gitattributes('shared', planned, (path) => `/${path.replace(/\/.*/, '/**')}`)],
};
