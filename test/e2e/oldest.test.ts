/** Every object of every golden, generated for the oldest versions that a config can declare, before exactly those. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generators } from '../../generators/index.ts';
import type { Model } from '../../src/model/model.ts';
import { type PodSecurityLevel, podSecurity } from '../../src/model/pod-security.ts';
import { plan } from '../../src/plan/plan.ts';
import { type GoldenApp, goldenApps, goldenTargets } from '../judges/goldens.ts';
import { renderedObjects, variantsOf } from '../judges/renders.ts';
import { stale } from './build.ts';
import { oldestApiServer } from './parts.ts';
import { record, startOldest } from './world.ts';

/** The oldest that the vocabulary accepts; its API server is in modules/kubernetes-oldest. */
const oldest = '1.31';
const folder = mkdtempSync(join(tmpdir(), 'oldest-'));

/** The golden's config repository as generate writes it where the config declares the oldest version. */
function asOldest(app: GoldenApp): GoldenApp {
  const model: Model = { ...app.model, clusters: app.model.clusters.map((cluster) => ({ ...cluster, kubernetesVersion: oldest })) };
  const config = join(folder, app.name);
  for (const file of plan(model, generators, { version: '1.0.0' })) {
    if (file.repository !== 'config' || !/^(argocd|charts)\//.test(file.path)) continue;
    mkdirSync(dirname(join(config, file.path)), { recursive: true });
    writeFileSync(join(config, file.path), file.content);
  }
  return { ...app, model, config };
}

const apps = goldenApps().map(asOldest);
const unbuilt = stale([oldestApiServer]).length > 0;
const started = Date.now();
let cluster: Awaited<ReturnType<typeof startOldest>>;
let accepted = 0;

describe.skipIf(unbuilt)(`the oldest versions${unbuilt ? ' (not built: npm run e2e:setup -- --oldest)' : ''}`, () => {
  beforeAll(async () => {
    cluster = await startOldest();
  });
  afterAll(async () => {
    record('Objects of every golden on the oldest versions', started, `${accepted} accepted by Kubernetes ${oldest} and the oldest CRDs`);
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function accept(namespace: string, files: readonly string[], text?: string): Promise<void> {
    const args = ['apply', '--server-side', '--force-conflicts', '--dry-run=server', '--validate=strict', ...files.flatMap((file) => ['-f', file])];
    const { stdout, stderr } = await cluster.plane.kubectlWithWarnings(['-n', namespace, ...args], text);
    expect(stderr).toBe('');
    accepted += stdout.trim().split('\n').length;
  }

  async function createNamespace(name: string, standard: PodSecurityLevel = 'restricted'): Promise<void> {
    const labels = { 'pod-security.kubernetes.io/enforce': standard, 'pod-security.kubernetes.io/warn': standard };
    await cluster.plane.kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }));
  }

  test('it is the oldest that a config can declare', async () => {
    const { serverVersion } = JSON.parse(await cluster.plane.kubectl(['version', '--output', 'json']));
    expect(serverVersion.gitVersion).toMatch(new RegExp(`^v${oldest.replace('.', '\\.')}\\.`));
  });

  test.for(variantsOf(goldenTargets(apps)))('$name', async (variant) => {
    const objects = await renderedObjects(variant);
    await createNamespace(variant.release.namespace, podSecurity(variant.target));
    await accept(variant.release.namespace, ['-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  });

  test.each(apps)('Argo CD objects of $name', async ({ config, model }) => {
    await createNamespace(model.argocd.namespace);
    const files = readdirSync(join(config, 'argocd'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
    await accept(
      model.argocd.namespace,
      files.map((file) => join(config, 'argocd', file)),
    );
  });

  test('it knows nothing newer', async () => {
    await createNamespace('newer');
    const spec = { containers: [{ name: 'x', image: 'x', restartPolicyRules: [] }], hostnameOverride: 'x' };
    await expect(accept('newer', ['-'], JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, spec }))).rejects.toThrow(
      /field not declared in schema/,
    );
  });
});
