/** The set-up runbook, as some owners get it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runbooks } from '../../generators/config/runbooks/runbooks.ts';
import { examples } from '../../src/create/examples.ts';
import { exitCodeOf } from '../../src/reporters/check/report.ts';
import { resolve } from '../../src/resolve/resolve.ts';

type Config = NonNullable<(typeof examples)['shop']>['config'];

/** A runbook of the example, after a change of its config. */
function runbook(name: string, change: (config: Config) => void): string {
  const config = structuredClone(examples.shop?.config) as Config;
  change(config);
  return runbooks.files(resolve(config), { version: '1.0.0', planned: [] }).find(({ path }) => path.endsWith(`/${name}.md`))?.content ?? '';
}

/** The set-up runbook of the example, owned by these. */
function setUp(owners: string[]): string {
  return runbook('set-up', ({ app, repositories }) => {
    Object.assign(app, { owners });
    Object.assign(repositories.config, { owners });
  });
}

test('one person who owns the config repository is told that nobody could approve their changes', () => {
  expect(setUp(['@ada'])).toContain('**`@ada` alone owns `acme/shop-config`');
  expect(setUp(['@ada', '@bob'])).not.toContain('alone owns');
  expect(setUp(['@acme/platform'])).not.toContain('alone owns');
});

test('one person who owns everything is told that no approval is required, and what stays', () => {
  const sole = ({ app, repositories, environments }: Config) => {
    Object.assign(app, { owners: ['@ada'] });
    Object.assign(repositories.config, { owners: ['@ada'] });
    Object.assign(environments.prod?.approval ?? {}, { reviewers: ['@ada'] });
  };
  const text = runbook('set-up', sole);
  expect(text).toContain('**No approval is required in `acme/shop` and `acme/shop-config`**');
  expect(text).not.toContain('alone owns');
  expect(runbook('set-up', () => {})).not.toContain('No approval is required');
});

test('its last step promises the exit code of check', () => {
  const [, promised = ''] = /the files are up to date: `check` exits with (\d+)\./.exec(setUp(['@ada'])) ?? [];
  expect(promised).toBe(String(exitCodeOf.clean));
});

test('a rotation patches the Secret that the set-up creates, whatever the name of the repository', () => {
  const rename = ({ repositories }: Config) => Object.assign(repositories.config, { slug: 'acme/Shop--GitOps.' });
  expect(runbook('set-up', rename)).toContain('create secret generic repository-shop-gitops ');
  expect(runbook('rotate-a-secret', rename)).toContain('patch secret repository-shop-gitops ');
});

test('a failed hook of extraManifests is named', () => {
  const hook = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'smoke-test', annotations: { 'argocd.argoproj.io/hook': 'PostSync' } }, spec: {} };
  const text = runbook('troubleshoot', (config) => Object.assign(config, { extraManifests: { smoke: hook } }));
  expect(text).toContain('**A hook of `extraManifests` failed** (`smoke-test`)');
  expect(runbook('troubleshoot', () => {})).not.toContain('extraManifests');
});

test('a wait for an automatic sync says whose error it may show', () => {
  expect(runbook('sync', () => {})).toContain('`app wait` fails with the error of that commit, although the latest one is not at fault');
});

describe('the health check of CloudNativePG', () => {
  const merged = 'patch configmap argocd-cm --type merge --patch-file argocd/health-checks/shop.yaml';
  const lookup = /get configmap argocd-cm --output json \|\n {2}jq --arg check "\$check" '\.data \/\/ \{\} \| has\(\$check\)'\n/;

  test('is merged into the ConfigMap of an Argo CD that is set up here', () => {
    const text = runbook('set-up', () => {});
    expect(text).toContain(`kubectl --context prod-eu --namespace argocd ${merged}`);
    expect(text).toMatch(lookup);
  });

  test('is asked for where Argo CD belongs to others, and looked for', () => {
    const text = runbook('set-up', (config) => Object.assign(config.argocd ?? {}, { bootstrap: false }));
    expect(text).toContain(
      'Ask the administrators of Argo CD to merge the fixed health check from `argocd/health-checks/shop.yaml` into the ConfigMap `argocd-cm`',
    );
    expect(text).not.toContain(merged);
    expect(text).toMatch(lookup);
  });

  test('is not there where no operator runs a database', () => {
    const embedded = { auxiliaryServices: { db: { provider: 'embedded', dataLoss: 'accepted' } } };
    const text = runbook('set-up', ({ environments }) => Object.assign(environments.prod?.overrides ?? {}, { 'prod-dc1': embedded }));
    expect(text).not.toContain('argocd-cm --type merge --patch-file');
    expect(text).not.toContain('CloudNativePG');
  });
});

/** The lines of a runbook that ask for one value, run by bash with an answer; gives what they store, or what they print instead. */
function typed(runbookText: string, prompt: string, answer: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'typed-'));
  const from = runbookText.indexOf(`read -r -s -p '${prompt}: '`);
  const lines = runbookText.slice(from).split('\n');
  const commands = lines.slice(0, lines[1]?.startsWith('case ') ? lines.indexOf('esac') + 1 : 1).join('\n');
  const { stdout } = spawnSync('bash', ['-c', commands], { input: `${answer}\n`, encoding: 'utf8', env: { PATH: '/usr/bin:/bin', keys: folder, new: folder } });
  const [file] = readdirSync(folder);
  const stored = file === undefined ? stdout.trim() : readFileSync(join(folder, file), 'utf8');
  rmSync(folder, { recursive: true });
  return stored;
}

describe('a password that becomes part of a URL', () => {
  const prompts = {
    'set-up': 'password of db at shop.c1x2.eu-west-1.rds.amazonaws.com',
    'rotate-a-secret': 'new password of shop-db',
  };
  test.each(Object.entries(prompts))('%s stores only what a URL can hold', (name, prompt) => {
    const text = runbook(name, () => {});
    expect(typed(text, prompt, 'aZ09._~-')).toBe('aZ09._~-');
    for (const password of ['p@ss/w:rd#1%&', 'with blank', 'naïve', '"', ''])
      expect(typed(text, prompt, password)).toContain('Not stored: it becomes part of a URL');
  });

  test.each(Object.entries(prompts))('%s stores any password where the app reads no URL', (name, prompt) => {
    const text = runbook(name, ({ components }) => {
      Object.assign(components?.web ?? {}, { env: { DB_PASSWORD: { from: 'db.password' } } });
    });
    expect(typed(text, prompt, 'p@ss/w:rd#1%&')).toBe('p@ss/w:rd#1%&');
  });
});
