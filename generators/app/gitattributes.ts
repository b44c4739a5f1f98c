import { workflows } from '../../src/facts/names.ts';
import type { Generator } from '../../src/plan/plan.ts';
import { gitattributes } from '../../src/render/gitattributes.ts';

export const appGitattributes: Generator = {
  id: 'app/gitattributes',
  description: '.gitattributes: generated files have LF line endings on every system',
  repository: 'app',
  files: ({ app }) => [
    gitattributes(app.name, [
      '/.gitops-app/**',
      ...[workflows.ci, workflows.appCheck].map((file) => `/.github/workflows/${file}`),
      '/.github/rulesets/main.json',
      '/docs/pipeline.md',
    ]),
  ],
};
