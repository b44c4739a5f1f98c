/** Bundles the CLI to CommonJS chunks that are loaded on demand, and the module that a config imports. */
import { hash } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'rolldown';
import { configTypes, escapeNonAscii } from '../codegen.ts';
import { compileEagerly } from './eager.ts';
import { collectPackages, thirdPartyNotices } from './third-party.ts';

const root = join(import.meta.dirname, '../../..');
// Another folder than dist is for tests, which must not take it from under a running one.
const dist = resolve(root, process.argv[2] ?? 'dist');

// Replaced by the digest of all files of the build: what one build cached is never used by another.
const placeholder = '0'.repeat(64);

/**
 * The chunks, by the modules that they start from. A check in CI has one repository, so the outputs of each are a chunk;
 * a cached or replayed model needs no rules, so validate and resolve are one. More chunks would cost more: each is found,
 * read and wrapped at every start. The entry keeps what it imports itself, so that --version and --help load nothing else.
 */
const entries = {
  cli: ['src/cli.ts'],
  core: ['src/commands/check.ts'],
  'app-outputs': ['generators/app/index.ts'],
  'config-outputs': ['generators/config/index.ts'],
  model: ['src/validate/validate.ts', 'src/resolve/resolve.ts'],
  generate: ['src/commands/generate.ts'],
};
const planning = ['app-outputs', 'config-outputs', 'model'];
/** Modules that several of these three need. */
const shared = 'shared';
const chunkOf = new Map<string, string>();
const findChunks: Plugin = {
  name: 'find-chunks',
  buildEnd() {
    for (const [chunk, files] of Object.entries(entries)) {
      const found = new Set(files.map((file) => join(root, file)));
      for (const id of found) for (const next of this.getModuleInfo(id)?.importedIds ?? []) found.add(next);
      for (const id of found) {
        const other = chunkOf.get(id);
        if (other === undefined) chunkOf.set(id, chunk);
        else if (planning.includes(other) && planning.includes(chunk)) chunkOf.set(id, shared);
      }
    }
  },
};
const chunks = ['core', shared, ...planning];
const groups = [...chunks, 'generate'];

const bundledPackages = new Set<string>();
rmSync(dist, { recursive: true, force: true });
await build({
  input: { cli: join(root, 'src/cli.ts') },
  platform: 'node',
  external: ['ts-morph'],
  plugins: [findChunks, collectPackages(bundledPackages)],
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
      groups: groups.map((name) => ({ name, test: (id: string) => chunkOf.get(id) === name, includeDependenciesRecursively: false })),
    },
    banner: (chunk) => (chunk.isEntry ? '#!/usr/bin/env node' : ''),
  },
  // The bundle has pipeline.schema.json itself; without this rule it would keep the calls that make it.
  treeshake: { moduleSideEffects: [{ test: /\/src\/(vocabulary\/|auxiliary-services\/service-schema\.ts$)/, sideEffects: false }] },
  transform: { define: { BUILD_DIGEST: JSON.stringify(placeholder) } },
  logLevel: 'warn',
});
copyFileSync(join(root, 'src/render/texts.json'), join(dist, 'texts.json'));
compileEagerly(
  dist,
  chunks.map((name) => `${name}.cjs`),
  join(root, 'test/golden/shop/app/.gitops-app/pipeline.config.ts'),
);
const files = new Map(readdirSync(dist).map((file) => [join(dist, file), readFileSync(join(dist, file), 'utf8')]));
const digest = hash('sha256', [...files.values()].join());
for (const [path, text] of files) writeFileSync(path, escapeNonAscii(text.replaceAll(placeholder, digest)));
writeFileSync(join(dist, 'THIRD-PARTY.txt'), thirdPartyNotices(bundledPackages));
writeFileSync(join(dist, 'config.js'), 'export const definePipeline = (config) => config;\n');
writeFileSync(join(dist, 'config.d.ts'), (await configTypes()).declarations);
