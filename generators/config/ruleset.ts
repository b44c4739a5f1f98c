import { configBranchRuleset, historyRuleset, promotionsRuleset, tagsRuleset } from '../../src/github/ruleset.ts';
import { checkNames, rulesetFiles } from '../../src/model/names.ts';
import type { Generator } from '../../src/plan/plan.ts';
import { printJson } from '../../src/render/json.ts';

export const configRulesets: Generator = {
  id: 'config/rulesets',
  description: 'Rulesets of the config repository: reviews and checks, history, branches of promotions, tags',
  repository: 'config',
  scope: 'shared',
  files: ({ repositories }) => [
    {
      path: rulesetFiles.main,
      content: printJson(configBranchRuleset([checkNames.generatedFiles, checkNames.manifests], checkNames.promotion, repositories.config)),
    },
    { path: rulesetFiles.history, content: printJson(historyRuleset(repositories.config.signedCommits)) },
    { path: rulesetFiles.promotions, content: printJson(promotionsRuleset()) },
    { path: rulesetFiles.tags, content: printJson(tagsRuleset()) },
  ],
};
