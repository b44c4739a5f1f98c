import { defineConfig } from 'vitest/config';
import { Summary } from './test/judges/summary.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/golden/**', 'test/tools/**', 'test/e2e/**'],
    testTimeout: 30_000,
    globalSetup: ['test/judges/run-folder.ts'],
    reporters: ['default', new Summary()],
    server: { deps: { inline: [/@actions\//] } },
  },
});
