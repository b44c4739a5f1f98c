/** Patches: RFC 6902 compared with another implementation, and patched files. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import jsonPatch, { type Operation } from 'fast-json-patch';
import { afterEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { generators } from '../../generators/index.ts';
import { check } from '../../src/commands/check.ts';
import { generate } from '../../src/commands/generate.ts';
import type { PatchOperation } from '../../src/model/model.ts';
import { PatchError, patchText } from '../../src/plan/patch-text.ts';
import { UserError } from '../../src/problems/errors.ts';
import { printJson } from '../../src/render/json.ts';
import { foldWidth, printYaml } from '../../src/render/yaml.ts';
import { goldenCases, goldenFolder, readTree } from '../golden/cases.ts';
import { sample } from '../support/sample.ts';

const key = fc.constantFrom('a', 'b', 'on', '1', 'x/y', 'x~y');
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>('text', '12', 'on', '', 7, true, 'two\nlines'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const pointer = fc
  .array(fc.oneof(key, fc.constantFrom('0', '1', '2', '-')), { minLength: 1, maxLength: 4 })
  .map((keys) => keys.map((each) => `/${each.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
const operation: fc.Arbitrary<PatchOperation> = fc.oneof(
  fc.record({ op: fc.constantFrom('add', 'replace', 'test'), path: pointer, value }),
  fc.record({ op: fc.constant('remove'), path: pointer }),
  fc.record({ op: fc.constantFrom('move', 'copy'), from: pointer, path: pointer }),
) as fc.Arbitrary<PatchOperation>;

/** Every pointer of a document, so that most operations apply. */
function pointersOf(node: unknown, at = ''): string[] {
  if (typeof node !== 'object' || node === null) return [at];
  return [at, ...Object.entries(node).flatMap(([name, child]) => pointersOf(child, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`))];
}

/** The patched document, or the index of the first operation that does not apply. */
function referenceOf(document: object, operations: readonly PatchOperation[]): unknown {
  const patched = structuredClone(document);
  for (const [index, each] of operations.entries()) {
    // The library would lose a value that is moved into itself.
    if (each.op === 'move' && each.path.startsWith(`${each.from}/`)) return index;
    const apply = (step: object) => jsonPatch.applyOperation(patched, structuredClone(step) as Operation, true);
    try {
      if (each.op === 'move' || each.op === 'copy') {
        // The library does not check the target of a move: RFC 6902 defines these two as other operations.
        jsonPatch.applyOperation(structuredClone(patched), { op: 'remove', path: each.from }, true);
        const moved: unknown = structuredClone(jsonPatch.getValueByPointer(patched, each.from));
        if (each.op === 'move') apply({ op: 'remove', path: each.from });
        apply({ op: 'add', path: each.path, value: moved });
      } else apply(each);
    } catch (error) {
      if (!(error instanceof jsonPatch.JsonPatchError)) throw error;
      return index;
    }
  }
  return patched;
}

describe('an operation', () => {
  test.each(['yaml', 'json'])('has the same result in a %s file as another implementation', (extension) => {
    let applied = 0;
    let refused = 0;
    fc.assert(
      fc.property(
        fc.dictionary(key, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
        fc.array(fc.tuple(operation, fc.nat(), fc.nat()), { maxLength: 3 }),
        (document, drawn) => {
          const places = pointersOf(document).slice(1);
          const operations = drawn.map(([each, path, from]): PatchOperation => {
            const changed = { ...each, path: path % 3 === 0 ? each.path : (places[path % places.length] ?? '/a') };
            return 'from' in changed ? { ...changed, from: from % 4 === 0 ? changed.from : (places[from % places.length] ?? '/a') } : changed;
          });
          const expected = referenceOf(document, operations);
          const text = extension === 'json' ? printJson(document) : printYaml(document);
          let result: string | number;
          try {
            result = patchText(text, `file.${extension}`, operations);
          } catch (error) {
            if (!(error instanceof PatchError)) throw error;
            result = error.index;
          }
          if (typeof result === 'number') refused++;
          else applied++;
          expect(typeof result === 'number' ? result : parse(result)).toEqual(expected);
        },
      ),
      { numRuns: sample(600, 3000) },
    );
    expect(applied).toBeGreaterThan(sample(100, 500));
    expect(refused).toBeGreaterThan(sample(100, 500));
  });

  test('rejects an index with a leading zero, as RFC 6901 requires', () => {
    expect(() => patchText('list: [a]\n', 'x.yaml', [{ op: 'add', path: '/list/01', value: 'b' }])).toThrow('/list/01 does not exist: the list has 1 item');
  });

  test('preserves comments and everything that it does not name', () => {
    const text = '# top\njobs:\n  # why it is there\n  test:\n    timeout: 10 # minutes\n    uses: actions/checkout@v1\n\n  # the other\n  lint: {}\n';
    expect(
      patchText(text, 'ci.yaml', [
        { op: 'replace', path: '/jobs/test/timeout', value: 30 },
        { op: 'add', path: '/jobs/test/needs', value: ['lint'] },
      ]),
    ).toBe(
      '# top\njobs:\n  # why it is there\n  test:\n    timeout: 30 # minutes\n    uses: actions/checkout@v1\n    needs:\n      - lint\n\n  # the other\n  lint: {}\n',
    );
  });

  test('keeps long text folded, and folds nothing else', () => {
    const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`).join(' ');
    const document = { alerts: { expression: words(60), nested: [{ expression: words(40) }] }, mode: 'standalone' };
    const text = printYaml(document, { foldAt: foldWidth });
    expect(text).toContain('expression: >-\n');
    const patched = { ...document, mode: words(50) };
    expect(patchText(text, 'values.yaml', [{ op: 'replace', path: '/mode', value: words(50) }])).toBe(
      text.replace('mode: standalone', `mode: ${patched.mode}`),
    );
  });

  test('keeps the comment above a moved key, and the one after a replaced value', () => {
    const text = 'first: 1\n\n# why it is there\nimages: one # short\n';
    expect(
      patchText(text, 'values.yaml', [
        { op: 'move', from: '/images', path: '/pictures' },
        { op: 'add', path: '/pictures', value: 'two' },
      ]),
    ).toBe('first: 1\n\n# why it is there\npictures: two # short\n');
    expect(patchText('jobs:\n  a: 1\n\n  b: 2\n', 'x.yaml', [{ op: 'remove', path: '/jobs/a' }])).toBe('jobs:\n  b: 2\n');
  });

  test('quotes strings that Helm and Kubernetes would not read as strings, but not for GitHub', () => {
    const value = { yes: 'no', port: '1_000', list: ['on', 'text'], number: 5 };
    const patched = patchText('a: b\n', 'charts/shop/values.yaml', [{ op: 'add', path: '/on', value }]);
    expect(patched).toBe('a: b\n"on":\n  "yes": "no"\n  port: "1_000"\n  list:\n    - "on"\n    - text\n  number: 5\n');
    expect(parse(patched, { version: '1.1' })).toEqual({ a: 'b', on: value });
    expect(patchText('name: x\n', '.github/workflows/x.yaml', [{ op: 'add', path: '/on', value: 'push' }])).toBe('name: x\non: push\n');
  });

  test('leaves every generated YAML file unchanged if there is none', () => {
    const files = goldenCases
      .flatMap(({ name }) => [...readTree(join(goldenFolder, name))])
      .filter(([path]) => /\.ya?ml$/.test(path) && !path.includes('/templates/'));
    expect(files.length).toBeGreaterThan(100);
    for (const [path, text] of files) expect(patchText(text, path, []), path).toBe(text);
  });

  test('removes the version comment when it replaces a pinned action', () => {
    const pinned = readFileSync(join(goldenFolder, 'shop/app/.github/workflows/gitops-ci.yaml'), 'utf8');
    const uses = '/jobs/test/steps/0/uses';
    expect(/uses: actions\/checkout@\w+ # v/.test(pinned)).toBe(true);
    const patched = patchText(pinned, 'ci.yaml', [{ op: 'replace', path: uses, value: `actions/checkout@${'0'.repeat(40)}` }]);
    expect(patched).toContain(`uses: actions/checkout@${'0'.repeat(40)}\n`);
  });
});

describe('a config with patches', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  /** Shop, generated, with patches added to its config. */
  async function patchShop(
    patches: string,
  ): Promise<{ run: (command: typeof generate | typeof check) => Promise<number>; read: (path: string) => string; app: string }> {
    const folder = mkdtempSync(join(tmpdir(), 'patches-'));
    folders.push(folder);
    cpSync(join(goldenFolder, 'shop'), folder, { recursive: true });
    const app = join(folder, 'app');
    const config = join(app, '.gitops-app/pipeline.config.ts');
    writeFileSync(config, readFileSync(config, 'utf8').replace('  environments: {', `  patches: [${patches}],\n$&`));
    const silent = { generators, print: () => {}, printError: () => {} };
    return { app, run: (command) => command({ ...silent, cwd: app }), read: (path) => readFileSync(join(folder, path), 'utf8') };
  }

  const problemsOf = async (patches: string) => {
    const { run, app } = await patchShop(patches);
    const before = [...readTree(join(app, '..'))];
    const error: unknown = await run(generate).catch((thrown: unknown) => thrown);
    expect([...readTree(join(app, '..'))]).toEqual(before);
    return error instanceof UserError ? error.problems.map(({ code, message, place }) => `${place?.line}:${place?.column} ${code} ${message}`) : error;
  };

  test('changes the files that it names, and the other repository replays it alone', async () => {
    const { run, read, app } = await patchShop(
      `{ output: 'app/ci', operations: [{ op: 'replace', path: '/jobs/test/timeout-minutes', value: 31 }] },
       { output: 'config/wrapper-values', path: 'charts/shop/prod-values.yaml', operations: [{ op: 'add', path: '/components/web/replicas', value: 4 }] }`,
    );
    expect(await run(generate)).toBe(0);
    expect(read('app/.github/workflows/gitops-ci.yaml')).toContain('timeout-minutes: 31\n');
    expect(parse(read('config/charts/shop/prod-values.yaml')).components.web.replicas).toBe(4);
    expect(await run(check)).toBe(0);
    const alone = { generators, print: () => {}, printError: () => {}, cwd: join(app, '../config') };
    expect(await check(alone)).toBe(0);
  });

  test('refuses every patch that does not apply, with its place, and writes nothing', async () => {
    const problems = await problemsOf(
      `{ output: 'app/cii', operations: [{ op: 'remove', path: '/jobs' }] },
       { output: 'app/ci', operations: [{ op: 'test', path: '/name', value: 'other' }] },
       { output: 'app/ci', operations: [{ op: 'replace', path: '/jobs/tset/timeout-minutes', value: 1 }] },
       { output: 'config/wrapper-values', operations: [{ op: 'remove', path: '/mode' }] },
       { output: 'config/wrapper-values', path: 'charts/shop/prd-values.yaml', operations: [{ op: 'remove', path: '/mode' }] },
       { output: 'config/wrapper-values', path: 'charts/shop/dev-values.yaml', operations: [{ op: 'replace', path: '/images/shop/tag', value: 'v1' }] },
       { output: 'config/wrapper-values', path: 'charts/shop/dev-values.yaml', operations: [{ op: 'remove', path: '/images' }] },
       { output: 'config/chart', path: 'charts/shop/templates/deployments.yaml', operations: [{ op: 'remove', path: '/kind' }] },
       { output: 'config/cd', operations: [{ op: 'remove', path: '/jobs' }] },
       { output: 'app/dockerfile', operations: [{ op: 'remove', path: '/jobs' }] }`,
    );
    expect(problems).toEqual([
      expect.stringMatching(/^\d+:\d+ PATCH_DOES_NOT_APPLY no output 'app\/cii' generates a file here\. Did you mean 'app\/ci'\? /),
      expect.stringMatching(/'test' does not apply to \.github\/workflows\/gitops-ci\.yaml: \/name is "[^"]+", not "other"$/),
      expect.stringMatching(/'replace' does not apply to \.github\/workflows\/gitops-ci\.yaml: \/jobs\/tset\/timeout-minutes does not exist$/),
      expect.stringMatching(/'config\/wrapper-values' generates 2 files; set path to one of: /),
      expect.stringMatching(/does not generate 'charts\/shop\/prd-values\.yaml'\. Did you mean 'charts\/shop\/prod-values\.yaml'\?/),
      expect.stringMatching(/the patch changes fields of charts\/shop\/dev-values\.yaml that CD writes: images\.shop\.tag, images\.shop\.digest$/),
      expect.stringMatching(/the patch removes fields of charts\/shop\/dev-values\.yaml that CD writes/),
      expect.stringMatching(/is a Helm template; use extraManifests/),
      expect.stringMatching(/is shared by all apps of the config repository/),
      expect.stringMatching(/Dockerfile cannot be patched: it is neither YAML nor JSON/),
    ]);
    expect((problems as string[]).every((line) => /^\d+:\d+ /.test(line))).toBe(true);
  });

  test('refuses values that the schema of the chart does not know, unless that is patched as well', async () => {
    const field = `{ output: 'config/chart-values', operations: [{ op: 'add', path: '/components/web/extra', value: 'x' }] }`;
    expect(await problemsOf(field)).toEqual([
      expect.stringMatching(
        /^\d+:\d+ PATCH_DOES_NOT_APPLY with this patch, the values of dev on dev-eu do not match .*\/components\/web must NOT have additional properties: 'extra'$/,
      ),
      expect.stringMatching(/values of prod on prod-dc1/),
      expect.stringMatching(/values of prod on prod-eu/),
    ]);
    const schema = `{ output: 'config/chart-schema', path: 'charts/shop/values.schema.json', operations: [{ op: 'add', path: '/$defs/Component/properties/extra', value: { type: 'string' } }] }`;
    const { run } = await patchShop(`${field}, ${schema}`);
    expect(await run(generate)).toBe(0);
  });
});
