/**
 * What only repeats is repeated in `npm run test:tools`: there, tests that draw a sample draw all of it.
 * `SAMPLE=full npx vitest run <file>` does the same.
 */
export const full = process.env.SAMPLE === 'full';

/** How often a test repeats: `few` times in `npm test`. */
export function sample(few: number, all: number): number {
  return full ? all : few;
}
