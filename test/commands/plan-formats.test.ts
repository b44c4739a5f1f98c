/** Formats of generate and diff for other programs. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import planSchema from '../../schemas/plan.schema.json' with { type: 'json' };
import { exitCodes } from '../../src/problems/errors.ts';
import { printPlanError } from '../../src/reporters/plan/json.ts';
import { openWorkspace } from '../support/run-commands.ts';
import { treeOf } from '../support/workspace.ts';

const validate = new Ajv2020().compile(planSchema);

/** The report, which must be the only output and valid by its schema. */
function report(out: string) {
  const data = JSON.parse(out) as { result: string; files: Record<string, string>[]; warnings: unknown[]; problems: unknown[] };
  expect(validate(data), JSON.stringify(validate.errors)).toBe(true);
  return data;
}

describe('json', () => {
  test('reports each state from the first file to an edit by hand', async () => {
    const workspace = openWorkspace();
    const planned = await workspace.generate({ dryRun: true, format: 'json' });
    expect(planned.code).toBe(exitCodes.clean);
    const first = report(planned.out);
    expect(first.result).toBe('planned');
    expect(first.files.every(({ action, cause }) => action === 'create' && cause === 'new')).toBe(true);
    expect(first.files.map(({ file }) => file)).toContain('../shop-config/.gitops-app/shop/manifest.json');
    expect(Object.keys(treeOf(workspace.folder))).toEqual(['shop/.gitops-app/pipeline.config.ts']);

    const written = report((await workspace.generate({ format: 'json' })).out);
    expect({ ...written, result: 'planned' }).toEqual(first);
    expect(written.result).toBe('written');
    const clean = await workspace.diff({ format: 'json' });
    expect([clean.code, report(clean.out)]).toMatchObject([exitCodes.clean, { result: 'clean', files: [] }]);

    workspace.edit('replicas: 3', 'replicas: 4');
    const changed = await workspace.diff({ format: 'json' });
    expect(changed.code).toBe(exitCodes.drift);
    const prod = report(changed.out).files.find(({ path }) => path === 'charts/shop/prod-values.yaml');
    expect(prod).toMatchObject({ class: 'fields', action: 'update', cause: 'config-changed', remedy: '' });
    expect(prod?.diff).toMatch(/-.*3\n\+.*4/);

    writeFileSync(join(workspace.app, '.github/workflows/gitops-ci.yaml'), 'by hand\n');
    for (const command of [workspace.generate, workspace.diff]) {
      const { code, out, err } = await command({ format: 'json' });
      expect([code, report(out).result]).toEqual([exitCodes.refused, 'refused']);
      expect(err).toContain('refused  .github/workflows/gitops-ci.yaml was edited by hand');
      const refused = report(out).files.filter(({ action }) => action === 'refuse');
      expect(refused).toMatchObject([{ path: '.github/workflows/gitops-ci.yaml', cause: 'edited', diff: '' }]);
      expect(refused[0]?.remedy).toContain('generate --overwrite .github/workflows/gitops-ci.yaml');
    }
  });

  test('reports why nothing was planned', () => {
    const problem = { code: 'UNKNOWN_CLUSTER', severity: 'error', message: 'no', place: { file: 'pipeline.config.ts', line: 1, column: 2 } } as const;
    expect(report(printPlanError([problem]))).toMatchObject({ result: 'error', files: [], problems: [{ ...problem, hint: '' }] });
  });
});

test('github: text and annotations', async () => {
  const workspace = openWorkspace();
  await workspace.generate();
  writeFileSync(join(workspace.app, '.github/workflows/gitops-ci.yaml'), 'by hand\n');
  const { code, out } = await workspace.generate({ format: 'github' });
  expect(code).toBe(exitCodes.refused);
  expect(out).toMatch(/^::error file=\.github\/workflows\/gitops-ci\.yaml::\.github\/workflows\/gitops-ci\.yaml was edited by hand\. .*--overwrite/m);
  rmSync(join(workspace.app, '.github/workflows/gitops-ci.yaml'));
  expect((await workspace.diff({ format: 'github' })).out).not.toContain('::error');
});
