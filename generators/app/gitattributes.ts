import { ownFolder } from '../../src/model/names.ts';
import type { Generator } from '../../src/plan/plan.ts';
import { gitattributes } from '../gitattributes.ts';

/** All of its own folder is generated, or the config; elsewhere in the app repository single files are. */
export const appGitattributes: Generator = {
  id: 'app/gitattributes',
  description: '.gitattributes: generated files have LF line endings on every system',
  repository: 'app',
  files: ({ app }, { planned }) => [gitattributes(app.name, planned, (path) => (path.startsWith(`${ownFolder}/`) ? `/${ownFolder}/**` : `/${path}`))],
};
