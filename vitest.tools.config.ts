import { defineConfig } from 'vitest/config';
import { Summary } from './test/judges/summary.ts';

export default defineConfig({
  test: {
    include: ['test/tools/**/*.test.ts'],
    testTimeout: 30_000,
    reporters: ['default', new Summary()],
  },
});
