import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { Summary } from './test/judges/summary.ts';

/** GitHub's packages name source maps whose sources they do not hold; vite would warn of each. */
const withoutSourceMaps = {
  name: 'without-source-maps',
  load: (id: string) =>
    id.includes('/node_modules/@actions/') && id.endsWith('.js') ? readFileSync(id, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '') : undefined,
};

export default defineConfig({
  plugins: [withoutSourceMaps],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/golden/**', 'test/tools/**', 'test/e2e/**'],
    // A busy machine is slow, not wrong.
    testTimeout: 120_000,
    globalSetup: ['test/judges/run-folder.ts'],
    reporters: ['default', new Summary()],
    server: { deps: { inline: [/@actions\//] } },
  },
});
