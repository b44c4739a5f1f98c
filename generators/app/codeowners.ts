import { codeownersPlaces } from '../../src/model/names.ts';
import type { Generator } from '../../src/plan/plan.ts';

export const appCodeowners: Generator = {
  id: 'app/codeowners',
  description: 'CODEOWNERS: who reviews the pipeline’s own files in the app repository',
  repository: 'app',
  files: ({ app, repositories }) => {
    const platform = repositories.config.owners.join(' ');
    const either = [...new Set([...app.owners, ...repositories.config.owners])].join(' ');
    const [path, ...alternatives] = codeownersPlaces;
    const lines = [
      // Of several owners in a line any one suffices.
      '# CI decides what is built and handed to CD: the platform team reviews it. The rest of the pipeline takes effect only',
      '# through the config repository, where it is reviewed again.',
      ...['/.gitops-app/', '/pipeline.config.ts'].map((own) => `${own} ${either}`),
      // Wherever it lies, the file of owners has the owners of the pipeline.
      ...['/.github/', '/CODEOWNERS', '/docs/CODEOWNERS'].map((own) => `${own} ${platform}`),
      `/.github/dependabot.* ${app.owners.join(' ')}`,
    ];
    return [
      // The last line that matches decides: what the team has said of its own files stands behind this one.
      { path, alternatives, content: `* ${app.owners.join(' ')}\n`, ownership: { class: 'region', region: 'default owners', comment: '#', at: 'start' } },
      { path, alternatives, content: `${lines.join('\n')}\n`, ownership: { class: 'region', region: app.name, comment: '#' } },
    ];
  },
};
