/**
 * What only repeats is repeated in `npm run test:tools`: there, tests that draw a sample draw all of it.
 * `SAMPLE=full npx vitest run <file>` does the same.
 */
import { test } from 'vitest';
import { seed } from './seed.ts';

export const full = process.env.SAMPLE === 'full';

/** How often a test repeats: `few` times in `npm test`. */
export function sample(few: number, all: number): number {
  return full ? all : few;
}

/** Of cases that go the same way: in `npm test`, `few` of them, evenly spread; SEED says from which one on. */
export function some<T>(cases: readonly T[], few: number): T[] {
  if (full || few >= cases.length) return [...cases];
  const chosen = new Set(Array.from({ length: few }, (_, index) => (seed + Math.floor((index * cases.length) / few)) % cases.length));
  return cases.filter((_, index) => chosen.has(index));
}

/** A test of the ways aside, where others of its file go the main way in `npm test`, too. */
export const aside = test.runIf(full);
