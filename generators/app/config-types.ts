import type { Generator } from '../../src/plan/plan.ts';
import { texts } from '../../src/render/texts.ts';

export const configTypesGenerator: Generator = {
  id: 'app/config-types',
  description: 'Types of pipeline.config.ts, for completion in an editor without node_modules',
  repository: 'app',
  files: () => [{ path: '.gitops-app/config.d.ts', content: texts.configTypes }],
};
