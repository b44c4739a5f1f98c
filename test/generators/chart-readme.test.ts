/** What the README of the chart says of each release. */
import { expect, test } from 'vitest';
import { chartReadme } from '../../generators/config/chart/readme.ts';
import { examples } from '../../src/create/examples.ts';
import { resolve } from '../../src/resolve/resolve.ts';

const shop = examples.shop?.config;

test('a character that cannot be seen is escaped, and none is cut in half', () => {
  const config = structuredClone(shop) as NonNullable<typeof shop>;
  Object.assign(config.components.web?.env ?? {}, { HIDDEN: 'a\u200db\u{e0001}', LONG: '🚀'.repeat(60) });
  const [file] = chartReadme.files(resolve(config), { version: '1.0.0' });
  expect(file?.content).toContain('`"a\\u200db\\udb40\\udc01"`');
  expect(file?.content).toContain(`${'🚀'.repeat(58)}…`);
});

test('a text of one release and a map of another stand both there', () => {
  const config = structuredClone(shop) as NonNullable<typeof shop>;
  const { web } = config.components;
  const { dev } = config.environments;
  if (web === undefined || dev === undefined) throw new Error('the example has changed');
  Object.assign(web.env ?? {}, { TOKEN: { secretKeyRef: { name: 'shop-token', key: 'token' } } });
  Object.assign(dev, { components: { web: { env: { TOKEN: 'none' } } } });
  const [file] = chartReadme.files(resolve(config), { version: '1.0.0' });
  const rows = (file?.content ?? '').split('\n').filter((line) => line.includes('web.env.TOKEN'));
  expect(rows.map((row) => row.replaceAll(/ +/g, ' '))).toEqual([
    '| `components.web.env.TOKEN` | `"none"` | | |',
    '| `components.web.env.TOKEN.secretKeyRef.name` | | `"shop-token"` | `"shop-token"` |',
    '| `components.web.env.TOKEN.secretKeyRef.key` | | `"token"` | `"token"` |',
  ]);
});

test('a key that every object has by birth is of the release alone that gives it', () => {
  const config = structuredClone(shop) as NonNullable<typeof shop>;
  Object.assign(config.components.web ?? {}, { podAnnotations: { note: 'all' } });
  Object.assign(config.environments.dev ?? {}, { components: { web: { podAnnotations: { constructor: 'mine' } } } });
  const [file] = chartReadme.files(resolve(config), { version: '1.0.0' });
  const rows = (file?.content ?? '').split('\n').filter((line) => line.includes('constructor'));
  expect(rows.map((row) => row.replaceAll(/ +/g, ' '))).toEqual(['| `components.web.podAnnotations.constructor` | `"mine"` | | |']);
});
