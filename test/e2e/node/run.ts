import { execFileSync } from 'node:child_process';

/** Folders of programs that only root uses are not on everybody's PATH. */
export const rootPath = (path = process.env.PATH ?? '') => `${path}:/usr/local/sbin:/usr/sbin:/sbin`;

/** Runs a short program; gives its standard output. @throws Error with what it printed */
export function runSync(name: string, args: readonly string[], input = ''): string {
  return execFileSync(name, args, { encoding: 'utf8', input, env: { ...process.env, PATH: rootPath() }, stdio: ['pipe', 'pipe', 'pipe'] });
}
