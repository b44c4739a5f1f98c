import { spawnSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { version } from '../../src/model/version.ts';
import { goldenFolder } from '../golden/cases.ts';
import { aside } from '../support/sample.ts';
import { write } from '../support/workspace.ts';
import { changed, helm, replace } from './changed-repository.ts';
import { git, temporaryFolder } from './config-repository.ts';

describe.skipIf('reason' in helm)('check.sh manifests', () => {
  test('shows what a change does, on each cluster', () => {
    const { status, summary } = changed(replace('charts/shop/prod-values.yaml', 'replicas: 3', 'replicas: 4'));
    expect(status).toBe(0);
    expect(summary).toMatch(/before\/shop\/prod on prod-dc1[\s\S]*-\s+replicas: 3\n\+\s+replicas: 4[\s\S]*before\/shop\/prod on prod-eu/);
    expect(summary).not.toContain('dev on dev-eu');
  });

  aside('says that nothing changes', () => {
    expect(changed(() => {})).toMatchObject({ status: 0, summary: 'No rendered manifest changes.\n' });
  });

  test('fails on values that the schema refuses', () => {
    const { status, log } = changed(replace('charts/shop/prod-values.yaml', 'replicas: 3', 'replicas: many'));
    expect(status).toBe(1);
    expect(log).toContain('replicas');
  });

  aside('says which release does not render', () => {
    const { status, log } = changed(replace('charts/shop/clusters/prod-prod-dc1-values.yaml', 'provider: operator', 'provider: nobody'));
    expect(status).toBe(1);
    expect(log).toContain('::error::charts/shop does not render: prod on prod-dc1');
    expect(log).not.toContain('does not render: prod on prod-eu');
  });

  aside('leaves a chart of somebody else alone', () => {
    const { status, log } = changed((folder) => write(folder, { 'charts/legacy/Chart.yaml': 'not even a chart' }));
    expect([status, log]).toEqual([0, expect.stringContaining('charts/legacy is not checked: it belongs to no app')]);
  });

  aside('does not let a chart out of sight', () => {
    const { status, log } = changed((folder) => rmSync(join(folder, '.gitops-app/shop/model.json')));
    expect(status).toBe(1);
    expect(log).toContain('::error::.gitops-app/shop/model.json was deleted but charts/shop still exists');
  });

  aside('lets an app go', () => {
    const { status } = changed((folder) => {
      rmSync(join(folder, '.gitops-app/shop'), { recursive: true });
      rmSync(join(folder, 'charts/shop'), { recursive: true });
    });
    expect(status).toBe(0);
  });

  aside('cuts a summary that GitHub would refuse', () => {
    const { status, summary } = changed(replace('charts/shop/values.yaml', '    env:\n', `    env:\n      BIG: ${'x'.repeat(400_000)}\n`));
    expect(status).toBe(0);
    expect(summary.length).toBeGreaterThan(800_000);
    expect(summary.length).toBeLessThan(1024 * 1024);
    expect(summary).toMatch(/\n`{10}\n\nThe diff is truncated/);
  });
});

describe('check.sh generated-files', () => {
  /** With an npm and npx that install this project's own command line, and tell what they were asked for. */
  function checked(edit: (folder: string) => void, ...since: string[]): { status: number | null; log: string } {
    const folder = temporaryFolder();
    cpSync(join(goldenFolder, 'two-apps/config'), folder, { recursive: true });
    edit(folder);
    const bin = temporaryFolder();
    const root = join(import.meta.dirname, '../..');
    const run = `exec "${process.execPath}" --import "${join(root, 'node_modules/tsx/dist/loader.mjs')}" "${join(root, 'src/cli.ts')}" "$@"`;
    writeFileSync(join(bin, 'npx'), `#!/bin/sh\necho "npx $*"\nshift 2\n${run}\n`, { mode: 0o755 });
    const command = `#!/bin/sh\necho "locked $*"\n${run}\n`;
    writeFileSync(join(bin, 'command'), command, { mode: 0o755 });
    const install = 'echo "npm $1"; mkdir -p "$3/node_modules/.bin"; cp "${0%npm}command" "$3/node_modules/.bin/create-gitops-app"';
    writeFileSync(join(bin, 'npm'), `#!/bin/sh\n${install}\n`, { mode: 0o755 });
    const { status, stdout, stderr } = spawnSync('bash', ['.gitops-app/shared/check.sh', 'generated-files', ...since], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: `${bin}:${process.env.PATH}`, HOME: bin, RUNNER_TEMP: temporaryFolder() },
    });
    return { status, log: stdout + stderr };
  }

  test('checks each app, offline and without its app repository, with the generator that wrote it', () => {
    const { log } = checked((folder) => {
      replace('.gitops-app/mail/manifest.json', `"generatorVersion": "${version}"`, '"generatorVersion": "0.0.9"')(folder);
      for (const entry of ['"create-gitops-app": "', '"version": "'])
        replace('.gitops-app/mail/generator-lock.json', `${entry}${version}"`, `${entry}0.0.9"`)(folder);
    });
    expect(log).toContain(`create-gitops-app@0.0.9: mail\nnpm ci\nlocked check --app mail --format github`);
    expect(log).toContain(`create-gitops-app@${version}: shop\nnpm ci\nlocked check --app shop --format github`);
  });

  aside('runs one package once for all apps that it is locked for', () => {
    const { log } = checked(() => {});
    expect(log.match(/^npm ci$/gm)).toHaveLength(1);
    expect(log.match(/^locked .*/gm)).toEqual(['locked check --app mail --app shop --format github']);
  });

  aside('checks what a change since a commit can reach', () => {
    const since = (commit: string) =>
      checked((edit) => {
        commitAll(edit);
        replace('charts/mail/values.yaml', 'worker', 'edited')(edit);
      }, commit);
    expect(since('HEAD').log).toMatch(
      /locked check --app mail --app shop --changed-since HEAD --format github[\s\S]*file=charts\/mail\/values\.yaml[\s\S]*1 app that no change reaches/,
    );
    expect(since('no-such')).toEqual({ status: 1, log: '::error::This clone has no commit no-such\n' });
  });

  aside('names the app whose lock is gone', () => {
    const { status, log } = checked((folder) => rmSync(join(folder, '.gitops-app/mail/generator-lock.json')));
    expect(status).toBe(1);
    expect(log).toContain('::error file=.gitops-app/mail/generator-lock.json');
    expect(log).toContain('locked check --app shop');
  });

  aside('takes what the registry has, and says so, where the generator did not come from one', () => {
    const { log } = checked((folder) => replace('.gitops-app/mail/manifest.json', '"generator":', '"formerly":')(folder));
    expect(log).toContain(`::warning::create-gitops-app@${version} is not locked`);
    expect(log).toContain(`npx --yes create-gitops-app@${version} check --app mail --format github`);
    expect(log).toContain('locked check --app shop --format github');
  });

  aside('passes where nothing differs', () => {
    const { status, log } = checked(() => {});
    expect([status, log]).toEqual([0, expect.not.stringContaining('::error')]);
  });

  aside('runs no generator whose version nobody recorded', () => {
    const { status, log } = checked((folder) => rmSync(join(folder, '.gitops-app/mail/manifest.json')));
    expect(status).toBe(1);
    expect(log).toContain('::error::.gitops-app/mail does not record its generator');
    expect(log).not.toContain('--app mail');
    expect(log).toContain('--app shop');
  });

  test('names what was edited, and goes on with the other app', () => {
    const { status, log } = checked(replace('argocd/projects/mail-dev.yaml', 'kind: AppProject', 'kind: AppProject # mine'));
    expect(status).toBe(1);
    expect(log).toMatch(/::error file=argocd\/projects\/mail-dev\.yaml/);
    expect(log).toContain('check --app mail --app shop');
  });
});

function commitAll(folder: string): void {
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'before');
}
