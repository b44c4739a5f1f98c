import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/golden/**', 'test/tools/**', 'test/e2e/**'],
    testTimeout: 30_000,
    server: { deps: { inline: [/@actions\//] } },
  },
});
