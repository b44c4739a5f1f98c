/** Every object of every golden, for every environment and cluster, before a real API server. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PodSecurityLevel, podSecurity } from '../../src/model/pod-security.ts';
import { goldenApps, goldenTargets } from '../judges/goldens.ts';
import { renderedObjects, variantsOf } from '../judges/renders.ts';
import { record, startCluster } from './world.ts';

let cluster: Awaited<ReturnType<typeof startCluster>>;
let accepted = 0;
const started = Date.now();
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(async () => {
  record('Objects of every golden', started, `${accepted} accepted with strict field validation and the Pod Security of their namespace`);
  await cluster?.stop();
});

/** Applies as Argo CD does, without keeping it; what the API server warns of is a finding. */
async function accept(namespace: string, files: readonly string[], text?: string): Promise<void> {
  const { stdout, stderr } = await cluster.plane.kubectlWithWarnings(
    ['-n', namespace, 'apply', '--server-side', '--force-conflicts', '--dry-run=server', '--validate=strict', ...files.flatMap((file) => ['-f', file])],
    text,
  );
  expect(stderr).toBe('');
  accepted += stdout.trim().split('\n').length;
}

/** As its Application labels it: a target with a relaxed pod is held to the baseline. */
async function createNamespace(name: string, standard: PodSecurityLevel = 'restricted'): Promise<void> {
  const labels = { 'pod-security.kubernetes.io/enforce': standard, 'pod-security.kubernetes.io/warn': standard };
  await cluster.plane.kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }));
}

describe('charts', () => {
  test.for(variantsOf(goldenTargets()))('$name', async (variant) => {
    const objects = await renderedObjects(variant);
    await createNamespace(variant.release.namespace, podSecurity(variant.target));
    // As JSON: what Helm printed has been read once, and is not to be read by other rules.
    await accept(variant.release.namespace, ['-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  });
});

describe('Argo CD objects', () => {
  test.each(goldenApps())('$name', async ({ config, model }) => {
    await createNamespace(model.argocd.namespace);
    const files = readdirSync(join(config, 'argocd'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
    await accept(
      model.argocd.namespace,
      files.map((file) => join(config, 'argocd', file)),
    );
  });
});

test('what it is for is refused', async () => {
  await createNamespace('refused');
  const unknown = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, spec: { containers: [{ name: 'x', image: 'x', nope: 1 }] } };
  await expect(accept('refused', ['-'], JSON.stringify(unknown))).rejects.toThrow(/nope: field not declared in schema/);
  const privileged = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, spec: { containers: [{ name: 'x', image: 'x' }] } };
  await expect(accept('refused', ['-'], JSON.stringify(privileged))).rejects.toThrow('violates PodSecurity');
});
