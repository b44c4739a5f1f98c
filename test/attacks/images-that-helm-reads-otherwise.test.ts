/**
 * CD reads images line by line, Helm as YAML. A values file in which both read different images would pass every check of
 * images, and run others.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const script = join(import.meta.dirname, '../../templates/shared/images.awk');
const digest = `sha256:${'a'.repeat(64)}`;
const good = `environment: dev\nimages:\n  shop:\n    tag: "good"\n    digest: "${digest}"\n`;

function read(text: string): { status: number | null; images: string } {
  const { status, stdout } = spawnSync('awk', ['-f', script], { input: text, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  return { status, images: stdout };
}

test('a values file as it is generated is read', () => {
  expect(read(good)).toEqual({ status: 0, images: `{"shop":{"tag":"good","digest":"${digest}"}}\n` });
  expect(read(good.replaceAll('\n', '\r\n'))).toEqual({ status: 0, images: `{"shop":{"tag":"good","digest":"${digest}"}}\n` });
  expect(read(`--- # values\n${good}`)).toEqual({ status: 0, images: `{"shop":{"tag":"good","digest":"${digest}"}}\n` });
});

const other = '{ shop: { tag: evil, digest: evil } }';
describe('a file is refused', () => {
  test.each([
    ['with a value on the next line', 'images:\n  shop:\n    tag:\n      evil\n    digest:\n      "evil"\n'],
    ['with a value that goes on', good.replace('"good"', 'go\n      od')],
    ['with a return in a comment', `${good.trimEnd()} # c\r    tag: evil\r    digest: evil\n`],
    ['with a return after a comment at the top', `# storage\rimages: ${other}\n`],
    ['with the next line of Unicode (U+0085)', `# storage\u0085images: ${other}\n`],
    ['with the line separator of Unicode', `mode: x\u2028images: ${other}\n`],
    ['with the paragraph separator of Unicode', `# x\u2029images: ${other}\n`],
    ['with content behind the start of a document', `--- {images: ${other}}\n${good}`],
    ['with a second document', `${good}---\nimages: ${other}\n`],
    ['with the images twice', `${good}images: ${other}\n`],
    ['with the key in quotes', `${good}"images": ${other}\n`],
    ['with the key as an escape', `${good}"im\\u0061ges": ${other}\n`],
    ['with a merge key', `<<: {images: ${other}}\n${good}`],
  ])('%s', (_, text) => {
    expect(read(text)).toMatchObject({ status: 2 });
  });
});
