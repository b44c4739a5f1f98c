import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { Summary } from './test/judges/summary.ts';

/** Tests that draw a sample in `npm test`: here they draw all of it. */
const sampled = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((path) => join('test', path).replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.test.ts') && readFileSync(path, 'utf8').includes('/support/sample.ts'));

export default defineConfig({
  test: {
    include: ['test/tools/**/*.test.ts', ...sampled],
    env: { SAMPLE: 'full' },
    globalSetup: ['test/judges/run-folder.ts'],
    setupFiles: ['test/support/seed.ts', 'test/support/clean-up.ts'],
    // A busy machine is slow, not wrong.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    reporters: ['default', new Summary()],
  },
});
