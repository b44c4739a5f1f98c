import { codeownersPlaces, configOutside, ownFolder } from '../../src/model/names.ts';
import type { Generator } from '../../src/plan/plan.ts';

export const appCodeowners: Generator = {
  id: 'app/codeowners',
  description: 'CODEOWNERS of the app repository: who reviews changes to the pipeline',
  repository: 'app',
  files: ({ app, repositories, configFile }) => {
    const platform = repositories.config.owners.join(' ');
    const either = [...new Set([...app.owners, ...repositories.config.owners])].join(' ');
    const [path, ...alternatives] = codeownersPlaces;
    const outside = configOutside({ configFile });
    const lines = [
      // One approval is enough if a line has several owners.
      '# CI decides what is built and deployed, so the platform team reviews it. Other changes to the pipeline take effect',
      '# only through the config repository, where they are reviewed again.',
      ...[`/${ownFolder}/`, ...(outside === undefined ? [] : [`/${outside}`])].map((own) => `${own} ${either}`),
      // The CODEOWNERS file itself, at any of its possible paths, belongs to the platform team.
      ...['/.github/', '/CODEOWNERS', '/docs/CODEOWNERS'].map((own) => `${own} ${platform}`),
      `/.github/dependabot.* ${app.owners.join(' ')}`,
    ];
    return [
      // The last matching line wins, so the team's own lines come after the default owners.
      { path, alternatives, content: `* ${app.owners.join(' ')}\n`, ownership: { class: 'region', region: 'default owners', comment: '#', at: 'start' } },
      { path, alternatives, content: `${lines.join('\n')}\n`, ownership: { class: 'region', region: app.name, comment: '#' } },
    ];
  },
};
