/** The CLI as it is published, built into its own folder: tests neither need nor change the build of the checkout. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface BuiltCli {
  file: string;
  run: (cwd: string, ...args: string[]) => { status: number | null; stdout: string; stderr: string };
  remove: () => void;
}

export function buildCli(): BuiltCli {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  const built = spawnSync(process.execPath, ['--import', 'tsx', 'src/build/bundle/bundle.ts', join(folder, 'dist')], { cwd: root, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stderr);
  // Resolved as in an installed package.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const file = join(folder, 'dist/cli.cjs');
  return {
    file,
    run: (cwd, ...args) => {
      const { NO_COLOR: _, FORCE_COLOR: __, GITHUB_ACTIONS: ___, ...env } = process.env;
      return spawnSync(process.execPath, [file, ...args], { cwd, env, encoding: 'utf8' });
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
