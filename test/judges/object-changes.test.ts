import { describe, expect, test } from 'vitest';
import { objectChanges } from './object-changes.ts';
import { type KubernetesObject, parseObjects } from './renders.ts';

const deployment = parseObjects(`
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop-web
spec:
  replicas: 2
  template:
    spec:
      containers:
        - name: web
          args: [serve, --fast]
`)[0] as KubernetesObject;
const settings: KubernetesObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'shop', namespace: 'dev' }, data: { text: 'one\ntwo\n' } };

describe('object changes', () => {
  test('comments and order do not count', () => {
    const reordered = { spec: deployment.spec, metadata: deployment.metadata, kind: 'Deployment', apiVersion: 'apps/v1' };
    expect(objectChanges([deployment, settings], [settings, reordered])).toEqual([]);
  });

  test('lists a changed value, an added key and a removed item by their place', () => {
    const changed = structuredClone(deployment) as KubernetesObject & {
      spec: { replicas?: number; paused: boolean; template: { spec: { containers: object[] } } };
    };
    changed.spec.replicas = 3;
    changed.spec.paused = true;
    changed.spec.template.spec.containers = [{ name: 'web', args: ['serve'] }];
    expect(objectChanges([deployment], [changed])).toEqual([
      'Deployment shop-web',
      '  /spec/paused: (missing) → true',
      '  /spec/replicas: 2 → 3',
      '  /spec/template/spec/containers/0/args/1: "--fast" → (missing)',
    ]);
  });

  test('shows the changed lines of a text', () => {
    expect(objectChanges([settings], [{ ...settings, data: { text: 'one\n2\n' } }])).toEqual(['ConfigMap dev/shop', '  /data/text:', '    - two', '    + 2']);
  });

  test('names objects that one side lacks, also behind one of the same name', () => {
    expect(objectChanges([deployment], [settings])).toEqual(['ConfigMap dev/shop: added', 'Deployment shop-web: removed']);
    expect(objectChanges([settings], [settings, settings])).toEqual(['ConfigMap dev/shop (2): added']);
  });
});
