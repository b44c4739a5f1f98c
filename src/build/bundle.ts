/** Bundles the CLI to CommonJS with lazy chunks, and the module that a config imports. */
import { hash } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'rolldown';
import { configTypes, escapeNonAscii } from './codegen.ts';
import { compileEagerly } from './eager.ts';

const root = join(import.meta.dirname, '../..');
// Another folder than dist is for tests, which must not take it from under a running one.
const dist = resolve(root, process.argv[2] ?? 'dist');

// Stands for the digest of all files of the build until they are made: what one build kept is nothing to another.
const placeholder = '0'.repeat(64);

/**
 * What every check and generate needs is one file, and what a model that was never planned needs is a second one: each
 * further file costs its resolving, reading and wrapping at every start. What the entry has itself stays there, so that
 * --version and --help load nothing else.
 */
const groups = {
  core: ['src/commands/check.ts', 'src/commands/generate.ts'],
  plan: ['generators/index.ts'],
  model: ['src/config/validate.ts', 'src/config/resolve.ts'],
};
const groupOf = new Map<string, keyof typeof groups | 'cli'>();
const findGroups: Plugin = {
  name: 'find-groups',
  buildEnd() {
    const add = (group: keyof typeof groups | 'cli', files: readonly string[]) => {
      const found = new Set(files.map((file) => join(root, file)));
      for (const id of found) for (const next of this.getModuleInfo(id)?.importedIds ?? []) found.add(next);
      for (const id of found) if (!groupOf.has(id)) groupOf.set(id, group);
    };
    add('cli', ['src/cli.ts']);
    add('core', groups.core);
    add('plan', groups.plan);
    add('model', groups.model);
  },
};

rmSync(dist, { recursive: true, force: true });
await build({
  input: { cli: join(root, 'src/cli.ts') },
  platform: 'node',
  external: ['ts-morph'],
  plugins: [findGroups],
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
    codeSplitting: {
      groups: [
        { name: 'core', test: (id) => groupOf.get(id) === 'core', includeDependenciesRecursively: false },
        { name: 'plan', test: (id) => groupOf.get(id) === 'plan', includeDependenciesRecursively: false },
        { name: 'model', test: (id) => groupOf.get(id) === 'model', includeDependenciesRecursively: false },
      ],
    },
    banner: (chunk) => (chunk.isEntry ? '#!/usr/bin/env node' : ''),
  },
  transform: { define: { BUILD_DIGEST: JSON.stringify(placeholder) } },
  logLevel: 'warn',
});
copyFileSync(join(root, 'src/texts.json'), join(dist, 'texts.json'));
compileEagerly(dist, ['core.cjs', 'plan.cjs', 'model.cjs'], join(root, 'test/golden/shop/app/pipeline.config.ts'));
const files = new Map(readdirSync(dist).map((file) => [join(dist, file), readFileSync(join(dist, file), 'utf8')]));
const digest = hash('sha256', [...files.values()].join());
for (const [path, text] of files) writeFileSync(path, escapeNonAscii(text.replaceAll(placeholder, digest)));
writeFileSync(join(dist, 'config.js'), 'export const definePipeline = (config) => config;\n');
writeFileSync(join(dist, 'config.d.ts'), (await configTypes()).declarations);
