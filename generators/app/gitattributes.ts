import { workflows } from '../../src/model/names.ts';
import type { Generator } from '../../src/plan/plan.ts';
import { gitattributes } from '../gitattributes.ts';

export const appGitattributes: Generator = {
  id: 'app/gitattributes',
  description: '.gitattributes: the generated files have the same line ends on every system',
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
