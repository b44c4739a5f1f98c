import type { Generator } from '../../src/plan.ts';

export const appCodeowners: Generator = {
  id: 'app/codeowners',
  description: 'CODEOWNERS: who reviews the pipeline’s own files in the app repository',
  repository: 'app',
  files: ({ app, repositories }) => {
    const platform = repositories.config.owners.join(' ');
    const lines = [
      `* ${app.owners.join(' ')}`,
      '# The pipeline itself belongs to the platform team too: it decides what reaches a cluster.',
      ...['/.github/', '/.gitops-app/', '/pipeline.config.ts'].map((path) => `${path} ${app.owners.join(' ')} ${platform}`),
    ];
    return [{ path: '.github/CODEOWNERS', content: `${lines.join('\n')}\n`, ownership: { class: 'region', region: app.name, comment: '#' } }];
  },
};
