import { describe, expect, test } from 'vitest';
import { judgeEveryRelease } from './every-release.ts';
import { judgeLimits, judgeReleaseName } from './limits.ts';
import type { KubernetesObject } from './renders.ts';
import { sampleRelease, sampleWith, webPod as web } from './sample.ts';

describe('judge: limits of names and labels', () => {
  judgeEveryRelease('before and after delivery', (objects, { release }) => [...judgeReleaseName(release.name), ...judgeLimits(objects)]);

  test('accepts the sample', () => expect(judgeLimits(sampleRelease())).toEqual([]));
  test.each<[string, KubernetesObject[], string]>([
    ['an object twice', [...sampleRelease(), ...sampleRelease()], 'ServiceAccount shop: stands twice'],
    ['a long Service', sampleWith('Service', 'shop-web', (service) => Object.assign(service.metadata, { name: 'a'.repeat(64) })), 'longer than 63'],
    ['a Service with a dot', sampleWith('Service', 'shop-web', (service) => Object.assign(service.metadata, { name: 'a.b' })), 'is no name'],
    ['a long label', sampleWith('Service', 'shop-web', (service) => Object.assign(service.metadata, { labels: { a: 'b'.repeat(64) } })), 'label a'],
    ['a label that ends with a dash', sampleWith('Service', 'shop-web', (service) => Object.assign(service.metadata, { labels: { a: 'b-' } })), 'label a'],
    ['a number as an annotation', sampleWith('Service', 'shop-web', (service) => Object.assign(service.metadata, { annotations: { a: 1 } })), 'no string'],
    ['a variable twice', web((pod) => pod.containers[0].env.push({ name: 'URL', value: 'x' })), 'URL stands twice'],
    ['a mount twice', web((pod) => pod.containers[0].volumeMounts.push({ name: 'x', mountPath: '/tmp' })), '/tmp stands twice'],
    ['a variable before what it uses', web((pod) => pod.containers[0].env.reverse()), 'not set before it'],
    ['a variable of nothing', web((pod) => pod.containers[0].env.shift()), 'not set before it'],
    ['a long port name', web((pod) => Object.assign(pod.containers[0].ports[0], { name: 'a-very-long-port-name' })), 'no name of a port'],
  ])('refuses %s', (_, objects, finding) => {
    expect(judgeLimits(objects).join('\n')).toContain(finding);
  });
  test('refuses a long release name', () => expect(judgeReleaseName('a'.repeat(54))).toHaveLength(1));
});
