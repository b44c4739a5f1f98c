import { describe, expect, test } from 'vitest';
import type { Model, Target } from '../../src/model/model.ts';
import { judgeEveryRelease } from './every-release.ts';
import { renderedObjects, sentinel } from './renders.ts';
import { sampleRelease, webPod } from './sample.ts';
import { judgeFirstDelivery, judgeServiceVariables, judgeWritePath } from './write-path.ts';

const model = { images: [{ name: 'shop' }] } as Model;
const target = {
  components: [{ name: 'web', image: 'shop', env: { URL: { from: { service: 'db', output: 'url' } }, LEVEL: { value: 'x' } } }],
} as unknown as Target;

describe('judge: write path from CD to the workload', () => {
  judgeEveryRelease('delivered', (objects, { app, target }) => judgeWritePath(objects, app.model, target));

  const written = `registry.example.com/shop:${sentinel.tag('shop')}@${sentinel.digest('shop')}`;
  test('accepts the sample with the sentinel', () => {
    expect(
      judgeWritePath(
        webPod((pod) => Object.assign(pod.containers[0], { image: written })),
        model,
        target,
      ),
    ).toEqual([]);
  });
  test.each([
    ['another image', sampleRelease()],
    ['a tag without its digest', webPod((pod) => Object.assign(pod.containers[0], { image: written.split('@')[0] }))],
    ['no workload', sampleRelease().filter(({ kind }) => kind !== 'Deployment')],
  ])('refuses %s', (_, objects) => {
    expect(judgeWritePath(objects, model, target)).toHaveLength(1);
  });
});

describe('judge: before the first image', () => {
  judgeEveryRelease('delivered', async (objects, variant) => {
    // In a case where CD has delivered there is no before.
    if (variant.app.golden === 'shop-delivered') return [];
    return judgeFirstDelivery((await renderedObjects({ ...variant, delivered: false })) ?? [], objects, variant.target);
  });

  const without = (...kinds: string[]) => sampleRelease().filter(({ kind }) => !kinds.includes(kind));
  test('accepts that only workloads are missing', () => {
    expect(judgeFirstDelivery(without('Deployment'), sampleRelease(), target)).toEqual([]);
  });
  test('refuses everything else', () => {
    expect(judgeFirstDelivery(without('Deployment', 'Service'), sampleRelease(), target)).toEqual(['Service shop-web waits for the first image']);
    expect(judgeFirstDelivery(without('Deployment'), without('Service'), target)).toEqual(['Service shop-web goes away with the first image']);
    expect(judgeFirstDelivery(sampleRelease(), sampleRelease(), target)).toEqual(['component web runs without an image']);
  });
});

describe('judge: variables from auxiliary services', () => {
  judgeEveryRelease('delivered', (objects, { target }) => judgeServiceVariables(objects, target));

  test('accepts the sample', () => expect(judgeServiceVariables(sampleRelease(), target)).toEqual([]));
  test('refuses a variable that is missing or empty', () => {
    expect(
      judgeServiceVariables(
        webPod((pod) => pod.containers[0].env.pop()),
        target,
      ),
    ).toEqual(['component web does not get URL from db.url']);
    expect(
      judgeServiceVariables(
        webPod((pod) => Object.assign(pod.containers[0].env[1], { value: '' })),
        target,
      ),
    ).toHaveLength(1);
  });
});
