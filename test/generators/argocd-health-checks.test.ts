/** The emitted health check of CloudNativePG's Cluster, run by Lua as Argo CD runs it: without libraries that it lacks. */

import { describe, expect, test } from 'vitest';
import { LuaFactory } from 'wasmoon';
import { parse } from 'yaml';
import { argocdHealthChecks, healthCheckKey } from '../../generators/config/argocd/health-checks.ts';
import { examples } from '../../src/create/examples.ts';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { goldenApps } from '../judges/goldens.ts';

const shop = resolve(examples.shop?.config as PipelineConfig);
const context = { version: '1.0.0', planned: [] };
const factory = new LuaFactory();

/** What the check of shop says of a Cluster. */
async function health(cluster: { metadata?: object; status?: unknown }): Promise<{ status: string; message?: string }> {
  const [file] = argocdHealthChecks.files(shop, context);
  const lua = await factory.createEngine({ openStandardLibs: true, enableProxy: false });
  try {
    // Argo CD gives a script the libraries base, table and a part of os.
    for (const library of ['string', 'math', 'io', 'coroutine', 'utf8', 'debug']) lua.global.set(library, undefined);
    lua.global.set('obj', { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', metadata: { name: 'shop-db' }, spec: { instances: 3 }, ...cluster });
    return await lua.doString(parse(file?.content ?? '').data[healthCheckKey]);
  } finally {
    lua.global.close();
  }
}

const ready = [{ type: 'Ready', status: 'True' }];

describe('a Cluster', () => {
  test.each([
    ['without status', {}],
    ['with an empty status', { status: {} }],
    ['with no conditions yet', { status: { phase: 'Setting up primary', phaseReason: 'Creating primary instance shop-db-1' } }],
  ])('%s is Progressing', async (_, cluster) => {
    expect((await health(cluster)).status).toBe('Progressing');
  });

  test.each([
    ['Cluster in healthy state', 'Healthy'],
    ['Setting up primary', 'Progressing'],
    ['Creating a new replica', 'Progressing'],
    ['Upgrading cluster', 'Progressing'],
    ['Waiting for the instances to become active', 'Progressing'],
    ['Promoting to primary cluster', 'Progressing'],
    ['Switchover in progress', 'Degraded'],
    ['Failing over', 'Degraded'],
    ['Upgrading Postgres major version', 'Degraded'],
    ['Cluster upgrade delayed', 'Degraded'],
    ['Waiting for user action', 'Degraded'],
    ['Primary instance is being restarted in-place', 'Degraded'],
    ['Primary instance is being restarted without a switchover', 'Degraded'],
    ['Cluster cannot execute instance online upgrade due to missing architecture binary', 'Degraded'],
    ['Online upgrade in progress', 'Degraded'],
    ['Applying configuration', 'Degraded'],
    ['Unable to create required cluster objects', 'Suspended'],
    ['Cluster cannot proceed to reconciliation due to an unknown plugin being required', 'Suspended'],
    ['Cluster has incomplete or invalid image catalog', 'Suspended'],
    ['Cluster is unrecoverable and needs manual intervention', 'Suspended'],
    ['A phase of a later version', 'Unknown'],
  ])('in the phase “%s” is %s', async (phase, status) => {
    expect(await health({ status: { phase, phaseReason: 'because', conditions: ready } })).toEqual({ status, message: 'because' });
  });

  test('without a phase is Unknown', async () => {
    expect(await health({ status: { conditions: ready } })).toEqual({ status: 'Unknown' });
  });

  test.each([
    ['True', 'Suspended'],
    ['False', 'Degraded'],
  ])('with hibernation %s is %s', async (hibernation, status) => {
    const conditions = [...ready, { type: 'cnpg.io/hibernation', status: hibernation, message: 'Cluster has been hibernated' }];
    expect(await health({ status: { phase: 'Cluster in healthy state', conditions } })).toEqual({ status, message: 'Cluster has been hibernated' });
  });

  test('whose reconciliation is disabled is Suspended, with or without status', async () => {
    const metadata = { name: 'shop-db', annotations: { 'cnpg.io/reconciliationLoop': 'disabled' } };
    const suspended = { status: 'Suspended', message: 'Cluster reconciliation is suspended' };
    expect(await health({ metadata })).toEqual(suspended);
    expect(await health({ metadata, status: { phase: 'Cluster in healthy state', conditions: ready } })).toEqual(suspended);
  });
});

describe('the file', () => {
  test.each(goldenApps())('of $name: for each Argo CD that syncs a Cluster, and no other', ({ model }) => {
    const clusters = model.environments
      .flatMap(({ targets }) => targets)
      .filter(({ auxiliaryServices }) => auxiliaryServices.some(({ provider }) => provider === 'operator'))
      .map(({ cluster }) => (model.argocd.topology === 'hub' ? 'argocd' : `argocd/${cluster}`));
    const files = argocdHealthChecks.applies?.(model) ? argocdHealthChecks.files(model, context) : [];
    expect(files.map(({ path }) => path).sort()).toEqual([...new Set(clusters)].sort().map((folder) => `${folder}/health-checks/${model.app.name}.yaml`));
  });

  test('names Argo CD’s own ConfigMap, with the label by which Argo CD finds it', () => {
    const [file] = argocdHealthChecks.files(shop, context);
    expect(parse(file?.content ?? '').metadata).toMatchObject({ name: 'argocd-cm', namespace: 'argocd', labels: { 'app.kubernetes.io/part-of': 'argocd' } });
  });
});
