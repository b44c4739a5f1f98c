/**
 * Installs programs of tests into the tools' cache: from PyPI into a virtual environment, once for each file of
 * requirements, because a Python of the system refuses packages from elsewhere; and from the Go module proxy.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { toolsCache } from '../judges/helm.ts';

/** Folder of the programs, or why there is none. */
export type Installed = { folder: string } | { reason: string };

/** @param file of requirements, in this folder */
export function installTools(file = 'requirements.txt'): Installed {
  const requirements = join(import.meta.dirname, file);
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

/** Installs packages of npm, `name@version`; `folder` has their programs, below node_modules. */
export function installNodeTools(packages: readonly string[]): Installed {
  const target = join(toolsCache(), `node-${createHash('sha256').update(packages.join(' ')).digest('hex').slice(0, 12)}`);
  const folder = join(target, 'node_modules/.bin');
  if (existsSync(join(target, 'complete'))) return { folder };
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const { status, stderr, error } = spawnSync(
    'npm',
    ['install', '--prefix', target, '--no-audit', '--no-fund', '--ignore-scripts', '--save-exact', ...packages],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) return { reason: `npm and its registry are needed: ${error?.message ?? stderr.trim().split('\n').at(-1)}` };
  writeFileSync(join(target, 'complete'), '');
  return { folder };
}

/** Installs the program of a Go package at a version. */
export function installGoTool(module: string, version: string): Installed {
  const program = basename(module);
  const folder = join(toolsCache(), `${program}-${version}`);
  if (existsSync(join(folder, program))) return { folder };
  const { status, stderr, error } = spawnSync('go', ['install', `${module}@${version}`], { encoding: 'utf8', env: { ...process.env, GOBIN: folder } });
  return status === 0 ? { folder } : { reason: `Go and its module proxy are needed: ${error?.message ?? stderr.trim().split('\n').at(-1)}` };
}
