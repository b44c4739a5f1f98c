/** The place of a problem: the text that sets the value, behind variables, functions, spreads and imports. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/load/load.ts';
import { locateProblems } from '../../src/load/locate.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'locate-'));
});
afterAll(() => rmSync(root, { recursive: true }));

interface Case {
  /** Files; the expected place is between « and ». */
  files: Record<string, string>;
  pointer: string;
  onName?: boolean;
}

const pointer = '/clusters/eu/location';
const define = "import { definePipeline } from './.gitops-app/config.js';\n";
const single = (text: string, more: Partial<Case> = {}): Case => ({ files: { 'pipeline.config.ts': define + text }, pointer, ...more });

const cases: Record<string, Case> = {
  'a literal': single("export default definePipeline({ clusters: { eu: { location: «'mars'» } } });"),
  'a name': single("export default definePipeline({ clusters: { «eu»: { location: 'mars' } } });", { pointer: '/clusters/eu', onName: true }),
  'an object': single("export default definePipeline({ clusters: { eu: «{ location: 'mars' }» } });", { pointer: '/clusters/eu' }),
  'an object on several lines': single("export default definePipeline({ clusters: { eu: «{\n  location: 'mars',\n}» } });", { pointer: '/clusters/eu' }),
  'an item of an array': single("export default definePipeline({ clusters: ['a', «'b'»] });", { pointer: '/clusters/1' }),
  'a quoted key': single("export default definePipeline({ 'clusters': { 'eu': { 'location': «'mars'» } } });"),
  'satisfies, as and parentheses': single(
    "export default (definePipeline({ clusters: { eu: { location: («'mars'» as string) } as object } }) satisfies object);",
  ),
  'a constant': single("const location = «'mars'»;\nexport default definePipeline({ clusters: { eu: { location: location } } });"),
  'a shorthand': single("const location = «'mars'»;\nexport default definePipeline({ clusters: { eu: { location } } });"),
  'a field of a constant': single(
    "const places = { far: { away: «'mars'» } };\nexport default definePipeline({ clusters: { eu: { location: places.far.away } } });",
  ),
  'an item by index': single("const places = ['earth', «'mars'»];\nexport default definePipeline({ clusters: { eu: { location: places[1] } } });"),
  destructuring: single("const { far } = { far: «'mars'» };\nexport default definePipeline({ clusters: { eu: { location: far } } });"),
  'a config in a variable': single("const config = definePipeline({ clusters: { eu: { location: «'mars'» } } });\nexport default config;"),
  'a spread': single("const base = { location: «'mars'» };\nexport default definePipeline({ clusters: { eu: { name: 'x', ...base } } });"),
  'the last of several values': single(
    "const base = { location: 'earth' };\nexport default definePipeline({ clusters: { eu: { ...base, location: «'mars'» } } });",
  ),
  'a conditional spread': single("const far = true;\nexport default definePipeline({ clusters: { eu: { ...(far && { location: «'mars'» }) } } });"),
  'a spread array': single("const more = ['b', «'c'»];\nexport default definePipeline({ clusters: ['a', ...more, 'd'] });", { pointer: '/clusters/2' }),
  'an item after a spread that cannot be read': single(
    "const more = process.argv.slice(0, 2);\nexport default definePipeline({ clusters: ['a', ...more, «'d'»] });",
    { pointer: '/clusters/3' },
  ),
  'a computed key': single("const name = 'eu';\nexport default definePipeline({ clusters: { [name]: { location: «'mars'» } } });"),
  'an enum': single("enum Place { Mars = «'mars'» }\nexport default definePipeline({ clusters: { eu: { location: Place.Mars } } });"),
  'a helper': single(
    "function cluster(location: string) {\n  return { location };\n}\nexport default definePipeline({ clusters: { eu: cluster(«'mars'») } });",
  ),
  'an arrow with a default': single(
    "const cluster = (location = «'mars'») => ({ location });\nexport default definePipeline({ clusters: { eu: cluster() } });",
  ),
  'a helper of an object': single(
    "const cluster = ({ location }: { location: string }) => ({ location });\nexport default definePipeline({ clusters: { eu: cluster({ location: «'mars'» }) } });",
  ),
  'a helper called twice': single(
    "const cluster = (location: string) => ({ location });\nexport default definePipeline({ clusters: { us: cluster('earth'), eu: cluster(«'mars'») } });",
  ),
  'a computed object: the nearest place': single(
    "export default definePipeline({ «clusters»: Object.fromEntries(['eu'].map((name) => [name, { location: 'mars' }])) });",
  ),
  'a negative number': single('export default definePipeline({ replicas: «-1» });', { pointer: '/replicas' }),
  'a missing field': single('export default definePipeline({ clusters: { «eu»: {} } });', { pointer: '/clusters/eu', onName: true }),
  'the whole config': single('export default «definePipeline({})»;', { pointer: '', onName: true }),
  'another file': {
    files: {
      'pipeline.config.ts': `${define}import { clusters } from './clusters';\nexport default definePipeline({ clusters });`,
      'clusters.ts': "export const clusters = { eu: { location: «'mars'» } };",
    },
    pointer,
  },
  'a default import, by .js': {
    files: {
      'pipeline.config.ts': `${define}import clusters from './clusters.js';\nexport default definePipeline({ clusters });`,
      'clusters.ts': "export default { eu: { location: «'mars'» } };",
    },
    pointer,
  },
  'a namespace': {
    files: {
      'pipeline.config.ts': `${define}import * as places from './places.ts';\nexport default definePipeline({ clusters: { eu: { location: places.far } } });`,
      'places.ts': "export const far = «'mars'»;",
    },
    pointer,
  },
  'a renamed import': {
    files: {
      'pipeline.config.ts': `${define}import { all as clusters } from './inventory';\nexport default definePipeline({ clusters });`,
      'inventory/index.ts': "export const all = { eu: { location: «'mars'» } };",
    },
    pointer,
  },
  'a file that re-exports a name': {
    files: {
      'pipeline.config.ts': `${define}import { clusters } from './all';\nexport default definePipeline({ clusters });`,
      'all.ts': "export { inventory as clusters } from './inventory';",
      'inventory.ts': "export const inventory = { eu: { location: «'mars'» } };",
    },
    pointer,
  },
  'a file that re-exports everything': {
    files: {
      'pipeline.config.ts': `${define}import { clusters } from './all';\nexport default definePipeline({ clusters });`,
      'all.ts': "export * from './inventory';",
      'inventory.ts': "export const clusters = { eu: { location: «'mars'» } };",
    },
    pointer,
  },
  JSON: {
    files: {
      'pipeline.config.ts': `${define}import clusters from './clusters.json';\nexport default definePipeline({ clusters });`,
      'clusters.json': '{\n  "eu": { "location": «"mars"» }\n}',
    },
    pointer,
  },
};

const positionAfter = (text: string) => ({ line: text.split('\n').length, column: text.length - text.lastIndexOf('\n') });

describe('the place of', () => {
  test.each(Object.entries(cases))('%s', async (_, { files, pointer: at, onName = false }) => {
    const folder = mkdtempSync(join(root, 'case-'));
    let expected = {};
    for (const [path, marked] of Object.entries(files)) {
      const [before = '', value = ''] = marked.split(/[«»]/);
      if (marked.includes('«')) expected = { place: { file: path, ...positionAfter(before) }, end: positionAfter(before + value) };
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), marked.replace(/[«»]/g, ''));
    }
    const file = join(folder, 'pipeline.config.ts');
    const { data } = await loadConfig(file);
    const [problem] = await locateProblems([{ code: 'WRONG_VALUE', severity: 'error', message: '', pointer: at, onName }], file, data, folder);
    expect({ place: problem?.place, end: problem?.end }).toEqual(expected);
  });
});

test('a config with a cycle ends', async () => {
  const folder = mkdtempSync(join(root, 'circle-'));
  const file = join(folder, 'pipeline.config.ts');
  writeFileSync(file, 'const a: object = b;\nvar b: object = a;\nexport default { clusters: a };');
  const [problem] = await locateProblems([{ code: 'WRONG_VALUE', severity: 'error', message: '', pointer }], file, {}, folder);
  expect(problem?.place).toMatchObject({ file: 'pipeline.config.ts', line: 3 });
});
