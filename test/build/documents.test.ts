import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { design } from '../../src/build/docs/design.ts';
import { documents } from '../../src/build/docs/docs.ts';
import { promises } from '../../src/build/docs/security.ts';
import { commands } from '../../src/command-line/command-descriptions.ts';
import { goldenFolder, readTree } from '../golden/cases.ts';

const root = join(import.meta.dirname, '../..');

test.each([...documents()])('%s is what npm run docs makes', (path, text) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(text);
});

describe('the design', () => {
  test.each(design)('$sentence', ({ evidence }) => {
    for (const [file, text] of Object.entries(evidence)) expect(readFileSync(join(goldenFolder, file), 'utf8'), file).toContain(text);
  });
});

describe('docs/security.md', () => {
  const attacks = readdirSync(join(root, 'test/attacks')).flatMap((file) => (file.endsWith('.test.ts') ? [file.replace('.test.ts', '')] : []));
  const scenarios = readFileSync(join(root, 'test/e2e/shop.test.ts'), 'utf8');
  test('names every attack that is played, and no other', () => {
    expect([...new Set(promises.flatMap((promise) => promise.attacks))].sort()).toEqual(attacks.sort());
  });
  test.each(promises.flatMap((promise) => promise.scenarios ?? []))('the end-to-end run has “%s …”', (title) => {
    expect(scenarios).toContain(`scenario('${title}`);
  });
});

describe('docs/errors.md', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/^(build|generated)\b|^problems.errors\.ts$/.test(file))
    .map((file) => readFileSync(join(root, 'src', file), 'utf8'));
  const codes = [...readFileSync(join(root, 'docs/errors.md'), 'utf8').matchAll(/^## (\w+)$/gm)].map(([, code = '']) => code);
  test('explains every code', () => {
    const known = readFileSync(join(root, 'src/problems/errors.ts'), 'utf8').match(/(?<=')[A-Z]+(?:_[A-Z]+)*(?=')/g) ?? [];
    expect(codes).toEqual(known.sort());
  });
  test.each(codes)('%s can be met', (code) => {
    expect(sources.some((text) => text.includes(`'${code}'`))).toBe(true);
  });
});

describe('docs/testing.md', () => {
  const [, section = ''] = readFileSync(join(root, 'docs/testing.md'), 'utf8').split('## Failure cases of regeneration');
  const rows = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| (.+?) +\| `([\w./-]+)`: (.+?) +\|$/gm)].map(([, name = '', file = '', title = '']) => ({
    name,
    file,
    title,
  }));
  test('names the failure cases', () => {
    expect(rows.length).toBeGreaterThan(60);
    expect(section.split('\n## ')[0]?.match(/^\| (?!case|--)/gm)).toHaveLength(rows.length);
  });
  test.each(rows)('$name: the test is there', ({ file, title }) => {
    const text = readFileSync(join(root, 'test', file), 'utf8');
    expect(["'", '"', '`'].some((quote) => text.includes(`${quote}${title}${quote}`))).toBe(true);
  });
});

test.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...readdirSync(join(root, 'docs')).map((file) => `docs/${file}`)])(
  'the links of %s lead to files',
  (path) => {
    const text = readFileSync(join(root, path), 'utf8').replace(/^```[\s\S]*?^```$|`[^`\n]*`/gm, '');
    for (const [, link = ''] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g))
      if (!link.includes('://')) expect(existsSync(join(root, dirname(path), link)), link).toBe(true);
  },
);

describe('README.md', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  test('is short enough to read', () => expect(Buffer.byteLength(readme)).toBeLessThanOrEqual(16 * 1024));
  test('names every command', () => {
    for (const command of Object.keys(commands)) expect(readme).toContain(`| \`${command}\``);
  });
  test('names only scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
    for (const [, script = ''] of readme.matchAll(/`npm run ([\w:]+)/g)) expect(scripts).toHaveProperty([script]);
  });
});

test('whatever is emitted or printed calls the generator at a version: without one, npm would take the newest', () => {
  for (const folder of ['src', 'generators', 'templates'])
    for (const [path, text] of readTree(join(root, folder))) expect(text, `${folder}/${path}`).not.toMatch(/npx (?:--yes|-y) create-gitops-app(?!@)/);
});
