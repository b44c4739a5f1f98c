import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { docsPath } from '../../src/model/names.ts';
import { judgeEveryRelease } from './every-release.ts';
import { judgeReferences, judgeWaves } from './references.ts';
import type { KubernetesObject } from './renders.ts';
import { sampleRelease, sampleWith, webPod as web } from './sample.ts';

describe('judge: references', () => {
  judgeEveryRelease('delivered', (objects, { app, release }) => {
    const runbook = readFileSync(join(app.config, docsPath(app.model), 'runbooks/set-up.md'), 'utf8');
    return judgeReferences(objects, release.namespace, runbook);
  });

  const runbook = '# Set up\n\n```sh\nkubectl --namespace shop-prod create secret generic shop-db --from-literal=username=… --from-literal=password=…\n```\n';
  test('accepts the sample with its runbook', () => expect(judgeReferences(sampleRelease(), 'shop-prod', runbook)).toEqual([]));
  test.each<[string, KubernetesObject[], string, string]>([
    ['a Secret that no runbook lists', sampleRelease(), '', 'needs Secret shop-db, key password'],
    ['a key that the runbook does not list', sampleRelease(), runbook.replaceAll('password', 'passwort'), 'key password'],
    ['another namespace', sampleRelease(), runbook.replaceAll('shop-prod', 'shop-dev'), 'beside password and shop-prod'],
    ['a name that is only part of another', sampleRelease(), runbook.replaceAll('shop-db', 'shop-db-2'), 'needs Secret shop-db'],
    ['a ServiceAccount', web((pod) => Object.assign(pod, { serviceAccountName: 'other' })), runbook, 'needs ServiceAccount other'],
    ['a pull secret', web((pod) => Object.assign(pod, { imagePullSecrets: [{ name: 'pull' }] })), runbook, 'needs Secret pull'],
    ['a ConfigMap', web((pod) => Object.assign(pod.containers[0], { envFrom: [{ configMapRef: { name: 'other' } }] })), runbook, 'needs ConfigMap other'],
    ['a claim', web((pod) => pod.volumes.push({ name: 'data', persistentVolumeClaim: { claimName: 'data' } })), runbook, 'needs PersistentVolumeClaim data'],
    [
      'a key of a rendered ConfigMap',
      web((pod) => pod.containers[0].env.push({ name: 'A', valueFrom: { configMapKeyRef: { name: 'shop-web', key: 'A' } } })),
      runbook,
      'key A',
    ],
    ['a certificate', sampleWith('Ingress', 'shop-public', ({ spec }) => Object.assign(spec, { tls: [{ secretName: 'tls' }] })), runbook, 'needs Secret tls'],
  ])('refuses %s', (_, objects, text, finding) => {
    expect(judgeReferences(objects, 'shop-prod', text).join('\n')).toContain(finding);
  });
  test('accepts what External Secrets makes', () => {
    const spec = {
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
      target: { name: 'shop-db' },
      data: [{ secretKey: 'password', remoteRef: { key: 'x' } }],
    };
    const external = { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', metadata: { name: 'any' }, spec };
    expect(judgeReferences([...sampleRelease(), external], 'shop-prod', 'ClusterSecretStore `vault`')).toEqual([]);
  });
});

describe('judge: waves of Argo CD', () => {
  judgeEveryRelease('before and after delivery', (objects) => judgeWaves(objects));

  test('refuses a pod that waits for what comes after it', () => {
    const late = sampleWith('ServiceAccount', 'shop', ({ metadata }) => Object.assign(metadata, { annotations: { 'argocd.argoproj.io/sync-wave': '1' } }));
    expect(judgeWaves(late)).toContain('Deployment shop-web of wave 0 needs ServiceAccount shop of wave 1');
    expect(judgeWaves(sampleRelease())).toEqual([]);
  });
});
