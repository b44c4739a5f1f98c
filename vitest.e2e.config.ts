import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/judges/run-folder.ts'],
    // One world, and scenarios that follow each other.
    fileParallelism: false,
    sequence: { concurrent: false },
    bail: 1,
    // Several waits, each with its own limit.
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
  },
});
