import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { goldenFolder } from '../golden/cases.ts';
import { findHelm } from '../judges/helm.ts';
import { git, temporaryFolder } from './config-repository.ts';

export const helm = findHelm(4);

/**
 * check.sh manifests in a config repository with a commit before the change, as the check workflow has it.
 * @param edit the change
 * @param more variables, and folders of programs besides those of this machine; the golden case, an edit before the change,
 * and the commit that the workflow names for a pull request
 */
export function changed(
  edit: (folder: string) => void,
  more: { path?: string; env?: NodeJS.ProcessEnv; golden?: string; before?: (folder: string) => void; since?: string } = {},
): { status: number | null; log: string; summary: string } {
  if ('reason' in helm) throw new Error(helm.reason);
  const folder = temporaryFolder();
  cpSync(join(goldenFolder, more.golden ?? 'shop-delivered', 'config'), folder, { recursive: true });
  more.before?.(folder);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'before');
  edit(folder);
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'after');
  const bin = temporaryFolder();
  writeFileSync(join(bin, 'helm'), `#!/bin/sh\nexec "${helm.program}" "$@"\n`, { mode: 0o755 });
  const summary = join(bin, 'summary');
  const { status, stdout, stderr } = spawnSync('bash', ['.gitops-app/shared/check.sh', 'manifests', ...(more.since === undefined ? [] : [more.since])], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: [more.path, bin, dirname(process.execPath), process.env.PATH].filter((entry) => entry !== undefined).join(':'),
      HOME: bin,
      GITHUB_STEP_SUMMARY: summary,
      ...more.env,
    },
  });
  return { status, log: stdout + stderr, summary: existsSync(summary) ? readFileSync(summary, 'utf8') : '' };
}

/** A change of one text in one file. */
export const replace = (path: string, from: string, to: string) => (folder: string) => {
  const text = readFileSync(join(folder, path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(folder, path), text.replace(from, to));
};
