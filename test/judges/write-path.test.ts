import { describe, expect, test } from 'vitest';
import type { Model, Target } from '../../src/model.ts';
import { judgeEveryRelease } from './every-release.ts';
import { sentinel } from './renders.ts';
import { sampleRelease, webPod } from './sample.ts';
import { judgeWritePath } from './write-path.ts';

describe('judge: write path from CD to the workload', () => {
  judgeEveryRelease('delivered', (objects, { app, target }) => judgeWritePath(objects, app.model, target));

  const model = { images: [{ name: 'shop' }] } as Model;
  const target = { components: [{ name: 'web', image: 'shop' }] } as Target;
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
