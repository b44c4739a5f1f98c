/** What holds for every config. On failure fast-check prints the seed and path that repeat it. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { generators } from '../../generators/index.ts';
import { check } from '../../src/commands/check.ts';
import type { Cause } from '../../src/diff/change.ts';
import { diffWorkspaces } from '../../src/diff/diff.ts';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import type { RepositoryRole } from '../../src/model/model.ts';
import { wrapperFile } from '../../src/model/names.ts';
import { version } from '../../src/model/version.ts';
import { type PlannedFile, plan } from '../../src/plan/plan.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { validate } from '../../src/validate/validate.ts';
import { dereference, type Schema } from '../../src/vocabulary/schema.ts';
import { openWorkspaces } from '../../src/workspace/open-workspaces.ts';
import { type GenerationRecord, parseRecord, printRecord, recordPath } from '../../src/workspace/record.ts';
import { deliver, generateIn, goldenFolder, published, readTree } from '../golden/cases.ts';
import { judgePaths, judgeSyntax, judgeText } from '../judges/files.ts';
import { sample } from '../support/sample.ts';
import { configSchema, fits } from '../vocabulary/leaves.ts';
import { arbitraryConfig, hostileText } from './arbitrary-config.ts';

/** A busy machine is slow, not wrong: a property may run fewer cases, but at least one. */
const limit = { interruptAfterTimeLimit: 30_000, markInterruptAsFailure: false };

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'properties-'));
});
afterAll(() => rmSync(root, { recursive: true }));

/** An app repository with this config, in a new folder; `../config` beside it is the config repository. */
function repositoryOf(config: PipelineConfig): { folder: string; app: string; roots: Record<RepositoryRole, string> } {
  const folder = mkdtempSync(join(root, 'case-'));
  const app = join(folder, 'app');
  mkdirSync(join(app, '.gitops-app'), { recursive: true });
  mkdirSync(join(folder, 'config'));
  writeConfig(app, config);
  return { folder, app, roots: { app, config: join(folder, 'config') } };
}

function writeConfig(app: string, config: PipelineConfig): void {
  // Through JSON.parse: in an object literal `__proto__` would not be a key.
  writeFileSync(join(app, '.gitops-app/pipeline.config.ts'), `export default JSON.parse(${JSON.stringify(JSON.stringify(config))});\n`);
}

async function planOf(config: PipelineConfig): Promise<PlannedFile[]> {
  return plan(resolve((await validate(config)).config), generators, { version: '1.2.3' });
}

async function checkIn(cwd: string): Promise<{ code: number; output: string }> {
  let output = '';
  const print = (text: string) => {
    output += text;
  };
  return { code: await check({ cwd, generators, print, printError: print }), output };
}

/** Why each file is not as it should be. */
async function causesIn(cwd: string): Promise<Map<string, Cause>> {
  const changes = (await diffWorkspaces(await openWorkspaces({ cwd }), { generators, repositories: ['app', 'config'] })).flatMap(
    (application) => application.changes,
  );
  return new Map(changes.filter(({ cause }) => cause !== 'none' && cause !== 'seeded').map(({ path, cause }) => [path, cause]));
}

describe('any config', () => {
  test('is generated into files that parse, with paths that every system takes', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryConfig, async (config) => {
        const files = await planOf(config);
        for (const role of ['app', 'config'] as const) {
          const own = files.filter((file) => file.repository === role);
          expect(judgePaths(own.map(({ path }) => path))).toEqual([]);
          expect(own.flatMap(({ path, content }) => judgeSyntax(path, content))).toEqual([]);
        }
      }),
      { ...limit, numRuns: sample(8, 30) },
    );
  });

  test('generated twice writes nothing the second time, and check is clean', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryConfig, async (config) => {
        const { folder, app } = repositoryOf(config);
        await generateIn(app);
        const before = timesIn(folder);
        await generateIn(app);
        expect(timesIn(folder)).toEqual(before);
        expect(await checkIn(app)).toMatchObject({ code: 0 });
        rmSync(folder, { recursive: true });
      }),
      { ...limit, numRuns: sample(6, 20) },
    );
  });

  test('is checked to the byte: an edit and a deletion are found, with their cause', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryConfig, fc.nat(), fc.nat(), fc.boolean(), async (config, fileSeed, byteSeed, deletion) => {
        const { folder, app, roots } = repositoryOf(config);
        await generateIn(app);
        const managed = managedFiles(roots, config.app.name);
        const { role, path } = managed[fileSeed % managed.length] as (typeof managed)[number];
        const file = join(roots[role], path);
        if (deletion) unlinkSync(file);
        else {
          const content = readFileSync(file, 'utf8');
          const at = byteSeed % content.length;
          writeFileSync(file, `${content.slice(0, at)}${content[at] === 'X' ? 'Y' : 'X'}${content.slice(at + 1)}`);
        }
        expect([...(await causesIn(app))]).toEqual([[path, deletion ? 'missing' : 'edited']]);
        const { code, output } = await checkIn(app);
        expect(code).not.toBe(0);
        expect(output).toContain(path);
        rmSync(folder, { recursive: true });
      }),
      { ...limit, numRuns: sample(6, 20) },
    );
  });

  test('keeps the tag that CD wrote when the config changes', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryConfig, fc.stringMatching(/^[0-9a-f]{40}$/), async (config, tag) => {
        const { folder, app, roots } = repositoryOf(config);
        await generateIn(app);
        const digest = `sha256:${tag}${'0'.repeat(24)}`;
        const chart = join(roots.config, 'charts', config.app.name);
        const wrappers = Object.keys(config.environments).map((name) => join(chart, wrapperFile({ name })));
        const images = Object.keys(config.images ?? {});
        for (const wrapper of wrappers) for (const image of images) await deliver(wrapper, { image, tag, digest });
        expect(await checkIn(app)).toMatchObject({ code: 0 });
        const written = wrappers.map((wrapper) => readFileSync(wrapper, 'utf8'));
        writeConfig(app, {
          ...config,
          argocd: { ...config.argocd, namespace: 'elsewhere' },
          monitoring: { prometheus: config.monitoring?.prometheus !== true },
        });
        await generateIn(app);
        for (const [index, wrapper] of wrappers.entries()) {
          const text = readFileSync(wrapper, 'utf8');
          for (const value of [tag, digest])
            expect(text.split(JSON.stringify(value)).length, wrapper).toBe(written[index]?.split(JSON.stringify(value)).length);
          expect(text.split(JSON.stringify(tag)).length - 1).toBeGreaterThanOrEqual(images.length);
        }
        expect(await checkIn(app)).toMatchObject({ code: 0 });
        rmSync(folder, { recursive: true });
      }),
      { ...limit, numRuns: sample(5, 15) },
    );
  });

  test('gives the same files in any order of the fields', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryConfig, fc.infiniteStream(fc.nat()), async (config, numbers) => {
        expect(await planOf(shuffleFields(config, numbers) as PipelineConfig)).toEqual(await planOf(config));
      }),
      { ...limit, numRuns: sample(8, 30) },
    );
  });

  test('takes any text as text: it reaches no shell, no path and no structure', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryConfig, hostileText, async (config, text) => {
        const benign = 'BenignText';
        expectSubstitution(await planOf(withText(config, benign)), await planOf(withText(config, text)), benign, text);
      }),
      { ...limit, numRuns: sample(8, 30) },
    );
  });
});

describe('the machine does not matter', () => {
  test.each([
    { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', LANGUAGE: 'tr' },
    { TZ: 'America/St_Johns', LC_ALL: 'sv_SE.UTF-8', LANG: 'sv_SE.UTF-8', COLUMNS: '20' },
  ])('$TZ, $LC_ALL', async (environment) => {
    const folder = mkdtempSync(join(root, 'machine-'));
    mkdirSync(join(folder, 'app/.gitops-app'), { recursive: true });
    mkdirSync(join(folder, 'config'));
    writeFileSync(join(folder, 'app/.gitops-app/pipeline.config.ts'), readFileSync(join(goldenFolder, 'staging/app/.gitops-app/pipeline.config.ts')));
    // The package that is locked is recorded, wherever this runs from.
    const record: GenerationRecord = { schemaVersion: 2, generatorVersion: version, generator: published, contractVersion: 1, modelDigest: '', files: [] };
    writeFileSync(join(folder, 'app/.gitops-app/manifest.json'), printRecord(record));
    const cli = join(import.meta.dirname, '../../src/cli.ts');
    await promisify(execFile)(process.execPath, ['--import', 'tsx', cli, 'generate', '--cwd', join(folder, 'app')], {
      cwd: join(import.meta.dirname, '../..'),
      env: { PATH: process.env.PATH, HOME: join(root, 'home'), ...environment },
    });
    const [actual, expected] = [readTree(folder), readTree(join(goldenFolder, 'staging'))];
    expect([...actual.keys()]).toEqual([...expected.keys()]);
    for (const [path, content] of expected) expect(actual.get(path), path).toBe(content);
  });
});

function timesIn(folder: string): [string, number][] {
  return [...readTree(folder).keys()].map((path) => [path, statSync(join(folder, path)).mtimeMs]);
}

function managedFiles(roots: Record<RepositoryRole, string>, app: string): { role: RepositoryRole; path: string }[] {
  const manifests: [RepositoryRole, PlannedFile['scope']][] = [
    ['app', 'app'],
    ['config', 'app'],
    ['config', 'shared'],
  ];
  return manifests.flatMap(([role, scope]) => {
    const path = recordPath(role, scope, app);
    const text = readTree(roots[role]).get(path);
    const manifest: Pick<GenerationRecord, 'files'> = text === undefined ? { files: [] } : parseRecord(text, path, roots[role]);
    return manifest.files.filter((entry) => entry.class === 'managed').map((entry) => ({ role, path: entry.path }));
  });
}

/** The config with the fields of every object that the schema closes in another order; that of a map is the user's, and may be seen. */
function shuffleFields(value: unknown, numbers: fc.Stream<number>, given: Schema = configSchema): unknown {
  const { anyOf, items = {}, properties = {}, additionalProperties } = dereference(configSchema, given);
  if (anyOf !== undefined)
    return shuffleFields(
      value,
      numbers,
      anyOf.find((branch) => fits(branch, value)),
    );
  if (Array.isArray(value)) return value.map((item) => shuffleFields(item, numbers, items));
  const isMap = typeof additionalProperties === 'object';
  // A manifest is written as it is given.
  if (typeof value !== 'object' || value === null || (isMap && Object.keys(properties).length > 0)) return value;
  const inner = isMap ? additionalProperties : {};
  const entries = Object.entries(value).map(
    ([name, child]) => [name, shuffleFields(child, numbers, Object.hasOwn(properties, name) ? properties[name] : inner)] as const,
  );
  if (isMap) return Object.fromEntries(entries);
  const drawn = entries.map((entry) => [[...numbers.take(1)][0] ?? 0, entry] as const);
  return Object.fromEntries(drawn.sort(([a], [b]) => a - b).map(([, entry]) => entry));
}

/** The config with one text in every field that takes any text. */
function withText(config: PipelineConfig, text: string): PipelineConfig {
  const components = Object.entries(config.components).map(([name, component]) => [
    name,
    {
      ...component,
      args: [text, 'last'],
      env: { ...component.env, TEXT: text },
      files: { ...component.files, '/etc/substituted': text },
      podAnnotations: { note: text },
      livenessProbe: { exec: { command: ['check', text] } },
    },
  ]);
  return { ...config, app: { ...config.app, description: text }, components: Object.fromEntries(components) } as PipelineConfig;
}

/**
 * Generation commutes with putting one text in the place of another: the same files, the same structure, and only
 * whole strings that hold the text differ. Scripts, workflows and Helm templates do not differ at all.
 */
function expectSubstitution(before: readonly PlannedFile[], after: readonly PlannedFile[], benign: string, text: string): void {
  expect(after.map(({ path }) => path)).toEqual(before.map(({ path }) => path));
  for (const [index, file] of after.entries()) {
    const { path, content } = file;
    const original = before[index]?.content ?? '';
    if (path.endsWith('.md')) {
      expect(judgeText(path, content)).toEqual([]);
      expect(blocksOf(content), path).toEqual(blocksOf(original));
    } else if (/\.(ya?ml|json)$/.test(path) && !path.includes('/templates/') && !path.includes('.github/'))
      expect(dataOf(path, content), path).toEqual(substitute(dataOf(path, original), benign, text));
    else expect(content, path).toBe(original);
  }
}

/** The blocks that the lines of a Markdown file begin: headings, lists, tables, code, quotes, HTML. */
function blocksOf(markdown: string): string[] {
  return markdown.split('\n').flatMap((line) => /^\s*(?:#+ |```|[-*+] |\d+[.)] |\||>|<|=+$|-+$)/.exec(line) ?? []);
}

/** What every reader of the file sees. */
function dataOf(path: string, content: string): unknown {
  if (path.endsWith('.json')) return JSON.parse(content);
  const documents = parseAllDocuments(content, { version: '1.1', uniqueKeys: true });
  return (Array.isArray(documents) ? documents : []).map((document) => {
    expect(document.errors, path).toEqual([]);
    return document.toJS() as unknown;
  });
}

function substitute(value: unknown, benign: string, text: string): unknown {
  if (typeof value === 'string') return value.replaceAll(benign, () => text);
  if (Array.isArray(value)) return value.map((item) => substitute(item, benign, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, substitute(child, benign, text)]));
}
