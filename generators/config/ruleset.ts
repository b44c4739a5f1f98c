import { defaultBranchRuleset } from '../../src/github/ruleset.ts';
import { checkNames } from '../../src/model/names.ts';
import type { Generator } from '../../src/plan/plan.ts';
import { printJson } from '../../src/render/json.ts';

export const configRuleset: Generator = {
  id: 'config/ruleset',
  description: 'Ruleset for the default branch of the config repository; only CD’s App may bypass it',
  repository: 'config',
  scope: 'shared',
  files: ({ repositories }) => [
    {
      path: '.github/rulesets/main.json',
      content: printJson(defaultBranchRuleset([checkNames.generatedFiles, checkNames.manifests], [], repositories.config.signedCommits)),
    },
  ],
};
