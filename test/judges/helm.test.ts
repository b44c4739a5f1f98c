import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { some } from '../support/sample.ts';
import { goldenTargets } from './goldens.ts';
import { findHelm, type Helm, helmMajors, lint, type Release, template } from './helm.ts';
import { render, variantsOf, withChart } from './renders.ts';

const variants = variantsOf(goldenTargets());

for (const major of helmMajors) {
  const helm = findHelm(major);
  describe(`judge: Helm ${major}${'version' in helm ? ` (${helm.version})` : ''}`, () => {
    if ('reason' in helm) {
      test('lints and renders', (context) => context.skip(helm.reason));
      return;
    }

    // The linter of the older Helm runs in npm run test:tools, as does a second render of each.
    if (major === helmMajors[0])
      test.each(some(variants, 30))('lints $name', async (variant) => {
        const { code, stdout, stderr } = await withChart(variant, (release) => lint(helm, release));
        expect(code, stdout + stderr).toBe(0);
      });

    test.each(major === helmMajors[0] ? variants : some(variants, 10))('renders $name', async (variant) => {
      const { code, stderr } = await render(helm, variant);
      expect(code, stderr).toBe(0);
      expect(stderr).toBe('');
    });

    describe('a chart that', () => {
      let folder: string;
      let release: Release;
      beforeAll(() => {
        folder = mkdtempSync(join(tmpdir(), 'chart-'));
        release = { chart: join(folder, 'probe'), name: 'probe', namespace: 'probe', valueFiles: [], kubernetesVersion: '1.33' };
        mkdirSync(join(release.chart, 'templates'), { recursive: true });
        writeFileSync(
          join(release.chart, 'Chart.yaml'),
          stringify({ apiVersion: 'v2', name: 'probe', version: '1.0.0', icon: 'https://example.com/icon.svg' }),
        );
        writeFileSync(join(release.chart, 'values.yaml'), '{}\n');
      });
      afterAll(() => rmSync(folder, { recursive: true }));
      const withTemplate = (text: string) => writeFileSync(join(release.chart, 'templates', 'object.yaml'), text);

      test('is right passes', async () => {
        withTemplate('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: probe\n');
        expect((await lint(helm, release)).code).toBe(0);
        expect((await template(helm, release)).stdout).toContain('name: probe');
      });
      test('uses a removed API does not lint', async () => {
        withTemplate('apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata:\n  name: probe\n');
        expect((await lint(helm, release)).code).not.toBe(0);
      });
      test('calls fail does not render', async () => {
        withTemplate('{{ fail "on purpose" }}');
        const { code, stderr } = await template(helm, release);
        expect(code).not.toBe(0);
        expect(stderr).toContain('on purpose');
      });
    });
  });
}

describe('judge: Helm 3 and Helm 4 alike', () => {
  const helms = helmMajors.map(findHelm);
  const [first, second] = helms.filter((helm): helm is Helm => 'program' in helm);

  test.for(some(variants, 10))('renders $name', async (variant, context) => {
    if (first === undefined || second === undefined) return context.skip(helms.flatMap((helm) => ('reason' in helm ? [helm.reason] : [])).join(', '));
    const [one, other] = [await render(first, variant), await render(second, variant)];
    expect(documents(other.stdout)).toBe(documents(one.stdout));
  });
});

/** Helm 4 drops the blank line that ends a document, Helm 3 keeps it: no content. */
function documents(rendered: string): string {
  return rendered.replace(/\n+(?=---\n|$)/g, '\n');
}
