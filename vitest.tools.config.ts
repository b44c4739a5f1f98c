import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { Summary } from './test/judges/summary.ts';
import base from './vitest.config.ts';

/** Tests that draw a sample in `npm test`: here they draw all of it. */
const sampled = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((path) => join('test', path).replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.test.ts') && readFileSync(path, 'utf8').includes('/support/sample.ts'));

export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['test/tools/**/*.test.ts', ...sampled],
    exclude: ['test/golden/**', 'test/e2e/**'],
    env: { SAMPLE: 'full' },
    // Programs that take all processors and all of the memory run in these: one file at a time.
    maxWorkers: 1,
    isolate: true,
    reporters: ['default', new Summary()],
  },
});
