/** Refusals of add: every problem at once, with its location and what to do instead; nothing is written. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { treeOf, write } from '../support/workspace.ts';
import { openGenerated } from './run-add.ts';
import { cluster, type Pieces, smallConfig } from './small-config.ts';

interface Refusal {
  /** « marks the location of the problem. */
  pieces: Pieces;
  line?: string;
  message: string;
  /** Lines to add by hand, with the objects that get them. */
  byHand?: string;
}

const shared = { '.gitops-app/shared.ts': `export const shared = { ${cluster} } as const;\nexport default shared;\n` };
const fromShared = "import { shared } from './shared.ts';\n";
const inClusters = "  in clusters:\n    dc2: { location: 'on-premise' },";
const environment = (fields: string) => `{ clusters: ['dev-eu'], delivery: 'continuous-deployment', sync: 'automatic'${fields} }`;

const refusals: Record<string, Refusal> = {
  'what a function returns': {
    pieces: { before: `const known = () => ({ ${cluster} }) as const;\n`, clusters: 'clusters: «known()' },
    message: 'add cannot edit clusters: it is returned by known()',
  },
  'what Object.freeze returns': {
    pieces: { clusters: `clusters: «Object.freeze({ ${cluster} })` },
    message: 'add cannot edit clusters: it is returned by Object.freeze()',
  },
  'what another file exports': {
    pieces: { before: fromShared, clusters: 'clusters: «shared' },
    message: 'add cannot edit clusters: shared comes from ./shared.ts',
  },
  'what another file exports by default, under a short name': {
    pieces: { before: "import clusters from './shared.ts';\n", clusters: '«clusters' },
    message: 'add cannot edit clusters: clusters comes from ./shared.ts',
  },
  'a field of something else': {
    pieces: { before: "import * as all from './shared.ts';\n", clusters: 'clusters: «all.shared' },
    message: 'add cannot edit clusters: it is computed: all.shared',
  },
  'a spread in it': {
    pieces: { before: fromShared, clusters: "clusters: { 'dc1': { location: 'on-premise' }, «...shared }" },
    message: 'add cannot edit clusters: it contains ...shared',
  },
  'a spread around it': {
    pieces: { before: "import { shared } from './shared.ts';\nconst base = { clusters: shared } as const;\n", clusters: '«...base' },
    message: 'add cannot edit clusters: it contains ...base',
  },
  'a spread that overrides it': {
    pieces: { before: `const late: object = { clusters: { ${cluster} } };\n`, clusters: `clusters: { ${cluster} },\n  ...late` },
    message: 'add cannot edit the config: clusters.dc2 would get another value, because the config computes it from the edited object',
  },
  'a computed name in it': {
    pieces: { before: "const first = 'dc1';\n", clusters: `clusters: { ${cluster}, «[first]: { location: 'on-premise' } }` },
    message: 'add cannot edit clusters: it contains [first], which is computed',
  },
  'a getter in it': {
    pieces: { clusters: `clusters: { ${cluster}, «get dc1() { return { location: 'on-premise' as const }; } }` },
    message: 'add cannot edit clusters: it contains dc1, which is computed',
  },
  'a condition': {
    pieces: { before: fromShared, clusters: 'clusters: «1 > 2 ? { ...shared } : shared' },
    message: 'add cannot edit clusters: it is computed: 1 > 2 ? { ...shared } : shared',
  },
  'a variable that may change': {
    pieces: { before: `let «known = { ${cluster} } as const;\n`, clusters: 'clusters: known' },
    message: 'add cannot edit clusters: the variable known is not a constant',
  },
  'a constant that two environments share': {
    pieces: {
      before: 'const both = { ports: {} } as const;\nconst routes = {};\n',
      fields: "  routes: { public: { component: 'web', port: 'http' } },\n",
      environments: `environments: { dev: ${environment(', routes')}, test: ${environment(', routes')} }`,
    },
    line: 'route admin --component web --port http --path /admin --host dev=admin.example.com',
    message: 'add cannot edit the config: environments.test.routes.admin would get another value, because the config computes it from the edited object',
    byHand:
      "  in routes:\n    admin: { component: 'web', port: 'http', path: '/admin' },\n  in environments.dev.routes:\n    admin: { hosts: ['admin.example.com'] },",
  },
  'a config that another file exports': {
    pieces: { begin: 'const config = definePipeline({', end: '});\nexport { config as default };' },
    message: 'add cannot edit the config: its default export is not an object literal',
  },
  'a function around the config': {
    pieces: { before: 'const checked = <Config>(config: Config): Config => definePipeline(config as never) as never;\n', begin: 'export default «checked({' },
    message: 'add cannot edit the config: it is returned by checked()',
  },
};

describe('add refuses', () => {
  test.each(Object.entries(refusals))('%s', async (_, { pieces, line = 'cluster dc2 --location on-premise', message, byHand = inClusters }) => {
    const text = smallConfig(pieces);
    const above = text.split('«')[0]?.split('\n') ?? [];
    const { problems, folder, check } = await openGenerated((_, app) => {
      write(app, shared);
      return text.replace('«', '');
    });
    const before = treeOf(folder);
    const [problem, ...others] = await problems(line);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'CONFIG_NOT_EDITABLE', severity: 'error', message, place: { file: '.gitops-app/pipeline.config.ts' } });
    expect(problem?.hint).toBe(`Nothing was written. Add these lines by hand, then run generate:\n${byHand}`);
    if (text.includes('«')) expect([problem?.place?.line, problem?.place?.column]).toEqual([above.length, (above.at(-1)?.length ?? 0) + 1]);
    expect(treeOf(folder)).toEqual(before);
    expect((await check()).code).toBe(0);
  });

  test('every computed object, with all lines', async () => {
    const { problems } = await openGenerated(() =>
      smallConfig({
        before: "const hosts = () => ({});\nconst ways = () => ({ public: { component: 'web', port: 'http' } }) as const;\n",
        fields: '  routes: ways(),\n',
        environments: `environments: { dev: ${environment(', routes: hosts()')} }`,
      }),
    );
    const found = await problems('route admin --component web --port http --path /admin --host dev=admin.example.com');
    expect(found.map(({ message }) => message)).toEqual([
      'add cannot edit routes: it is returned by ways()',
      'add cannot edit environments.dev.routes: it is returned by hosts()',
    ]);
    for (const { hint } of found) expect(hint).toMatch(/in routes:\n {4}admin: .*\n {2}in environments\.dev\.routes:\n {4}admin: \{ hosts: /);
  });

  test.each(['./config.js', 'create-gitops-app'])('a violation of the emitted types, imported as %s', async (module) => {
    const { problems, app, read } = await openGenerated(() =>
      smallConfig({ before: `const known = {\n  'dev-eu': { location: 'cloud' as const },\n};\n`, clusters: 'clusters: known' }).replace('./config.js', module),
    );
    const before = read();
    // The types to be written count, not those on disk.
    write(app, { '.gitops-app/config.d.ts': 'export declare const definePipeline: (config: unknown) => unknown;\n' });
    const [problem, ...others] = await problems('cluster dc2 --location on-premise');
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'CONFIG_TYPE_ERROR', place: { file: '.gitops-app/pipeline.config.ts', line: 10 } });
    expect(problem?.message).toContain(`Type 'string' is not assignable to type '"cloud" | "on-premise"'`);
    expect(read()).toBe(before);
  });

  test('a violation of types in the file', async () => {
    const { problems, folder } = await openGenerated(() =>
      smallConfig({
        before: `const known: Record<'dev-eu', { location: 'cloud' }> = {\n  'dev-eu': { location: 'cloud' },\n};\n`,
        clusters: 'clusters: known',
      }),
    );
    const before = treeOf(folder);
    const [problem, ...others] = await problems('cluster dc2 --location on-premise');
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'CONFIG_TYPE_ERROR', place: { file: '.gitops-app/pipeline.config.ts', line: 4 } });
    expect(problem?.message).toContain("'dc2' does not exist in type 'Record<\"dev-eu\"");
    expect(problem?.hint).toContain(inClusters);
    expect(treeOf(folder)).toEqual(before);
  });
});

/** A command line, and its problems. */
const wrong: [string, [code: string, message: string, line?: number][]][] = [
  ['cluster dev-eu --location cloud', [['USAGE', "cluster 'dev-eu' already exists", 14]]],
  ['component web', [['USAGE', "component 'web' already exists", 24]]],
  ['service db --type redis --provider embedded', [['USAGE', "service 'db' already exists", 31]]],
  ['route public --component web --port http --host dev=a.example.com', [['USAGE', "route 'public' already exists", 30]]],
  [
    'environment prod --clusters dev-eu --delivery continuous-deployment --sync manual --provider embedded',
    [['USAGE', "environment 'prod' already exists", 45]],
  ],
  ['cluster prod-dc2', [['USAGE', 'not a terminal, so it cannot prompt; missing: --location']]],
  ['environment staging', [['USAGE', 'not a terminal, so it cannot prompt; missing: --clusters, --delivery, --sync, --provider db=…, --provider cache=…']]],
  [
    'environment staging --clusters dev-eu --delivery continuous-delivery --sync manual --provider db=external --provider cache=embedded',
    [['USAGE', 'not a terminal, so it cannot prompt; missing: --promote-from, --approval, --reviewers, --provider-host db=…, --provider-secret db=…']],
  ],
  ['service queue', [['USAGE', 'not a terminal, so it cannot prompt; missing: --type']]],
  ['service queue --type redis --provider dev=embedded', [['USAGE', 'not a terminal, so it cannot prompt; missing: --provider prod=…']]],
  [
    'service files --type object-store',
    [
      [
        'USAGE',
        'not a terminal, so it cannot prompt; missing: --provider-host dev=…, --provider-bucket dev=…, --provider-secret dev=…, --provider-host prod=…, --provider-bucket prod=…, --provider-secret prod=…',
      ],
    ],
  ],
  ['route admin', [['USAGE', 'not a terminal, so it cannot prompt; missing: --component, --port, --host']]],
  ['cluster Prod_2 --location cloud', [['INVALID_NAME', "'Prod_2' is not a valid name in clusters", 13]]],
  ['cluster __proto__ --location cloud', [['INVALID_NAME', "'__proto__' cannot be used as a name in clusters", 13]]],
  [
    'environment staging --clusters dev-ue,prod-eu --delivery continuous-deployment --sync automatic --provider embedded',
    [
      [
        'UNKNOWN_CLUSTER',
        "--clusters: environments.staging.clusters[0] is 'dev-ue'; known clusters: 'dev-eu', 'prod-dc1', 'prod-eu'. Did you mean 'dev-eu'?",
        33,
      ],
    ],
  ],
  [
    'route admin --component wbe --port http --host dev=admin.example.com',
    [['UNKNOWN_COMPONENT', "--component: routes.admin.component is 'wbe'; known components: 'web'. Did you mean 'web'?", 30]],
  ],
  ['route admin --component web --port htp --host dev=admin.example.com', [['UNKNOWN_PORT', "--port: routes.admin.port is 'htp'", 30]]],
  [
    'route admin --component web --port http --host prd=admin.example.com',
    [['UNKNOWN_ENVIRONMENT', "--host has 'prd'; known environments: 'dev', 'prod'. Did you mean 'prod'?"]],
  ],
  [
    'service queue --type redis --provider dev=embedded --provider prod=operator',
    [['SERVICE_PROVIDER_UNSUPPORTED', '--provider: environments.prod.auxiliaryServices.queue', 54]],
  ],
  ['service events --type custom --provider-host kafka.example.com', [['USAGE', 'missing: --provider-port dev=…, --provider-port prod=…']]],
  [
    'service pages --type memcached --provider embedded --provider-port dev=port --provider-secret prod=shop-pages',
    [
      ['USAGE', "--provider-port dev=… is for an external provider, but the provider of 'dev' is embedded"],
      ['USAGE', '--provider-port must be a number, not port'],
      ['USAGE', '--provider-secret prod=…: memcached has no credentials'],
    ],
  ],
  [
    'service queue --type redis --provider embedded',
    [['EMBEDDED_DATA_LOSS', "--provider: 'queue' is embedded in 'prod', which requires approval, but has no backup and no failover", 54]],
  ],
  [
    'component worker --env PASSWORD=hunter2',
    [['PLAIN_TEXT_SECRET', '--env: components.worker.env.PASSWORD is a secret in plain text, visible to everybody who can read the repository', 23]],
  ],
  ['cron-job clean-up', [['USAGE', 'missing: --schedule']]],
  ['cron-job clean-up --schedule @daily', [['WRONG_VALUE', "--schedule: cronJobs['clean-up'].schedule is '@daily'", 4]]],
  [
    'job web --backoff-limit many --active-deadline-seconds 1m --env QUEUE',
    [
      ['USAGE', '--env must be NAME=value, NAME=from:service.output or NAME=secret:name/key, not QUEUE'],
      ['USAGE', '--backoff-limit must be a number, not many'],
      ['USAGE', '--active-deadline-seconds must be a number, not 1m'],
    ],
  ],
  ['job web', [['NAME_DUPLICATE', "components.web and jobs.web both create the workload 'shop-web'", 4]]],
  [
    'component web --port http --env QUEUE --replicas many --health /healthz',
    [
      ['USAGE', "component 'web' already exists", 24],
      ['USAGE', '--port must be name=number, not http'],
      ['USAGE', '--env must be NAME=value, NAME=from:service.output or NAME=secret:name/key, not QUEUE'],
      ['USAGE', '--replicas must be a number, not many'],
    ],
  ],
  [
    'service db --provider staging=embedded',
    [
      ['USAGE', "service 'db' already exists", 31],
      ['UNKNOWN_ENVIRONMENT', "--provider has 'staging'; known environments: 'dev', 'prod'."],
      ['USAGE', 'not a terminal, so it cannot prompt; missing: --type'],
    ],
  ],
  [
    'cluster prod-dc2 --gateway public --image-pull always',
    [
      ['USAGE', '--gateway must be namespace/name, not public'],
      ['USAGE', '--image-pull must be node, secret=name, externalSecrets=name or mirror=host, not always'],
      ['USAGE', 'not a terminal, so it cannot prompt; missing: --location'],
    ],
  ],
];

describe('add reports the problems of', () => {
  test.each(wrong)('%s', async (line, expected) => {
    const { problems, folder, read } = await openGenerated();
    const before = treeOf(folder);
    const found = (await problems(line)).filter(({ severity }) => severity === 'error');
    expect(
      found.map(({ code, message, place }) => [code, message, ...(place === undefined ? [] : [`${place.line}: ${read().split('\n')[place.line - 1]}`])]),
    ).toEqual(
      expected.map(([code, message, at]) => [code, expect.stringContaining(message), ...(at === undefined ? [] : [`${at}: ${read().split('\n')[at - 1]}`])]),
    );
    expect(treeOf(folder)).toEqual(before);
  });

  test('a component without an image, if there are several', async () => {
    const { problems, add, read } = await openGenerated((text) =>
      text
        .replace('  components: {', "  images: { api: {}, jobs: { dockerfile: 'jobs/Dockerfile' } },\n  components: {")
        .replace('web: {', "web: {\n      image: 'api',"),
    );
    expect((await problems('component worker'))[0]?.message).toMatch(/missing: --image$/);
    expect((await add('component worker --image jobs')).code).toBe(0);
    expect(read()).toContain("    worker: {\n      image: 'jobs',\n    },\n");
  });
});

test('a config that is not UTF-8 is not written', async () => {
  const { problems, app } = await openGenerated();
  const file = join(app, '.gitops-app/pipeline.config.ts');
  writeFileSync(file, Buffer.concat([Buffer.from('// caf\xe9\n', 'latin1'), Buffer.from(smallConfig({}))]));
  expect((await problems('component worker'))[0]?.message).toBe('.gitops-app/pipeline.config.ts is not UTF-8');
});
