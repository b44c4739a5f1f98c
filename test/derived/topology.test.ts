import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graph } from '../../src/commands/graph.ts';
import { hostsOf, topologyMermaid, topologyText } from '../../src/derived/topology.ts';
import type { Model } from '../../src/model/model.ts';
import { targetsOf } from '../../src/model/queries.ts';
import { codeBlocks, goldenDocuments } from '../generators/docs-files.ts';
import { goldenFolder } from '../golden/cases.ts';

const model = (path: string) => JSON.parse(readFileSync(join(goldenFolder, path), 'utf8')) as Model;
const models = [
  model('shop/config/.gitops-app/shop/model.json'),
  model('staging/config/.gitops-app/library/model.json'),
  model('per-cluster/config/.gitops-app/shop/model.json'),
  model('two-apps/config/.gitops-app/mail/model.json'),
];

let parse: (text: string) => Promise<unknown>;

beforeAll(async () => {
  const { window } = new JSDOM('<!doctype html><body></body>');
  Object.assign(globalThis, { window, document: window.document });
  const { default: mermaid } = await import('mermaid');
  mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
  parse = (text) => mermaid.parse(text);
});
// Other files of this process run without a page.
afterAll(() => void Object.assign(globalThis, { window: undefined, document: undefined }));

/** Nodes and boxes by identifier. */
function declared(drawing: string): Map<string, string> {
  const found = drawing.matchAll(/(\w+)(?:\[\(|\[\/|\(\[|\[)"([^"]*)"/g);
  return new Map([...found].map(([, id = '', label = '']) => [id, label]));
}

test('mermaid refuses a broken drawing', async () => {
  await expect(parse(topologyMermaid(models[0] as Model).replace('subgraph', 'sub graph'))).rejects.toThrow();
});

test('mermaid parses every drawing of the goldens', async () => {
  const drawings = goldenDocuments().flatMap(({ text }) => codeBlocks(text, 'mermaid'));
  expect(drawings.length).toBeGreaterThanOrEqual(6);
  for (const drawing of drawings) expect(await parse(drawing)).toMatchObject({ diagramType: 'flowchart-v2' });
});

describe.each(models)('topology of $app.name, $argocd.topology', (each) => {
  const drawing = topologyMermaid(each);

  test('draws every cluster, Application, component, service and host', () => {
    const labels = [...declared(drawing).values()];
    for (const cluster of each.clusters) expect(labels).toContain(`${cluster.name} (${cluster.location})`);
    for (const target of targetsOf(each)) {
      expect(labels).toContain(target.applicationName);
      for (const { name } of target.components) expect(labels).toContain(name);
      for (const { name } of target.auxiliaryServices) expect(labels.some((label) => label.startsWith(`${name}<br>`))).toBe(true);
      for (const host of hostsOf(target)) expect(labels).toContain(host);
    }
  });

  test('every arrow joins two things that are drawn', () => {
    const known = declared(drawing);
    const arrows = [...drawing.matchAll(/^\s*(\w+) (?:-->|-\.->|---)(?:\|"[^"]*"\|)? (\w+)/gm)];
    expect(arrows.length).toBeGreaterThan(targetsOf(each).length * 2);
    for (const [arrow, from = '', to = ''] of arrows) {
      expect(known.has(from), arrow).toBe(true);
      expect(known.has(to), arrow).toBe(true);
    }
  });

  test('is dotted where a person syncs, and nowhere else', () => {
    const manual = each.environments.flatMap(({ sync, targets }) => (sync === 'manual' ? targets : []));
    expect([...drawing.matchAll(/-\.->/g)].length).toBe(manual.length);
  });

  test('the text names each target once, under its environment', () => {
    const text = topologyText(each);
    for (const target of targetsOf(each)) expect(text.split(`Application ${target.applicationName}\n`).length).toBe(2);
    for (const { name, sync } of each.environments) expect(text).toMatch(new RegExp(`^[├└]─ ${name}: .*, ${sync} sync$`, 'm'));
  });
});

test('a quotation mark or a number sign in a label does not end it', async () => {
  const [shop] = models as [Model];
  const odd = { ...shop, repositories: { ...shop.repositories, app: { ...shop.repositories.app, slug: 'a/"]; b#1' } } };
  expect(await parse(topologyMermaid(odd))).toBeTruthy();
});

test('two targets never share an identifier', () => {
  for (const each of models) {
    const ids = [...topologyMermaid(each).matchAll(/subgraph (\w+)/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

describe('graph', () => {
  const run = async (format?: 'mermaid' | 'text') => {
    const printed: string[] = [];
    const context = { cwd: join(goldenFolder, 'two-apps/config'), generators: [], print: (text: string) => printed.push(text), printError: () => {} };
    const code = await graph({ ...context, ...(format === undefined ? {} : { format }) });
    return { code, output: printed.join('') };
  };

  test('prints every app of a config repository as text', async () => {
    const { code, output } = await run();
    expect(code).toBe(0);
    expect(output).toMatch(/^mail: acme\/mail [\s\S]*\n\nshop: acme\/shop /);
  });

  test('prints drawings that mermaid parses', async () => {
    const { output } = await run('mermaid');
    const drawings = output.split(/\n(?=flowchart)/);
    expect(drawings).toHaveLength(2);
    for (const drawing of drawings) expect(await parse(drawing)).toBeTruthy();
  });
});
