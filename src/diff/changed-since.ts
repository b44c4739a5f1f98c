import { spawnSync } from 'node:child_process';
import { UserError } from '../problems/errors.ts';
import { readText, UnreadableError } from '../workspace/read-text.ts';
import { recordedApps } from '../workspace/repository.ts';
import { changedRegions } from './regions.ts';

/**
 * The apps of a config repository that a change since a commit can reach, the working tree included; undefined: any of them.
 * Only paths and the names of blocks count: what a change writes into a record or a model cannot hide another change.
 * @throws UserError if git knows no such commit
 */
export function appsChangedSince(root: string, ref: string): ReadonlySet<string> | undefined {
  const commit = commitOf(root, ref);
  const apps = recordedApps(root);
  const changed = [
    ...paths(git(root, 'diff', '--name-only', '--no-renames', '--no-ext-diff', '--ignore-submodules=none', '--relative', '-z', commit, '--')),
    ...paths(git(root, 'ls-files', '--others', '--exclude-standard', '-z')),
  ];
  const reached = new Set<string>();
  for (const path of changed) {
    const owners = withBlocks.has(path) ? ownersOfBlocks(root, path, commit, apps) : ownersOfPath(path, apps);
    if (owners.length === 0 || owners.some((app) => !apps.includes(app))) return undefined;
    for (const app of owners) reached.add(app);
  }
  return reached;
}

/** Files in which each app has a block. */
const withBlocks = new Set(['README.md', '.github/CODEOWNERS']);

/** Apps that a path can belong to; none: to anybody. The name of one app may begin with that of another. */
function ownersOfPath(path: string, apps: readonly string[]): string[] {
  const [folder = '', app = '', file] = path.split('/');
  if (['charts', 'docs', '.gitops-app'].includes(folder)) return file === undefined || app === 'shared' ? [] : [app];
  const [, name] = /^argocd\/(?:[^/]+\/)?(?:applications|projects|health-checks|alerts)\/([^/]+)\.yaml$/.exec(path) ?? [];
  return name === undefined ? [] : apps.filter((owner) => name === owner || name.startsWith(`${owner}-`));
}

/** The apps whose block has changed; none: something else has. */
function ownersOfBlocks(root: string, path: string, commit: string, apps: readonly string[]): string[] {
  const before = git(root, 'cat-file', 'blob', `${commit}:./${path}`) ?? '';
  let after: string;
  try {
    after = readText(root, path) ?? '';
  } catch (error) {
    if (error instanceof UnreadableError) return [];
    throw error;
  }
  const regions = changedRegions(before, after);
  return regions === undefined || !regions.every((region) => apps.includes(region)) ? [] : regions;
}

function commitOf(root: string, ref: string): string {
  const invalid = (message: string, hint: string) => new UserError([{ code: 'USAGE', severity: 'error', message: `--changed-since: ${message}`, hint }]);
  if (git(root, 'rev-parse', '--git-dir') === undefined)
    throw invalid(`${root} is in no repository of git, or git is not installed`, 'Check all apps, without it.');
  // git would take the tag, which may be another person's.
  const names = git(root, 'for-each-ref', '--format=%(refname)', ...['heads', 'tags', 'remotes'].map((kind) => `refs/${kind}/${ref}`)) ?? '';
  const [first, ...others] = names.split('\n').filter((name) => name.endsWith(`/${ref}`));
  if (first !== undefined && others.length > 0) throw invalid(`'${ref}' is ${[first, ...others].join(' and ')}`, `Write one of them: --changed-since ${first}`);
  const commit = git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`)?.trim();
  if (commit === undefined || commit === '')
    throw invalid(`this repository has no commit '${ref}'`, 'Fetch it first: a clone of one commit has no other. In a workflow, set fetch-depth.');
  return commit;
}

/** What git prints; undefined if it fails. */
function git(root: string, ...args: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', ['-C', root, ...args], {
    encoding: 'utf8',
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 256 * 1024 * 1024,
  });
  return status === 0 ? stdout : undefined;
}

/** The paths in what git prints with -z. If it failed, something unknown has changed. */
function paths(output: string | undefined): string[] {
  return output === undefined ? [''] : output.split('\0').filter((path) => path !== '');
}
