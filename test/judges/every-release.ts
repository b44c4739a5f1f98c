import { expect, test } from 'vitest';
import { goldenTargets } from './goldens.ts';
import { type KubernetesObject, renderedObjects, type Variant, variantsOf } from './renders.ts';

/** A judge of one rendered release: its findings, none where it is right. */
export type ReleaseJudge = (objects: readonly KubernetesObject[], variant: Variant) => readonly string[] | Promise<readonly string[]>;

/** A test for each golden environment and cluster; without `delivered` also for the state before the first image. */
export function judgeEveryRelease(state: 'before and after delivery' | 'delivered', judge: ReleaseJudge): void {
  const variants = variantsOf(goldenTargets()).filter(({ delivered }) => delivered || state !== 'delivered');
  test.for(variants)('$name', async (variant, context) => {
    const objects = await renderedObjects(variant);
    if (objects === null) return context.skip('there is no Helm');
    expect(await judge(objects, variant)).toEqual([]);
  });
}
