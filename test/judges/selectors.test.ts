import { describe, expect, test } from 'vitest';
import { judgeEveryRelease } from './every-release.ts';
import type { KubernetesObject } from './renders.ts';
import { sampleRelease, sampleWith, webPod as web } from './sample.ts';
import { judgeSelectors } from './selectors.ts';

describe('judge: selectors, ports and volumes', () => {
  judgeEveryRelease('delivered', (objects) => judgeSelectors(objects));

  test('accepts the sample', () => expect(judgeSelectors(sampleRelease())).toEqual([]));
  const all = { 'app.kubernetes.io/name': 'shop' };
  const none = { 'app.kubernetes.io/name': 'shap' };
  test.each<[string, KubernetesObject[], string]>([
    [
      'a Service for two workloads',
      sampleWith('Service', 'shop-web', ({ spec }) => Object.assign(spec, { selector: all })),
      'Deployment shop-web and Deployment shop-worker',
    ],
    ['a Service for none', sampleWith('Service', 'shop-web', ({ spec }) => Object.assign(spec, { selector: none })), 'takes no pods'],
    ['a Service for all', sampleWith('Service', 'shop-web', ({ spec }) => delete spec.selector), 'takes every pod'],
    [
      'a Service port without container port',
      sampleWith('Service', 'shop-web', ({ spec }) => Object.assign(spec.ports[0], { targetPort: 'web' })),
      'has no port web',
    ],
    [
      'a budget for two workloads',
      sampleWith('PodDisruptionBudget', 'shop-web', ({ spec }) => Object.assign(spec, { selector: { matchLabels: all } })),
      'shop-worker',
    ],
    [
      'a Deployment that takes another’s pods',
      sampleWith('Deployment', 'shop-web', ({ spec }) => Object.assign(spec, { selector: { matchLabels: all } })),
      'takes those of Deployment shop-worker',
    ],
    [
      'a Deployment that misses its pods',
      sampleWith('Deployment', 'shop-web', ({ spec }) => Object.assign(spec, { selector: { matchLabels: none } })),
      'its own pods',
    ],
    ['a policy for none', sampleWith('NetworkPolicy', 'shop-web', ({ spec }) => Object.assign(spec, { podSelector: { matchLabels: none } })), 'takes no pods'],
    [
      'a policy with an unknown port',
      sampleWith('NetworkPolicy', 'shop-web', ({ spec }) => Object.assign(spec.ingress[0].ports[0], { port: 'web' })),
      'opens port web',
    ],
    [
      'a policy with an unknown peer',
      sampleWith('NetworkPolicy', 'shop-web', ({ spec }) => Object.assign(spec.ingress[0].from[0], { podSelector: { matchLabels: none } })),
      'no pod of the release',
    ],
    [
      'a monitor of no Service',
      sampleWith('ServiceMonitor', 'shop-web', ({ spec }) => Object.assign(spec, { selector: { matchLabels: none } })),
      'takes no Service',
    ],
    [
      'a monitor of an unknown port',
      sampleWith('ServiceMonitor', 'shop-web', ({ spec }) => Object.assign(spec.endpoints[0], { port: 'metrics' })),
      'has no port metrics',
    ],
    [
      'an Ingress to an unknown port',
      sampleWith('Ingress', 'shop-public', ({ spec }) => Object.assign(spec.rules[0].http.paths[0].backend.service.port, { name: 'web' })),
      'has no port web',
    ],
    ['a probe of an unknown port', web((pod) => Object.assign(pod.containers[0].readinessProbe.httpGet, { port: 'web' })), 'asks port web'],
    ['a mount without volume', web((pod) => Object.assign(pod, { volumes: [] })), 'no volume tmp'],
    [
      'a monitor that also reads a headless Service',
      [
        ...sampleRelease(),
        ...sampleWith('Service', 'shop-web', (service) => Object.assign(service.metadata, { name: 'shop-web-headless' })).filter(
          ({ kind }) => kind === 'Service',
        ),
      ],
      'shop-web and shop-web-headless',
    ],
  ])('refuses %s', (_, objects, finding) => {
    expect(judgeSelectors(objects).join('\n')).toContain(finding);
  });
});
