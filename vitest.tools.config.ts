import { defineConfig } from 'vitest/config';
import { Summary } from './test/judges/summary.ts';

export default defineConfig({
  test: {
    include: ['test/tools/**/*.test.ts'],
    setupFiles: ['test/support/seed.ts'],
    // A busy machine is slow, not wrong.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['default', new Summary()],
  },
});
