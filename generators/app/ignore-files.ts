import { ownFolder } from '../../src/model/names.ts';
import type { Generator } from '../../src/plan/plan.ts';

/** Seeded files are left out: in their place there may be one of the app's own. */
export const ignoreFiles: Generator = {
  id: 'app/ignore-files',
  description: 'A block in each ignore file that the config names: the tools of the app pass over the generated files',
  repository: 'app',
  files: ({ app, repositories }, { planned }) => {
    const generated = planned.filter(({ ownership }) => ownership.class !== 'seeded' && ownership.class !== 'region').map(({ path }) => path);
    const patterns = generated.map((path) => (path.startsWith(`${ownFolder}/`) ? `/${ownFolder}/` : `/${path}`));
    const content = [...new Set(patterns)].sort().map((pattern) => `${pattern}\n`);
    return repositories.app.ignoreFiles.map((path) => ({
      path,
      content: content.join(''),
      ownership: { class: 'region', region: app.name, comment: '#' },
    }));
  },
};
