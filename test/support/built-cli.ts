/** The CLI as it is published, built outside of the checkout, so that a build there is neither needed nor disturbed. */
import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { onceARun } from './once-a-run.ts';

const root = join(import.meta.dirname, '../..');

export interface BuiltCli {
  file: string;
  /** Folder of the bundle. */
  bundle: string;
  run: (cwd: string, ...args: string[]) => { status: number | null; stdout: string; stderr: string };
}

/** The CLI, built once for all test files of a run. Nobody may change it. */
export async function builtCli(): Promise<BuiltCli> {
  return cliIn(await onceARun('cli', buildCli));
}

/** Builds the CLI into an empty folder. */
export function buildCli(folder: string): BuiltCli {
  const built = spawnSync(process.execPath, ['--import', 'tsx', 'src/build/bundle/bundle.ts', join(folder, 'dist')], { cwd: root, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stderr);
  // Resolved as in an installed package.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return cliIn(folder);
}

function cliIn(folder: string): BuiltCli {
  const bundle = join(folder, 'dist');
  const file = join(bundle, 'cli.cjs');
  return {
    file,
    bundle,
    run: (cwd, ...args) => {
      const { NO_COLOR: _, FORCE_COLOR: __, GITHUB_ACTIONS: ___, ...env } = process.env;
      return spawnSync(process.execPath, [file, ...args], { cwd, env: { ...env, npm_config_offline: 'true' }, encoding: 'utf8' });
    },
  };
}
