/** What Argo CD says of the objects that the goldens emit, as long as nothing has given them a status. */

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goldenFolder } from '../golden/cases.ts';
import { readArgocd } from '../judges/argocd.ts';
import { goldenApps, goldenTargets } from '../judges/goldens.ts';
import { type KubernetesObject, renderedObjects, variantsOf } from '../judges/renders.ts';
import { program } from './cache.ts';

const run = promisify(execFile);
const emittedChecks = join(goldenFolder, 'shop/config/argocd/health-checks/shop.yaml');

let folder: string;
let noChecks: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'health-'));
  noChecks = join(folder, 'argocd-cm.yaml');
  const metadata = { name: 'argocd-cm', labels: { 'app.kubernetes.io/part-of': 'argocd' } };
  writeFileSync(noChecks, JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata }));
});
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * What Argo CD prints of an object with this ConfigMap of health checks.
 * @throws Error where its check fails
 */
async function health(object: object, checks: string): Promise<string> {
  const file = join(mkdtempSync(join(folder, 'object-')), 'object.json');
  writeFileSync(file, JSON.stringify(object));
  return (await run(program('argocd'), ['admin', 'settings', 'resource-overrides', 'health', file, '--argocd-cm-path', checks])).stdout;
}

/** One object of each kind: of the charts, and of Argo CD itself. */
async function oneOfEachKind(): Promise<KubernetesObject[]> {
  const rendered = await Promise.all(variantsOf(goldenTargets()).map(renderedObjects));
  const own = goldenApps().flatMap(({ config }) => readArgocd(config).map(({ object }) => object));
  return [...new Map([...rendered.flatMap((objects) => objects ?? []), ...own].map((object) => [`${object.apiVersion} ${object.kind}`, object])).values()];
}

test('no sync fails on a new object, of whatever kind', async () => {
  const objects = await oneOfEachKind();
  expect(objects.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['Cluster', 'Deployment', 'ExternalSecret', 'HTTPRoute', 'ServiceMonitor']));
  const problems: string[] = [];
  for (const object of objects)
    for (const status of [undefined, {}]) {
      const said = await health({ ...object, status }, emittedChecks).catch(({ stderr }: { stderr: string }) => stderr);
      // Unknown lets a sync wait, Degraded ends it.
      if (!/^(?:STATUS: (?:Healthy|Progressing|Unknown)\n|Health script is not configured)/.test(said)) problems.push(`${object.kind}: ${said}`);
    }
  expect(problems).toEqual([]);
});

describe('CloudNativePG’s Cluster', () => {
  const cluster = (status?: object, annotations = {}) => ({
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    metadata: { name: 'db', annotations },
    status,
  });

  // When this passes no more, Argo CD's own check is enough: the emitted one can go.
  test('without status is what Argo CD’s own check fails on', async () => {
    await expect(health(cluster(), noChecks)).rejects.toMatchObject({ stderr: expect.stringContaining('attempt to index a non-table object(nil)') });
  });

  const conditions = [{ type: 'Ready', status: 'False' }];
  const hibernation = (status: string) => ({ conditions: [...conditions, { type: 'cnpg.io/hibernation', status, message: 'hibernated' }] });
  test.each([
    ...[
      'Cluster in healthy state',
      'Setting up primary',
      'Creating a new replica',
      'Upgrading cluster',
      'Waiting for the instances to become active',
      'Promoting to primary cluster',
      'Switchover in progress',
      'Failing over',
      'Upgrading Postgres major version',
      'Cluster upgrade delayed',
      'Waiting for user action',
      'Primary instance is being restarted in-place',
      'Primary instance is being restarted without a switchover',
      'Cluster cannot execute instance online upgrade due to missing architecture binary',
      'Online upgrade in progress',
      'Applying configuration',
      'Unable to create required cluster objects',
      'Cluster cannot proceed to reconciliation due to an unknown plugin being required',
      'Cluster cannot proceed to reconciliation due to an error while interacting with plugins',
      'Cluster has incomplete or invalid image catalog',
      'Cluster is unrecoverable and needs manual intervention',
    ].map((phase) => ({ name: phase, object: cluster({ phase, phaseReason: 'because', conditions }) })),
    { name: 'an empty status', object: cluster({}) },
    { name: 'no conditions', object: cluster({ phase: 'Failing over', phaseReason: 'because' }) },
    { name: 'no phase', object: cluster({ conditions }) },
    { name: 'hibernation', object: cluster(hibernation('True')) },
    { name: 'hibernation that ends', object: cluster(hibernation('False')) },
    { name: 'a reconciliation that is disabled', object: cluster({ conditions }, { 'cnpg.io/reconciliationLoop': 'disabled' }) },
  ])('with $name gets what Argo CD’s own check says', async ({ object }) => {
    expect(await health(object, emittedChecks)).toBe(await health(object, noChecks));
  });
});
