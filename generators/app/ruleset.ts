import type { Generator } from '../../src/plan.ts';
import { printJson } from '../../src/render/json.ts';
import { defaultBranchRuleset } from '../../src/ruleset.ts';

export const appRuleset: Generator = {
  id: 'app/ruleset',
  description: 'Ruleset of the app repository’s default branch: reviewed pull requests whose checks pass',
  repository: 'app',
  files: ({ ci }) => {
    const tests = ci.jobs === 'build-only' ? [] : ci.versions.length > 1 ? ci.versions.map((version) => `test (${version})`) : ['test'];
    return [{ path: '.github/rulesets/main.json', content: printJson(defaultBranchRuleset([...tests, 'generated files'])) }];
  },
};
