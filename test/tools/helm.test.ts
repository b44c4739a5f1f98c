/** What repeats the judges of Helm in npm test: the linter of the older Helm, and a second render of each release. */
import { describe, expect, test } from 'vitest';
import { goldenTargets } from '../judges/goldens.ts';
import { findHelm, helmMajors, lint, template } from '../judges/helm.ts';
import { variantsOf, withChart } from '../judges/renders.ts';

const variants = variantsOf(goldenTargets());

for (const major of helmMajors) {
  const helm = findHelm(major);
  describe(`judge: Helm ${major}, again`, () => {
    if ('reason' in helm) {
      test('lints and renders', (context) => context.skip(helm.reason));
      return;
    }
    test.each(variants)('renders $name twice alike', async (variant) => {
      const [first, second] = await withChart(variant, async (release) => [await template(helm, release), await template(helm, release)]);
      expect(second.stdout).toBe(first.stdout);
    });
    if (major !== helmMajors[0])
      test.each(variants)('lints $name', async (variant) => {
        const { code, stdout, stderr } = await withChart(variant, (release) => lint(helm, release));
        expect(code, stdout + stderr).toBe(0);
      });
  });
}
