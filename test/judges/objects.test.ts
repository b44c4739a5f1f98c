import { describe, expect, test } from 'vitest';
import { judgeEveryRelease } from './every-release.ts';
import { judgeObjects } from './objects.ts';
import type { KubernetesObject } from './renders.ts';
import { sampleRelease } from './sample.ts';

describe('judge: schemas of rendered objects', () => {
  // A version that Kubernetes has removed is Helm's to refuse: the packages still know some.
  judgeEveryRelease('before and after delivery', (objects) => judgeObjects(objects));

  test('accepts the sample', async () => expect(await judgeObjects(sampleRelease())).toEqual([]));
});

describe('a schema', () => {
  const deployment: KubernetesObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'shop' },
    spec: {
      selector: { matchLabels: { any: 'label' } },
      template: { metadata: { labels: { any: 'label' } }, spec: { containers: [{ name: 'web', image: 'web', ports: [{ containerPort: 80 }] }] } },
    },
  };
  const changed = (change: (spec: Record<string, unknown>) => void): KubernetesObject => {
    const copy = structuredClone(deployment);
    change(copy.spec as Record<string, unknown>);
    return copy;
  };
  const pod = (spec: Record<string, unknown>) => (spec.template as { spec: Record<string, unknown> }).spec;

  test('accepts a Deployment, an integer and a percentage', async () => {
    expect(await judgeObjects([deployment])).toEqual([]);
    for (const maxSurge of [1, '25%']) {
      const object = changed((spec) => Object.assign(spec, { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge } } }));
      expect(await judgeObjects([object])).toEqual([]);
    }
  });
  test.each<[string, KubernetesObject, string]>([
    ['a misspelt field', changed((spec) => Object.assign(spec, { replica: 2 })), '/spec/replica is unknown'],
    ['a field at the wrong depth', changed((spec) => Object.assign(pod(spec), { image: 'x' })), '/spec/template/spec/image is unknown'],
    ['a field in a list', changed((spec) => Object.assign(pod(spec), { containers: [{ name: 'a', image: 'b', port: 1 }] })), '/containers/0/port is unknown'],
    ['a field of another kind', changed((spec) => Object.assign(spec, { serviceName: 'x' })), '/spec/serviceName is unknown'],
    ['a wrong type', changed((spec) => Object.assign(spec, { replicas: '2' })), '/spec/replicas'],
    ['a missing field', changed((spec) => delete spec.selector), 'selector'],
    ['a value outside its enum', changed((spec) => Object.assign(pod(spec), { restartPolicy: 'Sometimes' })), 'restartPolicy'],
    [
      'a number as an environment value',
      changed((spec) => Object.assign(pod(spec), { containers: [{ name: 'a', env: [{ name: 'N', value: 1 }] }] })),
      '/env/0/value',
    ],
    [
      'a CloudNativePG Cluster with an unknown field',
      { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', metadata: { name: 'a' }, spec: { instances: 1, storage: { size: '1Gi', class: 'x' } } },
      '/spec/storage must NOT have additional properties',
    ],
    ['an unknown kind', { ...deployment, kind: 'Deploymant' }, 'no package and no schema knows apps/v1 Deploymant'],
    ['an unknown version', { ...deployment, apiVersion: 'apps/v9' }, 'no package and no schema knows apps/v9'],
    [
      'an Application with an unknown field',
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: 'a' },
        spec: { project: 'p', destination: {}, syncPolicy: { automatic: {} } },
      },
      '/spec/syncPolicy/automatic is unknown',
    ],
    [
      'a ServiceMonitor with an unknown field',
      { apiVersion: 'monitoring.coreos.com/v1', kind: 'ServiceMonitor', metadata: { name: 'a' }, spec: { selector: {}, endpoints: [{ ports: 'http' }] } },
      '/spec/endpoints/0/ports is unknown',
    ],
  ])('refuses %s', async (_, object, finding) => {
    expect((await judgeObjects([object])).join('\n')).toContain(finding);
  });
});
