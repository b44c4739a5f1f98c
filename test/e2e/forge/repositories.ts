/** Bare repositories in a folder, and the hook that holds their rulesets. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Ruleset, rulesetsFor } from '../../support/rulesets.ts';

export interface Repositories {
  root: string;
  create: (slug: string, defaultBranch: string) => void;
  /** Takes over a bare repository that is in its place already. */
  adopt: (slug: string) => void;
  rename: (from: string, to: string) => void;
  exists: (slug: string) => boolean;
  git: (slug: string, ...args: string[]) => string;
  /** Commit of each branch, by full reference. */
  heads: (slug: string) => Map<string, string>;
  defaultBranch: (slug: string) => string;
  /** From now on every push obeys these rulesets; `apps` has the id of each App by login. */
  protect: (slug: string, rulesets: readonly Ruleset[], apps: Readonly<Record<string, number>>) => void;
  /** The active rulesets for a full reference that a person does not bypass. */
  rulesetsFor: (slug: string, ref: string) => Ruleset[];
  /** Login of who pushed a commit to the tip of a branch last. */
  pushedBy: (slug: string, commit: string) => string | undefined;
  recordPush: (slug: string, commit: string, login: string) => void;
}

/** FORGE_LOGIN is set by the server, from the token. */
const hook = `#!/bin/sh\nexec "${process.execPath}" "${join(import.meta.dirname, '../../support/ruleset-hook.mjs')}"\n`;

export function createRepositories(root: string): Repositories {
  const folder = (slug: string) => join(root, `${slug}.git`);
  const protection = new Map<string, readonly Ruleset[]>();
  const pushers = new Map<string, string>();
  const git: Repositories['git'] = (slug, ...args) =>
    execFileSync('git', ['-C', folder(slug), ...args], {
      encoding: 'utf8',
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: root },
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  const adopt: Repositories['adopt'] = (slug) => {
    git(slug, 'config', 'http.receivepack', 'true');
    // As on GitHub, the history of a repository can be asked for by any commit.
    git(slug, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
    const path = join(folder(slug), 'hooks/pre-receive');
    writeFileSync(path, hook);
    chmodSync(path, 0o755);
  };
  const defaultBranch: Repositories['defaultBranch'] = (slug) => git(slug, 'symbolic-ref', '--short', 'HEAD');
  return {
    root,
    create: (slug, branch) => {
      mkdirSync(dirname(folder(slug)), { recursive: true });
      execFileSync('git', ['init', '-q', '--bare', '-b', branch, folder(slug)]);
      adopt(slug);
    },
    adopt,
    rename: (from, to) => {
      renameSync(folder(from), folder(to));
      protection.set(to, protection.get(from) ?? []);
      protection.delete(from);
    },
    exists: (slug) => existsSync(folder(slug)),
    git,
    heads: (slug) =>
      new Map(
        git(slug, 'for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => line.split(' ') as [string, string]),
      ),
    defaultBranch,
    protect: (slug, rulesets, apps) => {
      protection.set(slug, rulesets);
      writeFileSync(join(folder(slug), 'rulesets.json'), JSON.stringify({ rulesets, apps }));
    },
    rulesetsFor: (slug, ref) => rulesetsFor(protection.get(slug) ?? [], ref, defaultBranch(slug), undefined),
    pushedBy: (slug, commit) => pushers.get(`${slug}:${commit}`),
    recordPush: (slug, commit, login) => void pushers.set(`${slug}:${commit}`, login),
  };
}
