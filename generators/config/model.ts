import type { Generator } from '../../src/plan/plan.ts';
import { printJson } from '../../src/render/json.ts';

export const modelGenerator: Generator = {
  id: 'config/model',
  description: 'The resolved model, from which the config repository is checked without the app repository',
  repository: 'config',
  files: (model) => [{ path: `.gitops-app/${model.app.name}/model.json`, content: printJson(model) }],
};
