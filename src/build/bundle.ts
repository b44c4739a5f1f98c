/** Bundles the CLI to CommonJS with lazy chunks, and the module that a config imports. */
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'rolldown';
import { configTypes, escapeNonAscii } from './codegen.ts';

const root = join(import.meta.dirname, '../..');
// Another folder than dist is for tests, which must not take it from under a running one.
const dist = resolve(root, process.argv[2] ?? 'dist');

/**
 * What every check and generate needs is one file: each further one costs its resolving, reading and wrapping at every
 * start. What the entry has itself stays there, so that --version and --help load nothing else.
 */
const always = ['src/commands/check.ts', 'generators/index.ts'].map((file) => join(root, file));
const inCore = new Set<string>();
const findCore: Plugin = {
  name: 'find-core',
  buildEnd() {
    const importsOf = (from: readonly string[]) => {
      const found = new Set(from);
      for (const id of found) for (const next of this.getModuleInfo(id)?.importedIds ?? []) found.add(next);
      return found;
    };
    const inEntry = importsOf([join(root, 'src/cli.ts')]);
    for (const id of importsOf(always)) if (!inEntry.has(id)) inCore.add(id);
  },
};

rmSync(dist, { recursive: true, force: true });
await build({
  input: { cli: join(root, 'src/cli.ts') },
  platform: 'node',
  external: ['ts-morph'],
  plugins: [findCore],
  preserveEntrySignatures: 'allow-extension',
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
    codeSplitting: { groups: [{ name: 'core', test: (id) => inCore.has(id) || id.includes('rolldown/runtime'), includeDependenciesRecursively: false }] },
    banner: (chunk) => (chunk.isEntry ? '#!/usr/bin/env node' : ''),
  },
  logLevel: 'warn',
});
for (const file of readdirSync(dist)) {
  const path = join(dist, file);
  writeFileSync(path, escapeNonAscii(readFileSync(path, 'utf8')));
}
copyFileSync(join(root, 'src/texts.json'), join(dist, 'texts.json'));
writeFileSync(join(dist, 'config.js'), 'export const definePipeline = (config) => config;\n');
writeFileSync(join(dist, 'config.d.ts'), (await configTypes()).declarations);
