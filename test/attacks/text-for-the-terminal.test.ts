/**
 * A config or the name of a file holds what a terminal or GitHub's runner would obey: escape sequences, a bell, a line of
 * its own with a workflow command. No format prints any of it as it is.
 */
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goldenFolder } from '../golden/cases.ts';
import { type BuiltCli, builtCli } from '../support/built-cli.ts';
import { some } from '../support/sample.ts';

const formats = { check: ['text', 'json', 'github', 'sarif'], diff: ['text'], generate: ['github'] } as const;
const commands = Object.entries(formats).flatMap(([command, names]) => names.map((format) => [command, format] as const));

const evil = String.raw`x\u001b]0;title\u0007\u001b[8m\u009b31m\r\n::error::evil\n  ::set-output name=a::b\n##[group]evil\n`;

/** A change of the config for each way into a message: a value, a key, a type, an error, a path. */
const configs: Record<string, [find: string, replacement: string]> = {
  'a value': ["language: 'node'", `language: '${evil}'`],
  'a name': ['components: {', `components: { '${evil}': {},`],
  'a field': ["language: 'node'", `'${evil}': 1, language: 'node'`],
  'an enum': ["delivery: 'continuous-deployment'", `delivery: '${evil}'`],
  'a reference': ["component: 'web'", `component: '${evil}'`],
  'a path': ["path: '../config'", `path: '../${evil}'`],
  'an error': ['export default', `throw new Error('${evil}');\nexport default`],
  'a missing import': ['export default', `require('./${evil}');\nexport default`],
  'a getter': ["language: 'node'", `get language(): never { throw new Error('${evil}') }`],
  'a patch': ['environments: {', `patches: [{ output: 'app/ci', operations: [{ op: 'test', path: '/name', value: '${evil}' }] }],\n  environments: {`],
};

let cli: BuiltCli;
let folder: string;
let file: string;
let good: string;
beforeAll(async () => {
  cli = await builtCli();
  folder = mkdtempSync(join(tmpdir(), 'terminal-'));
  good = readFileSync(join(goldenFolder, 'shop/app/.gitops-app/pipeline.config.ts'), 'utf8');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function expectHarmless(printed: string, format: string): void {
  const json = format === 'json' || format === 'sarif';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
  expect(printed).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  for (const line of json ? [] : printed.split('\n')) expect(line).not.toMatch(/^\s*::(error::evil|set-output)/);
  expect(printed).not.toContain('##[');
}

describe.each(some(Object.entries(configs), 3))('%s of a config', (_, [find, replacement]) => {
  test.each(commands)('%s --format %s', (command, format) => {
    file = join(folder, '.gitops-app/pipeline.config.ts');
    expect(good).toContain(find);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      good.replace(find, () => replacement),
    );
    const { stdout, stderr } = cli.run(folder, command, '--format', format, ...(command === 'generate' ? ['--dry-run'] : []));
    expect(stdout + stderr).not.toBe('');
    expect(stdout + stderr).not.toContain('This is a bug');
    expectHarmless(stdout, format);
    expectHarmless(stderr, command === 'check' ? format : 'text');
  });
});

test('the name of a file in a record, and its content', () => {
  const app = join(folder, 'app');
  cli.run(folder, 'create', 'app', '--example', 'shop', '--yes');
  const record = join(folder, 'app/shop/.gitops-app/manifest.json');
  const path = JSON.parse(`"${evil.replaceAll(String.raw`\r`, '')}"`) as string;
  const text = JSON.parse(readFileSync(record, 'utf8'));
  text.files.push({ path, output: 'app/ci', class: 'managed', hash: 'h' });
  writeFileSync(record, JSON.stringify(text));
  appendFileSync(join(app, 'shop/.github/workflows/gitops-ci.yaml'), `# ${path}`);
  for (const [command, format] of commands) {
    const { stdout, stderr } = cli.run(join(app, 'shop'), command, '--format', format, ...(command === 'generate' ? ['--dry-run'] : []));
    expectHarmless(stderr, 'text');
    expectHarmless(stdout, format);
  }
});
