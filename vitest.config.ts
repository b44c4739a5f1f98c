import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { Summary } from './test/judges/summary.ts';
import { folderInMemory } from './test/support/memory.ts';

// Every process of the run inherits it.
const memory = folderInMemory();
if (memory !== undefined) process.env.TMPDIR ??= memory;

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
    // Every processor: by default Vitest leaves one idle, which is half of a small machine.
    maxWorkers: availableParallelism(),
    // Files share a process and what it has loaded: most of the time of a small file went into loading the same modules.
    isolate: false,
    // A busy machine is slow, not wrong.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    globalSetup: ['test/judges/run-folder.ts'],
    setupFiles: ['test/support/seed.ts', 'test/support/clean-up.ts'],
    reporters: ['default', new Summary()],
    server: { deps: { inline: [/@actions\//] } },
  },
});
