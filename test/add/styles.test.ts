/** Configs in other code styles: additions match the style, and the rest stays unchanged. */
import { describe, expect, test } from 'vitest';
import { added, openGenerated } from './run-add.ts';
import { cluster, gateway, smallConfig } from './small-config.ts';

interface Style {
  /** Rewrites the text of the shop example. */
  rewrite: (text: string) => string;
  line: string;
  /** The inserted texts, in order. */
  texts: string[];
}

const clusters = (text: string) => smallConfig({ clusters: `clusters: ${text}` });
const addCluster = 'cluster dc2 --location on-premise';
const queue = 'service queue --type redis --provider embedded --accept-data-loss prod';

const styles: Record<string, Style> = {
  'double quotes': {
    rewrite: (text) => text.replaceAll("'", '"'),
    line: 'cluster dc-2 --location on-premise',
    texts: ['\n    "dc-2": { location: "on-premise" },'],
  },
  tabs: {
    rewrite: (text) => text.replace(/^( {2})+/gm, (blanks) => '\t'.repeat(blanks.length / 2)),
    line: 'component worker --args work --replicas 1',
    texts: ["\n\t\tworker: {\n\t\t\targs: ['work'],\n\t\t\treplicas: 1,\n\t\t},"],
  },
  'four blanks': {
    rewrite: (text) => text.replace(/^( {2})+/gm, (blanks) => blanks + blanks),
    line: 'component worker --args work',
    texts: ["\n        worker: {\n            args: ['work'],\n        },"],
  },
  'no trailing comma': {
    rewrite: (text) => text.replace(/,(\n *[}\])])/g, '$1'),
    line: 'component worker --args work --replicas 1',
    texts: ["'cache.url' } }\n    }»,", "\n    worker: {\n      args: ['work'],\n      replicas: 1\n    }"],
  },
  'a compact config': {
    rewrite: (text) =>
      text
        .replace(/\/\/.*\n/g, '\n')
        .replace(/,?\s*\n\s*/g, (blanks) => (blanks.includes(',') ? ', ' : ' '))
        .replace(/, ([}\]])/g, ' $1')
        .replace(/^import.*?; /, (line) => `${line.trim()}\n`),
    line: queue,
    texts: [", queue: { type: 'redis' }", ", queue: { provider: 'embedded' }", ", queue: { provider: 'embedded', dataLoss: 'accepted' }"],
  },
  'no blanks in braces': {
    rewrite: (text) => text.replace(/\{ (?=\S)/g, '{').replace(/(?<=\S) \}/g, '}'),
    line: 'route admin --component web --port http --path /admin --host dev=admin.dev.example.com',
    texts: [", admin: {component: 'web', port: 'http', path: '/admin'}", ", admin: {hosts: ['admin.dev.example.com']}"],
  },
  'CR and LF': {
    rewrite: (text) => text.replaceAll('\n', '\r\n'),
    line: 'component worker --args work',
    texts: ["\r\n    worker: {\r\n      args: ['work'],\r\n    },"],
  },
  'a byte order mark': { rewrite: (text) => `\ufeff${text}`, line: addCluster, texts: ["\n    dc2: { location: 'on-premise' },"] },
  'a byte order mark, CR and LF, no end of line': {
    rewrite: (text) => `\ufeff${text.trimEnd().replaceAll('\n', '\r\n')}`,
    line: addCluster,
    texts: ["\r\n    dc2: { location: 'on-premise' },"],
  },
  'names in quotes': {
    rewrite: (text) => text.replace(/\b([A-Za-z]+): /g, '"$1": ').replaceAll("'", '"'),
    line: addCluster,
    texts: ['\n    "dc2": { "location": "on-premise" },'],
  },
  satisfies: {
    rewrite: (text) =>
      text
        .replace('{ definePipeline }', '{ definePipeline, type PipelineConfig }')
        .replace('export default definePipeline({', 'export default definePipeline(({')
        .replace('});', '}) satisfies PipelineConfig);'),
    line: addCluster,
    texts: ["\n    dc2: { location: 'on-premise' },"],
  },
  'a variable of the file': {
    rewrite: (text) =>
      text.replace('export default definePipeline({', 'const config = {').replace('});', '} as const;\n\nexport default definePipeline(config as never);'),
    line: addCluster,
    texts: ["\n    dc2: { location: 'on-premise' },"],
  },
  'variables behind variables': {
    rewrite: () =>
      clusters('clusters')
        .replace('export default', `const known = {\n  ${cluster}, // the first\n};\nconst clusters = known;\n\nexport default`)
        .replace('clusters: clusters', 'clusters'),
    line: addCluster,
    texts: ["\n  dc2: { location: 'on-premise' },"],
  },
  'comments before the closing brace': {
    rewrite: () => clusters(`{\n    ${cluster}, // ours\n    // dc1 is gone since 2024.\n    /* and\n       dc0 */\n\n  }`),
    line: addCluster,
    texts: ["    dc2: { location: 'on-premise' },\n"],
  },
  'a comment behind the last entry, without a comma': {
    rewrite: () => clusters(`{\n    ${cluster} // ours\n  }`),
    line: addCluster,
    texts: ["'gateways' } }»,", "    dc2: { location: 'on-premise' }\n"],
  },
  'a comment on one line': {
    rewrite: () => clusters(`{ ${cluster} /* ours */ }`),
    line: addCluster,
    texts: ["'gateways' } }»,", " dc2: { location: 'on-premise' }"],
  },
  'a trailing comma on one line': { rewrite: () => clusters(`{ ${cluster}, }`), line: addCluster, texts: [" dc2: { location: 'on-premise' },"] },
  'a brace behind the last entry': {
    rewrite: () => clusters(`{ 'dc1': { location: 'on-premise' },\n              ${cluster} }`),
    line: addCluster,
    texts: [",\n              dc2: { location: 'on-premise' }"],
  },
  'a brace of its own behind one line': {
    rewrite: () => clusters(`{ ${cluster}\n  }`),
    line: addCluster,
    texts: ["'gateways' } }»,", "    dc2: { location: 'on-premise' }\n"],
  },
  'commas at the front': {
    rewrite: () => clusters(`{\n      ${cluster}\n    , 'dc1': { location: 'on-premise' }\n  }`),
    line: addCluster,
    texts: ["'on-premise' }»,", "    dc2: { location: 'on-premise' }\n"],
  },
  'a new field, in its place': {
    rewrite: () => clusters(`{ ${cluster} }`).replace("sync: 'automatic' }", "sync: 'automatic', overrides: {} }"),
    line: queue.replace(' --accept-data-loss prod', ''),
    texts: ["\n  auxiliaryServices: { queue: { type: 'redis' } },", " auxiliaryServices: { queue: { provider: 'embedded' } },"],
  },
  'a new field behind a comment': {
    rewrite: () => clusters(`{ ${cluster} }`).replace('8080 } } } },', '8080 } } } }, // it listens\n  // where it runs'),
    line: 'route public --component web --port http --host dev=shop.dev.example.com',
    texts: ["  routes: { public: { component: 'web', port: 'http' } },\n", ", routes: { public: { hosts: ['shop.dev.example.com'] } }"],
  },
  'an empty object': {
    rewrite: () => clusters(`{ ${cluster} }`).replace('  environments:', '  routes: {},\n  environments:'),
    line: 'route public --component web --port http --host dev=shop.dev.example.com',
    texts: [" public: { component: 'web', port: 'http' } ", ", routes: { public: { hosts: ['shop.dev.example.com'] } }"],
  },
  'an empty object with a comment': {
    rewrite: () => clusters(`{ ${cluster} }`).replace('  environments:', '  routes: {\n    // none yet\n  },\n  environments:'),
    line: 'route public --component web --port http --host dev=shop.dev.example.com',
    texts: ["    public: { component: 'web', port: 'http' },\n", ", routes: { public: { hosts: ['shop.dev.example.com'] } }"],
  },
  'a spread beside it': {
    rewrite: () => smallConfig({ before: 'const base = { monitoring: { prometheus: true } } as const;\n', fields: '  ...base,\n' }),
    line: addCluster,
    texts: [", dc2: { location: 'on-premise' }"],
  },
  'no definePipeline': {
    rewrite: () => smallConfig({ begin: 'export default {', end: '};' }),
    line: addCluster,
    texts: [", dc2: { location: 'on-premise' }"],
  },
  'values that are computed beside it': {
    rewrite: () => smallConfig({ before: 'const place = () => "cloud" as const;\n', clusters: `clusters: { 'dev-eu': { location: place() } }` }),
    line: addCluster,
    texts: [", dc2: { location: 'on-premise' }"],
  },
  'a computed name beside it': {
    rewrite: () => clusters(`{ ['dev-eu']: { location: 'cloud', ${gateway} } }`),
    line: addCluster,
    texts: [", dc2: { location: 'on-premise' }"],
  },
};

describe('add to a config with', () => {
  test.each(Object.entries(styles))('%s', async (_, { rewrite, line, texts }) => {
    const { add, read, check } = await openGenerated(rewrite);
    const before = read();
    const { code, err } = await add(line);
    expect(code, err).toBe(0);
    expect(added(before, read(), texts)).toBe(before);
    expect((await check()).code).toBe(0);
  });
});
