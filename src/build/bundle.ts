/** Bundles the CLI to CommonJS with lazy chunks, and the module that a config imports. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'rolldown';
import { configTypes } from './codegen.ts';

const root = join(import.meta.dirname, '../..');
// Another folder than dist is for tests, which must not take it from under a running one.
const dist = resolve(root, process.argv[2] ?? 'dist');

rmSync(dist, { recursive: true, force: true });
await build({
  input: { cli: join(root, 'src/cli.ts') },
  platform: 'node',
  external: ['ts-morph'],
  resolve: {
    // ES modules are joined into one scope and shaken; CommonJS would be compiled whole, module by module, at every start.
    mainFields: ['module', 'main'],
    alias: { yaml: join(root, 'node_modules/yaml/browser/dist/index.js') },
  },
  output: {
    dir: dist,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    minify: true,
    banner: (chunk) => (chunk.isEntry ? '#!/usr/bin/env node' : ''),
  },
  logLevel: 'warn',
});
for (const file of readdirSync(dist)) {
  const path = join(dist, file);
  // Other characters stand in texts alone. With one of them, V8 keeps and reads the whole file at two bytes a character.
  const escaped = readFileSync(path, 'utf8').replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  writeFileSync(path, escaped);
}
writeFileSync(join(dist, 'config.js'), 'export const definePipeline = (config) => config;\n');
writeFileSync(join(dist, 'config.d.ts'), (await configTypes()).declarations);
