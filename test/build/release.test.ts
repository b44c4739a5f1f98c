/** The release workflow of this project: its own scripts on a real repository. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import packageJson from '../../package.json' with { type: 'json' };
import { git } from '../cd/config-repository.ts';
import { temporaryFolder, write } from '../support/workspace.ts';

const root = join(import.meta.dirname, '../..');

interface WorkflowData {
  jobs: Record<string, { environment?: string; permissions: object; steps: { name: string; run?: string; uses?: string }[] }>;
}
const { jobs } = parse(readFileSync(join(root, '.github/workflows/release.yaml'), 'utf8')) as WorkflowData;

/** Runs a step, as GitHub does, and gives its exit code and log. */
function step(job: string, name: string, cwd: string, env: NodeJS.ProcessEnv): [number | null, string] {
  const run = jobs[job]?.steps.find((candidate) => candidate.name === name)?.run ?? '';
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: temporaryFolder(), ...env },
  });
  return [status, stdout + stderr];
}

/** A clone whose default branch has one reviewed commit. */
function clone(): string {
  const [origin, folder] = [temporaryFolder(), join(temporaryFolder(), 'clone')];
  write(origin, { 'package.json': '{ "name": "create-gitops-app", "version": "1.2.3" }\n', '.github/CODEOWNERS': '* @acme/maintainers\n' });
  git(origin, 'init', '--quiet', '--initial-branch=main');
  git(origin, 'add', '--all');
  git(origin, 'commit', '--quiet', '--message', 'first');
  git(origin, 'clone', '--quiet', origin, folder);
  return folder;
}

describe('the tag of a release', () => {
  const verify = (folder: string, TAG: string) => step('pack', 'Verify tag and commit', folder, { TAG, DEFAULT_BRANCH: 'main' });
  test('of a reviewed commit is accepted', () => expect(verify(clone(), 'v1.2.3')).toEqual([0, '']));
  test('with another version is refused', () => expect(verify(clone(), 'v1.2.4')).toEqual([1, expect.stringContaining('package.json has version 1.2.3')]));
  test('of a commit that is not on the default branch is refused, whatever tags and branches are called', () => {
    const folder = clone();
    writeFileSync(join(folder, 'evil'), '');
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message', 'unreviewed');
    git(folder, 'branch', 'origin/main');
    for (const name of ['main', 'origin/main', 'v1.2.3']) git(folder, 'tag', name);
    expect(verify(folder, 'v1.2.3')).toEqual([1, expect.stringContaining('nobody has reviewed it')]);
  });
  test('is refused until somebody owns the code', () => {
    const folder = clone();
    write(folder, { '.github/CODEOWNERS': readFileSync(join(root, '.github/CODEOWNERS'), 'utf8').replace('@acme', '@fill-in') });
    expect(verify(folder, 'v1.2.3')).toEqual([1, expect.stringContaining('Replace fill-in')]);
  });
});

test('the package gets the address of the repository that publishes it, which npm compares with the provenance', () => {
  const folder = temporaryFolder();
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  const env = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'acme/create-gitops-app' };
  expect(step('pack', 'Set the address of the repository', folder, env)[0]).toBe(0);
  expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toEqual({
    ...packageJson,
    repository: { type: 'git', url: 'git+https://github.com/acme/create-gitops-app.git' },
    bugs: { url: 'https://github.com/acme/create-gitops-app/issues' },
    homepage: 'https://github.com/acme/create-gitops-app#readme',
  });
});

test('only the job that publishes has an identity, needs an approval, and runs nothing of the repository', () => {
  expect(Object.values(jobs).filter(({ permissions }) => 'id-token' in permissions)).toEqual([jobs.publish]);
  expect(jobs.publish?.environment).toBe('npm');
  expect(jobs.publish?.steps.some(({ uses = '' }) => uses.startsWith('actions/checkout@'))).toBe(false);
});

test('a tarball that is not the tested one is not published', () => {
  const folder = temporaryFolder();
  write(folder, { 'package/a.tgz': 'other', 'bin/npm': '#!/bin/sh\necho published\n' });
  spawnSync('chmod', ['+x', join(folder, 'bin/npm')]);
  const publish = (INTEGRITY: string) => step('publish', 'Publish', folder, { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, INTEGRITY });
  expect(publish('sha512-AAAA')).toEqual([1, expect.not.stringContaining('published')]);
  const { stdout } = spawnSync('sh', ['-c', 'openssl dgst -sha512 -binary package/a.tgz | base64 --wrap=0'], { cwd: folder, encoding: 'utf8' });
  expect(publish(`sha512-${stdout}`)).toEqual([0, 'published\n']);
});
