/** The kinds of the chart are those that its templates render, all of them, for any config. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chartKinds, groupKindOf, permittedKinds } from '../../src/chart/kinds.ts';

const folder = join(import.meta.dirname, '../../templates/chart/templates');

test('every kind of a template is listed, and no other', () => {
  const objects = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:yaml|tpl)$/.test(file))
    .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/^apiVersion: (\S+)\nkind: (\S+)$/gm)]);
  const found = new Set(objects.map(([, apiVersion = '', kind = '']) => JSON.stringify(groupKindOf({ apiVersion, kind }))));
  expect([...found].sort()).toEqual(chartKinds.map((kind) => JSON.stringify(kind)).sort());
});

test('extra manifests add theirs', () => {
  const extraManifests = [{ manifest: { apiVersion: 'batch/v1', kind: 'Job' } }, { manifest: { apiVersion: 'v1', kind: 'LimitRange' } }];
  const added = permittedKinds([{ extraManifests }]).filter(({ group, kind }) => !chartKinds.some((other) => other.group === group && other.kind === kind));
  expect(added).toEqual([{ group: '', kind: 'LimitRange' }]);
});
