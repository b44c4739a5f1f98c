/** Working copies of both repositories, as a person has them side by side. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Forge } from './forge/forge.ts';

const run = promisify(execFile);

export interface Checkout {
  folder: string;
  git: (...args: string[]) => Promise<string>;
  /** Runs the command line in the folder; gives code and output. */
  cli: (...args: string[]) => Promise<{ code: number; output: string }>;
  /** Commits what has changed and pushes to a branch, as the person. */
  push: (message: string, branch?: string) => Promise<string>;
  /** Brings the default branch up to date. */
  pull: () => Promise<void>;
}

export interface Person {
  login: string;
  token: string;
}

/** Somebody with write access to every repository. */
export function createPerson(forge: Forge, login: string): Person {
  return { login, token: forge.identities.issue({ kind: 'person', login }) };
}

/** Everything is asynchronous: the forge that git speaks to lives in this process. */
export function openCheckout(state: string, forge: Forge, person: Person, slug: string, folder: string, cli: string): Checkout {
  const environment = {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: join(state, 'home'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: person.login,
    GIT_AUTHOR_EMAIL: `${person.login}@example.com`,
    GIT_COMMITTER_NAME: person.login,
    GIT_COMMITTER_EMAIL: `${person.login}@example.com`,
  };
  const url = forge.server.url.replace('://', `://${person.login}:${person.token}@`);
  const git: Checkout['git'] = async (...args) => (await run('git', args, { cwd: folder, env: environment })).stdout.trim();
  const runCli: Checkout['cli'] = async (...args) => {
    try {
      const { stdout, stderr } = await run(process.execPath, [cli, ...args], { cwd: folder, env: environment });
      return { code: 0, output: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, output: stdout + stderr };
    }
  };
  return {
    folder,
    git,
    cli: runCli,
    push: async (message, branch = 'main') => {
      await git('add', '--all');
      if ((await git('status', '--porcelain')) !== '') await git('commit', '--quiet', '--message', message);
      await git('push', '--quiet', `${url}/${slug}.git`, `HEAD:refs/heads/${branch}`);
      return git('rev-parse', 'HEAD');
    },
    pull: async () => {
      await git('fetch', '--quiet', `${url}/${slug}.git`, 'main');
      await git('reset', '--quiet', '--hard', 'FETCH_HEAD');
    },
  };
}
