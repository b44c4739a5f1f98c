import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { goldenFolder } from '../golden/cases.ts';
import { findHelm } from '../judges/helm.ts';
import { git, temporaryFolder } from './config-repository.ts';

const helm = findHelm(4);

/** A config repository with a commit before the change, as the check workflow has it. */
function changed(edit: (folder: string) => void): { status: number | null; log: string; summary: string } {
  if ('reason' in helm) throw new Error(helm.reason);
  const folder = temporaryFolder();
  cpSync(join(goldenFolder, 'shop-delivered/config'), folder, { recursive: true });
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'before');
  edit(folder);
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'after');
  const bin = temporaryFolder();
  writeFileSync(join(bin, 'helm'), `#!/bin/sh\nexec "${helm.program}" "$@"\n`, { mode: 0o755 });
  const summary = join(bin, 'summary');
  const { status, stdout, stderr } = spawnSync('bash', ['.gitops-app/shared/check.sh', 'manifests'], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${bin}:${dirname(process.execPath)}:${process.env.PATH}`, HOME: bin, GITHUB_STEP_SUMMARY: summary },
  });
  return { status, log: stdout + stderr, summary: readFileSync(summary, 'utf8') };
}

const replace = (path: string, from: string, to: string) => (folder: string) => {
  const text = readFileSync(join(folder, path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(folder, path), text.replace(from, to));
};

describe.skipIf('reason' in helm)('check.sh manifests', () => {
  test('shows what a change does, on each cluster', () => {
    const { status, summary } = changed(replace('charts/shop/prod-values.yaml', 'replicas: 3', 'replicas: 4'));
    expect(status).toBe(0);
    expect(summary).toMatch(/before\/shop\/prod on prod-dc1[\s\S]*-\s+replicas: 3\n\+\s+replicas: 4[\s\S]*before\/shop\/prod on prod-eu/);
    expect(summary).not.toContain('dev on dev-eu');
  });

  test('says that nothing changes', () => {
    expect(changed(() => {})).toMatchObject({ status: 0, summary: 'No rendered manifest changes.\n' });
  });

  test('fails on values that the schema refuses', () => {
    const { status, log } = changed(replace('charts/shop/prod-values.yaml', 'replicas: 3', 'replicas: many'));
    expect(status).toBe(1);
    expect(log).toContain('replicas');
  });

  test('fails on a chart whose app is not known', () => {
    const { status } = changed((folder) => cpSync(join(folder, 'charts/shop'), join(folder, 'charts/other'), { recursive: true }));
    expect(status).toBe(1);
  });
});
