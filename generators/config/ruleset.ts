import { checkNames } from '../../src/names.ts';
import type { Generator } from '../../src/plan.ts';
import { printJson } from '../../src/render/json.ts';
import { defaultBranchRuleset } from '../../src/ruleset.ts';

export const configRuleset: Generator = {
  id: 'config/ruleset',
  description: 'Ruleset of the config repository’s default branch; CD’s App is the only one that may pass it',
  repository: 'config',
  scope: 'shared',
  files: () => [{ path: '.github/rulesets/main.json', content: printJson(defaultBranchRuleset([checkNames.generatedFiles, checkNames.manifests])) }],
};
