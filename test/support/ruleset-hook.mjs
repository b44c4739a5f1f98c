// GitHub's rulesets as its documentation describes them, for the forge of the end-to-end suite and, as a pre-receive hook,
// for every test that pushes. Plain JavaScript: git runs it for every push.
//   https://docs.github.com/rest/repos/rules
//   https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/creating-rulesets-for-a-repository

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const none = '0'.repeat(40);

/** Ruby's File.fnmatch with FNM_PATHNAME: wildcards end at a slash and take no leading dot; only a `**` before a slash crosses several. */
export function matchesPattern(pattern, ref) {
  const expression = pattern.replace(/\*\*\/|\*+|\?|\[[^\]]*\]|[\\^$.|+(){}]/g, (token, at) => {
    const visible = at === 0 || pattern[at - 1] === '/' ? '(?!\\.)' : '';
    if (token === '**/') return '(?:(?!\\.)[^/]+/)*';
    if (token.startsWith('*')) return `${visible}[^/]*`;
    if (token === '?') return `${visible}[^/]`;
    return token.startsWith('[') ? token.replace(/^\[!/, '[^') : `\\${token}`;
  });
  return new RegExp(`^${expression}$`).test(ref);
}

/** The active rulesets for a full reference that this App (by id; undefined: a person) does not bypass. */
export function rulesetsFor(rulesets, ref, defaultBranch, app) {
  const target = ref.startsWith('refs/tags/') ? 'tag' : 'branch';
  const matches = (pattern) => pattern === '~ALL' || (pattern === '~DEFAULT_BRANCH' ? ref === `refs/heads/${defaultBranch}` : matchesPattern(pattern, ref));
  return rulesets.filter(
    (ruleset) =>
      ruleset.enforcement === 'active' &&
      ruleset.target === target &&
      ruleset.conditions.ref_name.include.some(matches) &&
      !ruleset.conditions.ref_name.exclude.some(matches) &&
      !ruleset.bypass_actors.some((actor) => actor.actor_type === 'Integration' && app !== undefined && actor.actor_id === app),
  );
}

/**
 * What GitHub says to a push, a line per broken rule.
 * @param push before and after are commits, all zeros where the reference does not exist; forced: before is no ancestor
 */
export function refusals(rulesets, push, defaultBranch, app) {
  const kind = push.before === none ? 'creation' : push.after === none ? 'deletion' : 'update';
  const messages = {
    creation: () => kind === 'creation' && 'Cannot create ref due to creations being restricted.',
    update: () => kind === 'update' && 'Cannot update this protected ref.',
    deletion: () => kind === 'deletion' && 'Cannot delete this branch',
    non_fast_forward: () => push.forced && 'Cannot force-push to this branch',
    required_signatures: () => kind !== 'deletion' && push.unsigned && 'Commits must have verified signatures.',
    pull_request: () => kind === 'update' && 'Changes must be made through a pull request.',
    required_status_checks: ({ parameters }) =>
      kind === 'update' && `${parameters.required_status_checks.length} of ${parameters.required_status_checks.length} required status checks are expected.`,
  };
  return rulesetsFor(rulesets, push.ref, defaultBranch, app).flatMap(({ rules }) =>
    rules.map((rule) => messages[rule.type]?.(rule)).filter((message) => typeof message === 'string'),
  );
}

/**
 * The pre-receive hook of a bare repository: `rulesets.json` in it holds the rulesets, and the id of each App by login.
 * FORGE_LOGIN says who pushes.
 */
function preReceive() {
  const file = join(process.env.GIT_DIR ?? '.', 'rulesets.json');
  if (!existsSync(file)) return;
  const { rulesets, apps } = JSON.parse(readFileSync(file, 'utf8'));
  const git = (...args) => execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  const isAncestor = (before, after) => {
    try {
      git('merge-base', '--is-ancestor', before, after);
      return true;
    } catch {
      return false;
    }
  };
  const branch = git('symbolic-ref', '--short', 'HEAD');
  for (const line of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
    const [before, after, ref] = line.split(' ');
    const forced = before !== none && after !== none && !isAncestor(before, after);
    // Here only GitHub itself signs.
    const unsigned =
      after !== none &&
      git('log', '--format=%cn', after, '--not', '--all')
        .split('\n')
        .some((name) => name !== '' && name !== 'GitHub');
    const broken = refusals(rulesets, { ref, before, after, forced, unsigned }, branch, apps[process.env.FORGE_LOGIN ?? '']);
    if (broken.length === 0) continue;
    console.error([`GH013: Repository rule violations found for ${ref}.`, ...broken.map((message) => `- ${message}`)].join('\n'));
    process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) preReceive();
