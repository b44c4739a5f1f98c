import { contractSchema } from '../../../src/github/contract.ts';
import { sharedFolder } from '../../../src/model/names.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { printJson } from '../../../src/render/json.ts';
import { verbatimTemplate, verbatimTemplates } from '../../../src/render/template.ts';

export const sharedScripts: Generator = {
  id: 'config/shared-scripts',
  description: 'Scripts of CD, rollback and check (bash, git, jq, gh), and the contract for their requests',
  repository: 'config',
  scope: 'shared',
  files: () => [
    { path: `${sharedFolder}/contract.schema.json`, content: printJson(contractSchema) },
    ...verbatimTemplates('shared').map((path) => ({ path: `${sharedFolder}/${path}`, content: verbatimTemplate(`shared/${path}`) })),
  ],
};
