/**
 * Writes what is derived from src/vocabulary/, templates/, package-lock.json and Kubernetes' OpenAPI: the config's schema, types
 * and validators, Kubernetes' own shapes, one file of all texts, and the locked dependencies.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { printJson } from '../render/json.ts';
import type { Texts } from '../render/texts.ts';
import { mapSchemas, type Schema } from '../vocabulary/schema.ts';
import { fieldDescriptions, sharedDefinitions } from './bundle/shared-definitions.ts';
import { compileTemplate } from './bundle/templates.ts';
import { compileValidators } from './bundle/validators.ts';
import { kubernetesDefinitions, kubernetesTypes } from './kubernetes-schema.ts';
import { pipelineSchema } from './pipeline-schema.ts';
import { pipelineTypes } from './types.ts';

const root = join(import.meta.dirname, '../..');
const generated = join(root, 'src/generated');

function write(path: string, content: string): void {
  let existing: string | undefined;
  try {
    existing = readFileSync(path, 'utf8');
  } catch {
    existing = undefined;
  }
  if (existing !== content) writeFileSync(path, content);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

const kubernetes = kubernetesDefinitions();

const typesBanner = '// Made from src/vocabulary/ by npm run codegen. Do not edit.';

/** The declarations of src/generated/pipeline-config.ts and the text of the emitted .gitops-app/config.d.ts. */
export async function configTypes(): Promise<{ module: string; declarations: string }> {
  const types = `${(await pipelineTypes(pipelineSchema)).trim()}\n\n${kubernetesTypes(kubernetes).trim()}`;
  const layer = readFileSync(join(root, 'src/vocabulary/define-pipeline.ts'), 'utf8').replace(/^import .*\n+/gm, '');
  const declared = layer.replace(/export function definePipeline([\s\S]*?)\): ([^{]*?) \{[\s\S]*?\n\}/, 'export declare function definePipeline$1): $2;');
  return {
    module: `${typesBanner}\nimport type { OutputOf, ProvidersOf, RecreatedOf, ServicesOf, ServiceTypes } from '../vocabulary/define-pipeline.ts';\n\n${types}\n`,
    // An app's own linter reads it as well, with rules that it was not written for.
    declarations: `/* eslint-disable */\n// Types of pipeline.config.ts, so that an editor knows them without node_modules. Made by create-gitops-app.\n\n${types}\n\n${declared}`,
  };
}

/** The schema with only what a validator reads: annotations would be half of its code. */
function withoutAnnotations({ title: _, description: __, default: ___, examples: ____, ...schema }: Schema): Schema {
  return mapSchemas(schema, withoutAnnotations);
}

function validators(): { code: string; types: string } {
  const { $schema: _, ...schema } = pipelineSchema;
  const providers = Object.entries(schema.$defs.ServiceCatalog?.properties ?? {}).map(([type, { properties }], index) => ({
    type,
    name: `validateProvider${index}`,
    reference: `pipeline${properties?.provider?.$ref}`,
  }));
  const exported = { validatePipeline: 'pipeline', ...Object.fromEntries(providers.map(({ name, reference }) => [name, reference])) };
  const byType = `export const validateProvider = {${providers.map(({ type, name }) => `${JSON.stringify(type)}: ${name}`).join(', ')}};`;
  return {
    code: `${compileValidators(withoutAnnotations(schema), exported)}\n${byType}\n`,
    types: [
      `import type { ServiceCatalog } from './pipeline-config.ts';`,
      'type Validate = (data: unknown) => boolean;',
      'export declare const validatePipeline: Validate;',
      '/** By the type of the service. */',
      'export declare const validateProvider: { readonly [Type in keyof ServiceCatalog]: Validate };',
      '',
    ].join('\n'),
  };
}

function templates(): Pick<Texts, 'programs' | 'verbatim'> {
  const folder = join(root, 'templates');
  const programs: Texts['programs'] = {};
  const verbatim: Texts['verbatim'] = {};
  for (const path of filesBelow(folder)) {
    const content = readFileSync(join(folder, path), 'utf8');
    if (!path.endsWith('.hbs')) verbatim[path] = content;
    else {
      if (/\$\{\{|(?<!\\)\{\{\s*\.(?!\.\/)/.test(content)) throw new Error(`templates/${path}: GitHub and Helm expressions do not belong in Handlebars`);
      programs[path.replace(/\.hbs$/, '')] = JSON.stringify(compileTemplate(content, `templates/${path}`));
    }
  }
  return { programs, verbatim };
}

interface LockedPackage {
  version: string;
  integrity: string;
  dependencies?: Record<string, string>;
}

/**
 * The packages that the published package needs at run time, with the versions and integrity of package-lock.json: what was
 * tested is what a lock of ours names, whatever newer version a range allows.
 */
function dependencies(): { direct: Record<string, string>; packages: Record<string, LockedPackage> } {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, LockedPackage> };
  const direct = packages['']?.dependencies ?? {};
  const locked = new Map<string, LockedPackage>();
  const names = Object.keys(direct);
  for (const name of names) {
    const path = `node_modules/${name}`;
    const entry = packages[path];
    if (entry === undefined) throw new Error(`package-lock.json has no ${path}`);
    const { version, integrity, dependencies: next } = entry;
    // Two versions of one package would need paths of more than one level.
    for (const dependency of Object.keys(next ?? {})) {
      if (packages[`${path}/node_modules/${dependency}`] !== undefined) throw new Error(`${name} has its own ${dependency}: the lock cannot express it`);
      if (!names.includes(dependency)) names.push(dependency);
    }
    locked.set(path, { version, integrity, ...(next === undefined ? {} : { dependencies: next }) });
  }
  return { direct, packages: Object.fromEntries([...locked].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Printable ASCII alone: with one other character, V8 keeps and reads the whole text at two bytes a character. */
export function escapeNonAscii(text: string): string {
  return text.replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export async function codegen(): Promise<void> {
  mkdirSync(generated, { recursive: true });
  write(join(root, 'schemas/pipeline.schema.json'), printJson(pipelineSchema));
  const types = await configTypes();
  write(join(root, 'src/generated/pipeline-config.ts'), types.module);
  const { code, types: validatorTypes } = validators();
  write(join(generated, 'validators.js'), code);
  write(join(generated, 'validators.d.ts'), validatorTypes);
  write(join(generated, 'kubernetes.json'), printJson({ $defs: kubernetes }));
  write(join(generated, 'dependencies.json'), printJson(dependencies()));
  const definitions = sharedDefinitions(pipelineSchema);
  const texts: Texts = { ...templates(), configTypes: types.declarations, definitions, descriptions: fieldDescriptions(pipelineSchema) };
  write(join(root, 'src/render/texts.json'), escapeNonAscii(`${JSON.stringify(texts)}\n`));
}

if (process.argv[1] === import.meta.filename) await codegen();
