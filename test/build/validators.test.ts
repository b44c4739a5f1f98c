/** The generated validators against ajv itself, on configs and on what one change makes of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { validatePipeline } from '../../src/generated/validators.js';
import { arbitraryConfig } from '../properties/arbitrary-config.ts';
import { sample } from '../support/sample.ts';

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../schemas/pipeline.schema.json'), 'utf8'));
const reference = new Ajv2020({ strict: false, allErrors: true }).compile(schema);

/** Every place of a value: the object or list that holds it, and its key. */
function places(value: unknown): [Record<string, unknown>, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key): [Record<string, unknown>, string][] => [[holder, key], ...places(holder[key])]);
}

const change = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 70000, '', 'x', 'UPPER', '-a', 'a'.repeat(70), [], ['x', 'x'], {}, { x: 1 }),
  fc.constant('delete' as const),
  fc.constant('add' as const),
);

test('they say valid where ajv does, and nowhere else', () => {
  let valid = 0;
  fc.assert(
    fc.property(arbitraryConfig, fc.array(fc.tuple(fc.nat(), change), { maxLength: 2 }), (config, changes) => {
      const data = structuredClone(config) as unknown;
      for (const [at, what] of changes) {
        const all = places(data);
        const place = all[at % all.length];
        if (place === undefined) continue;
        const [holder, key] = place;
        if (what === 'delete') delete holder[key];
        else if (what === 'add') holder[`${key}x`] = holder[key];
        else holder[key] = what;
      }
      const expected = reference(data);
      if (expected) valid++;
      expect(validatePipeline(data)).toBe(expected);
    }),
    { numRuns: sample(150, 1500) },
  );
  expect(valid).toBeGreaterThan(sample(10, 100));
});
