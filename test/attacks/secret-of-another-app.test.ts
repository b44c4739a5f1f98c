/**
 * An app reads the secrets of another one through the same Vault: by an ExternalSecret of its own, by a SecretStore of its
 * own, or because its set-up replaced what the other's had made. The set-up runbooks of two apps are run, twice, against
 * stand-ins for vault and kubectl that keep what the real ones would.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { argocdProjects } from '../../generators/config/argocd/project.ts';
import { runbooks } from '../../generators/config/runbooks/runbooks.ts';
import { valuesFiles } from '../../src/chart/values.ts';
import { examples } from '../../src/create/examples.ts';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import type { Model } from '../../src/model/model.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { treeOf, write } from '../support/workspace.ts';

/** What a stand-in keeps, by path. */
type Kept = Record<string, string>;

/** The example under another name, with Vault in both of its environments. */
function appNamed(name: string, environments: Record<string, string>): Model {
  const config = structuredClone(examples.shop?.config) as unknown as PipelineConfig & Record<string, unknown>;
  config.app.name = name;
  config.environments = Object.fromEntries(
    Object.entries(environments).map(([from, to]) => {
      const environment = config.environments[from] as PipelineConfig['environments'][string];
      return [
        to,
        {
          ...environment,
          namespace: `${name}.${to}`.replace('.', '-in-'),
          secrets: { store: 'vault' as const },
          ...(environment.promoteFrom === undefined ? {} : { promoteFrom: environments.dev }),
        },
      ];
    }),
  ) as PipelineConfig['environments'];
  return resolve(config);
}

/** The commands of the step Secrets. */
function secretsStep(model: Model): string {
  const text = runbooks.files(model, { version: '1.0.0', planned: [] }).find(({ path }) => path.endsWith('/set-up.md'))?.content ?? '';
  const step = /^## \d+\. Secrets\n(.*?)^## /ms.exec(text)?.[1] ?? '';
  return [...step.matchAll(/^```bash\n(.*?)^```/gms)].map(([, commands]) => commands).join('');
}

function world() {
  const folder = mkdtempSync(join(tmpdir(), 'set-up-'));
  const [bin, vaultFolder, clusterFolder] = [join(folder, 'bin'), join(folder, 'vault'), join(folder, 'kubectl')];
  for (const each of [bin, vaultFolder, clusterFolder, join(folder, 'keys')]) mkdirSync(each);
  const standIns = { vault: '../e2e/bin-day-one/vault', kubectl: 'kubectl-stand-in.sh' };
  for (const [name, path] of Object.entries(standIns)) {
    copyFileSync(join(import.meta.dirname, path), join(bin, name));
    chmodSync(join(bin, name), 0o755);
  }
  function setUp(model: Model): string {
    const { status, stdout, stderr } = spawnSync('bash', ['-c', secretsStep(model)], {
      encoding: 'utf8',
      input: 'typed\n'.repeat(50),
      env: { PATH: [bin, process.env.PATH].join(delimiter), HOME: folder, VAULT_ADDR: 'https://vault.example.com', keys: join(folder, 'keys') },
    });
    expect(status, stderr).toBe(0);
    expect(stderr).not.toContain('not known here');
    return stdout;
  }
  return {
    setUp,
    remove: () => rmSync(folder, { recursive: true }),
    vaultFolder,
    vault: (): Kept => treeOf(vaultFolder),
    objects: (): Kept => treeOf(clusterFolder),
  };
}

/** What somebody who owns a namespace of a cluster can read: with any ServiceAccount of it, by any role. */
function readableFrom(vault: Kept, cluster: string, namespace: string): string[] {
  const policies = Object.entries(vault).flatMap(([path, role]) => {
    const field = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(role)?.[1]?.split(',') ?? [];
    const admits = field('bound_service_account_namespaces').some((bound) => bound === namespace || bound === '*');
    return path.startsWith(`auth/kubernetes-${cluster}/role/`) && admits ? field('token_policies') : [];
  });
  return [...new Set(policies.flatMap((name) => [...(vault[`policies/${name}`] ?? '').matchAll(/^path "([^"]+)"/gm)].map(([, path = '']) => path)))].sort();
}

// Joined by hyphens, prod of shop-eu and eu-prod of shop would have one name.
const first = appNamed('shop', { dev: 'dev', prod: 'eu-prod' });
const second = appNamed('shop-eu', { dev: 'dev', prod: 'prod' });
const targetsOf = (model: Model) => model.environments.flatMap(({ name, namespace, targets }) => targets.map(({ cluster }) => ({ name, namespace, cluster })));

describe('after the set-up of two apps, and again of the first', () => {
  let afterFirst: [vault: Kept, objects: Kept];
  let afterSecond: typeof afterFirst;
  let repeated: typeof afterFirst;

  beforeAll(() => {
    const { setUp, vault, objects, remove } = world();
    expect(setUp(first)).toContain('condition met');
    afterFirst = [vault(), objects()];
    setUp(second);
    afterSecond = [vault(), objects()];
    setUp(first);
    repeated = [vault(), objects()];
    remove();
  });

  test('each namespace can read the secrets of its own environment, and nothing else', () => {
    const [vault, objects] = afterSecond;
    for (const model of [first, second])
      for (const { name, namespace, cluster } of targetsOf(model))
        expect(readableFrom(vault, cluster, namespace), `${namespace} on ${cluster}`).toEqual([`secret/data/${model.app.name}/${name}/*`]);
    expect(readableFrom(vault, 'prod-eu', 'external-secrets')).toEqual([]);
    expect(Object.keys(objects).join('\n')).not.toContain('ClusterSecretStore');
  });

  test('neither the second app nor a repeated step has replaced anything', () => {
    for (const [index, kept] of afterFirst.entries()) expect(afterSecond[index]).toMatchObject(kept);
    expect(repeated).toEqual(afterSecond);
  });
});

test('an auth method that the platform has configured is kept', () => {
  const { setUp, vault, vaultFolder, remove } = world();
  onTestFinished(remove);
  const kept = { 'auth/kubernetes-prod-eu/config': 'token_reviewer_jwt=of-the-platform\n', 'auth/kubernetes-prod-eu/role/team': 'token_policies=team\n' };
  write(vaultFolder, kept);
  setUp(first);
  expect(vault()).toMatchObject(kept);
});

test('the chart reads the store of its namespace, and no AppProject allows a ClusterSecretStore', () => {
  expect([...valuesFiles(first).wrappers.values()].map((values) => values.secrets)).toEqual(
    first.environments.map(({ name }) => expect.objectContaining({ secretStoreRef: { kind: 'SecretStore', name: 'vault' }, path: `shop/${name}` })),
  );
  for (const { content } of argocdProjects.files(first, { version: '1.0.0', planned: [] })) expect(content).not.toContain('SecretStore');
});
