/** A model that was saved before a process field existed gets the field's empty value. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Model } from '../../src/model/model.ts';
import { fieldsOf } from '../../src/process-fields/index.ts';
import { migrateModel } from '../../src/workspace/migrate.ts';
import { goldenFolder } from '../golden/cases.ts';

const text = readFileSync(join(goldenFolder, 'mastodon/config/.gitops-app/mastodon/model.json'), 'utf8');

const kinds = [
  ['component', 'components'],
  ['cronJob', 'cronJobs'],
] as const;
const constant = kinds.flatMap(([kind, list]) =>
  fieldsOf(kind).flatMap(([field, { empty }]) => (typeof empty === 'function' ? [] : [[list, field, empty as unknown] as const])),
);

test.each(constant)('%s without %s', (list, field, empty) => {
  const saved = JSON.parse(text) as Model;
  expect(saved[list].length).toBeGreaterThan(0);
  for (const process of saved[list]) delete (process as unknown as Record<string, unknown>)[field];
  for (const process of migrateModel(saved)?.[list] ?? []) expect((process as unknown as Record<string, unknown>)[field]).toEqual(empty);
  expect(migrateModel(saved)?.[list]).toHaveLength(saved[list].length);
});
