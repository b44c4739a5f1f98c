import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { repositoryRoot } from '../load/repository-root.ts';
import type { Detected } from './detected.ts';

/** `owner/name` of the remote origin, if it is on GitHub and the folder is the top of a repository. */
export function gitHubRepository(folder: string): Detected<string> | undefined {
  const slug = slugOf(git(folder, 'config', '--get', 'remote.origin.url') ?? '');
  return slug === undefined ? undefined : { value: slug, source: 'git remote origin' };
}

/** The default branch of the remote; otherwise the current branch, if it has a common name. */
export function defaultBranch(folder: string): Detected<string> | undefined {
  const remote = git(folder, 'symbolic-ref', '--short', 'refs/remotes/origin/HEAD')?.replace(/^origin\//, '');
  if (remote !== undefined) return { value: remote, source: 'git origin/HEAD' };
  const current = git(folder, 'symbolic-ref', '--short', 'HEAD');
  return current !== undefined && ['main', 'master', 'trunk', 'develop'].includes(current) ? { value: current, source: 'git HEAD' } : undefined;
}

/** The top of the repository that contains the folder, relative to it: `../..`. */
export function repositoryAbove(folder: string): string | undefined {
  const root = repositoryRoot(resolve(folder));
  return root === undefined || root === resolve(folder) ? undefined : relative(folder, root).replaceAll('\\', '/');
}

/** `owner/name` from any URL format of GitHub. */
function slugOf(url: string): string | undefined {
  const match =
    /^(?:https?:\/\/(?:[^@/]+@)?(?:www\.)?github\.com\/|(?:ssh:\/\/)?git@(?:ssh\.)?github\.com(?::443\/|:|\/))([^/\s]+\/[^/\s]+?)(?:\.git)?\/?$/i.exec(url);
  const slug = match?.[1];
  return slug !== undefined && /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\/[A-Za-z0-9_.-]+$/.test(slug) ? slug : undefined;
}

/** true: git ignores it. */
export function isIgnored(folder: string, path: string): boolean {
  return git(folder, 'check-ignore', '--', path) !== undefined;
}

function git(folder: string, ...args: string[]): string | undefined {
  // Don't report the repository that contains the folder.
  if (!existsSync(join(folder, '.git'))) return undefined;
  try {
    const output = execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 5_000 }).trim();
    return output === '' ? undefined : output;
  } catch {
    return undefined; // no git, no such setting
  }
}
