import { appBranchRuleset } from '../../src/github/ruleset.ts';
import { checkNames, rulesetFiles } from '../../src/model/names.ts';
import type { Generator } from '../../src/plan/plan.ts';
import { printJson } from '../../src/render/json.ts';
import { testCheckNames } from './ci-test-job.ts';

export const appRuleset: Generator = {
  id: 'app/ruleset',
  description: 'Ruleset for the default branch of the app repository: requires reviews and passing checks',
  repository: 'app',
  files: (model) => [
    {
      path: rulesetFiles.main,
      content: printJson(appBranchRuleset([...testCheckNames(model), checkNames.generatedFiles], model.ci.requiredChecks, model.repositories.app)),
    },
  ],
};
