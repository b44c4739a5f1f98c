/** GitHub's rulesets, as the forge and the pre-receive hook of repositories in tests hold them; ruleset-hook.mjs has the rules. */
import type { Ruleset as EmittedRuleset } from '../../src/github/ruleset.ts';

/** As GitHub keeps it. */
export type Ruleset = EmittedRuleset & { id: number };

export interface Push {
  /** Full reference. */
  ref: string;
  /** Commits; all zeros where the reference does not exist. */
  before: string;
  after: string;
  /** Whether `before` is no ancestor of `after`. */
  forced: boolean;
  /** Whether GitHub cannot verify one of the new commits. */
  unsigned?: boolean;
}

interface Rules {
  matchesPattern: (pattern: string, ref: string) => boolean;
  rulesetsFor: (rulesets: readonly Ruleset[], ref: string, defaultBranch: string, app: number | undefined) => Ruleset[];
  refusals: (rulesets: readonly Ruleset[], push: Push, defaultBranch: string, app: number | undefined) => string[];
}

// Git runs that file for every push, so it is plain JavaScript, without types.
export const { matchesPattern, rulesetsFor, refusals } = (await import(new URL('ruleset-hook.mjs', import.meta.url).href)) as Rules;
