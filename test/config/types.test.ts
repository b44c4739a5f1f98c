/** What an editor reports and completes in pipeline.config.ts, in a repository without node_modules. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ts as bundled } from 'ts-morph';
import typescript from 'typescript';
import { describe, expect, test } from 'vitest';
import { texts } from '../../src/render/texts.ts';
import { full } from '../support/sample.ts';
import { type Compiler, openEditor } from './editor.ts';

const base = readFileSync(join(import.meta.dirname, '../fixtures/editor.config.ts'), 'utf8');
const compilers: [string, Compiler][] = [
  [`TypeScript ${typescript.version}`, typescript as unknown as Compiler],
  [`ts-morph's TypeScript ${bundled.version}`, bundled],
];
const strict = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  module: bundled.ModuleKind.NodeNext,
  moduleResolution: bundled.ModuleResolutionKind.NodeNext,
  target: bundled.ScriptTarget.ES2022,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  types: [],
};
/** The options of an editor for a file without tsconfig. */
const loose = {
  allowJs: true,
  module: bundled.ModuleKind.ESNext,
  moduleResolution: bundled.ModuleResolutionKind.Bundler,
  target: bundled.ScriptTarget.ES2022,
  types: [],
};
const options = { 'a strict tsconfig': strict, 'no tsconfig': loose };

const project = { '.gitops-app/config.d.ts': texts.configTypes, 'package.json': '{ "type": "module" }', 'pipeline.config.ts': base };

/** The base config with a text replaced that occurs exactly once. */
function changed(find: string, replacement: string): string {
  expect(base.split(find), find).toHaveLength(2);
  return base.replace(find, () => replacement);
}

/** The editor must underline the text in `«»`. */
const mistakes: Record<string, [find: string, replacement: string]> = {
  'a cluster of an environment': ["['prod-dc1', 'prod-eu']", "['prod-dc1', «'prod-dc2'»]"],
  'a cluster that is overridden': ["'prod-dc1': { auxiliaryServices", "«'prod-dc9'»: { auxiliaryServices"],
  'the cluster of the hub': ["cluster: 'prod-eu' }", "«cluster»: 'prod-ue' }"],
  'the component of a route': ["public: { component: 'web'", "public: { «component»: 'wbe'"],
  'a component of an environment': ['worker: { replicas: 1 }', '«wroker»: { replicas: 1 }'],
  'a component of a cluster': ['components: { web: { replicas: 5 } }', 'components: { «wbe»: { replicas: 5 } }'],
  'the image of a component': ["image: 'worker'", "«image»: 'wroker'"],
  'the image of an override': ['web: { replicas: 3 }', "web: { replicas: 3, «image»: 'wbe' }"],
  'a route of an environment': ["routes: { public: { hosts: ['shop.example.com'] } }", "routes: { «pubic»: { hosts: ['shop.example.com'] } }"],
  'the source of a promotion': ["promoteFrom: 'dev'", "«promoteFrom»: 'dve'"],
  'an output of a service': ["{ from: 'db.url' }", "{ «from»: 'db.hots' }"],
  'a service of an output': ["{ from: 'cache.url' }", "{ «from»: 'cash.url' }"],
  'an output of another type': ["{ from: 'cache.host' }", "{ «from»: 'cache.username' }"],
  'a service of an environment': ["db: { provider: 'external'", "«dbx»: { provider: 'external'"],
  'a service of a cluster': ["db: { provider: 'operator' }", "«bd»: { provider: 'operator' }"],
  'a provider of another type': ["cache: { provider: 'embedded', dataLoss", "cache: { «provider»: 'operator', dataLoss"],
  'an unknown provider': ["db: { provider: 'embedded' }", "db: { «provider»: 'embeded' }"],
  'a field of another provider': ["db: { provider: 'operator' }", "db: { provider: 'operator', «host»: 'db.example.com' }"],
  'a provider without its host': ["cache: { provider: 'external', host: 'shop.abc.euw1.cache.amazonaws.com' }", "«cache»: { provider: 'external' }"],
  'a type of service': ["cache: { type: 'redis' }", "cache: { «type»: 'valkey' }"],
  'a setting of another type': ["cache: { type: 'redis' }", "cache: { type: 'redis', «database»: 'shop' }"],
  'an unknown field at the top': ['monitoring: {', '«montoring»: {'],
  'an unknown field of the app': ["app: { name: 'shop'", "app: { name: 'shop', «langauge»: 'node'"],
  'an unknown field of a cluster': ["storageClass: 'ceph'", "«storageclass»: 'ceph'"],
  'an unknown field of a component': ['ports: { http:', '«port»: 80, ports: { http:'],
  'an unknown field of a PodSpec': ["image: 'worker'", "image: 'worker', pod: { dnsConfig: { «option»: [] } }"],
  'a wrong choice of a PodSpec': ["image: 'worker'", "image: 'worker', pod: { «dnsPolicy»: 'Cluster' }"],
  'a field of a Container that the chart sets': ["image: 'worker'", "image: 'worker', container: { «image»: 'nginx' }"],
  'a field of a PodSpec beside pod': ["image: 'worker'", "image: 'worker', «hostAliases»: []"],
  'an unknown field of a probe': ["httpGet: { path: '/healthz'", "httpGet: { «pth»: '/', path: '/healthz'"],
  'an unknown field of a variable': ["{ name: 'shop-smtp', key: 'password' }", "{ name: 'shop-smtp', key: 'password', «optional»: true }"],
  'an unknown field of an environment': ["sync: 'manual'", "sync: 'manual', «autoSync»: false"],
  'an unknown field of an override': ["'prod-dc1': { auxiliaryServices", "'prod-dc1': { «replicas»: 2, auxiliaryServices"],
  'a wrong choice of sync': ["sync: 'manual'", "«sync»: 'manul'"],
  'a wrong choice of delivery': ["delivery: 'continuous-delivery'", "«delivery»: 'continous-delivery'"],
  'a wrong choice of approval': ["by: 'pull-request'", "«by»: 'pull request'"],
  'a string where a number is': ['containerPort: 8080', "«containerPort»: '8080'"],
  'a number where a string is': ["version: '17'", '«version»: 17'],
  'a string where an array is': ["owners: ['@acme/shop']", "«owners»: '@acme/shop'"],
  'a cluster without location': [
    "{ location: 'cloud', gateway: { name: 'dev', namespace: 'gateways' } }",
    "{ gateway: { name: 'dev', namespace: 'gateways' } }",
  ],
  'an environment without clusters': ["clusters: ['dev-eu'],", ''],
  'a registry without its role': [", role: 'shop-ci'", ''],
};

/** If a field is missing, the editor underlines the key of its object. */
const missing: Record<string, string> = {
  'a cluster without location': "'dev-eu'",
  'an environment without clusters': 'dev',
  'a registry without its role': 'registry',
};

/** ¦ is the cursor. */
const completions: Record<string, [find: string, replacement: string, expected: string[]]> = {
  'clusters of an environment': ["['prod-dc1', 'prod-eu']", "['prod-dc1', '¦']", ['dev-eu', 'prod-eu']],
  'the first cluster of an environment': ["clusters: ['dev-eu']", "clusters: ['¦']", ['dev-eu', 'prod-dc1', 'prod-eu']],
  'clusters to override': ["'prod-dc1': { auxiliaryServices", "'¦': {}, 'prod-dc1': { auxiliaryServices", ['prod-eu']],
  'the cluster of the hub': ["cluster: 'prod-eu' }", "cluster: '¦' }", ['dev-eu', 'prod-dc1', 'prod-eu']],
  'the component of a route': ["public: { component: 'web'", "public: { component: '¦'", ['web', 'worker']],
  'components of an environment': ['worker: { replicas: 1 }', '¦', ['web', 'worker']],
  'components of a cluster': ['components: { web: { replicas: 5 } }', 'components: { ¦ }', ['web', 'worker']],
  'images of a component': ["image: 'worker'", "image: '¦'", ['shop', 'worker']],
  'routes of an environment': ["routes: { public: { hosts: ['shop.example.com'] } }", 'routes: { ¦ }', ['public']],
  'environments to promote from': ["promoteFrom: 'dev'", "promoteFrom: '¦'", ['dev', 'prod']],
  'outputs of all services': ["{ from: 'db.url' }", "{ from: '¦' }", ['db.url', 'db.host', 'cache.url']],
  'outputs after a service': ["{ from: 'db.url' }", "{ from: 'db.¦' }", ['db.url', 'db.username']],
  'services of an environment': ["db: { provider: 'embedded' }, cache: { provider: 'embedded' }", '¦', ['db', 'cache']],
  'providers of PostgreSQL': ["db: { provider: 'operator' }", "db: { provider: '¦' }", ['embedded', 'operator', 'external']],
  'providers of Redis': ["cache: { provider: 'embedded', dataLoss", "cache: { provider: '¦', dataLoss", ['embedded', 'external']],
  'fields of a provider': ["db: { provider: 'operator' }", "db: { provider: 'operator', ¦ }", ['storage', 'instances']],
  'types of service': ["cache: { type: 'redis' }", "cache: { type: '¦' }", ['postgresql', 'redis', 'mariadb', 'custom']],
  'settings of a service': ["version: '17'", '¦', ['version', 'database']],
  'fields of a component': ['ports: { http:', '¦ ports: { http:', ['replicas', 'livenessProbe', 'autoscaling']],
  'fields of a Container': ["image: 'worker'", "image: 'worker', container: { ¦ }", ['envFrom', 'lifecycle', 'resources']],
  'fields of a PodSpec': ["image: 'worker'", "image: 'worker', pod: { dnsConfig: { ¦ } }", ['nameservers', 'options', 'searches']],
  'fields of an environment': ["sync: 'manual'", '¦', ['sync', 'namespace', 'mode']],
  'fields at the top': ['monitoring: {', '¦ monitoring: {', ['ci', 'generator']],
  'choices of sync': ["sync: 'manual'", "sync: '¦'", ['automatic', 'manual']],
  'choices of location': ["location: 'on-premise'", "location: '¦'", ['cloud', 'on-premise']],
  'kinds of approval': ["by: 'pull-request'", "by: '¦'", ['pull-request', 'github-environment', 'argo-cd']],
};

describe.each(compilers)('%s', (_, compiler) => {
  // Each compiler with each options in test:tools.
  const own = Object.entries(options).filter((_, index) => full || compilers[index]?.[1] === compiler);
  describe.each(own)('with %s', (_, settings) => {
    const editor = openEditor(compiler, project, settings);

    test('a valid config has no mistake', () => {
      expect(editor.mistakes('pipeline.config.ts', base)).toEqual([]);
    });

    test.each(Object.entries(mistakes))('marks %s', (name, [find, replacement]) => {
      const text = changed(find.replaceAll(/[«»]/g, ''), replacement);
      const expected = /«([^»]*)»/.exec(text)?.[1] ?? missing[name];
      const reported = editor.mistakes('pipeline.config.ts', text.replaceAll(/[«»]/g, ''));
      expect(reported.map(({ marked }) => marked)).toEqual([expected]);
    });

    test.each(Object.entries(completions))('completes %s', (_, [find, replacement, expected]) => {
      const offered = editor.completions('pipeline.config.ts', changed(find, replacement));
      expect(offered).toEqual(expect.arrayContaining(expected));
      // With more, the editor offers every global name, because it could not infer the type.
      expect(offered.length).toBeLessThan(40);
    });
  });

  test('two apps in one program keep their own names', () => {
    const mail = base.replaceAll("'prod-dc1'", "'mail-dc1'").replaceAll('web', 'mailer');
    const editor = openEditor(compiler, { ...project, 'mail/.gitops-app/config.d.ts': texts.configTypes, 'mail/pipeline.config.ts': mail }, strict);
    expect(editor.mistakes('pipeline.config.ts', base)).toEqual([]);
    const wrong = mail.replace("['mail-dc1', 'prod-eu']", "['prod-dc1', 'prod-eu']");
    expect(editor.mistakes('mail/pipeline.config.ts', wrong).map(({ marked }) => marked)).toEqual(["'prod-dc1'"]);
  });

  test('accepts values that are as const, and imported ones', () => {
    const inventory = `export const clusters = {
  'dev-eu': { location: 'cloud', gateway: { name: 'dev', namespace: 'gateways' } },
  'prod-dc1': { location: 'on-premise', storageClass: 'ceph', imagePull: { externalSecrets: 'aws' }, ingressClassName: 'haproxy' },
  'prod-eu': { location: 'cloud', gateway: { name: 'public', namespace: 'gateways' } },
} as const;
export const owners = ['@acme/shop'] as const;
`;
    const start = base.indexOf('  clusters: {\n');
    const imported =
      `import { clusters, owners } from './clusters.js';\n${base.slice(0, start)}  clusters,\n${base.slice(base.indexOf('  images: {'))}`.replace(
        "['@acme/shop']",
        'owners',
      );
    const editor = openEditor(compiler, { ...project, 'clusters.ts': inventory }, strict);
    expect(editor.mistakes('pipeline.config.ts', imported)).toEqual([]);
    const wrong = imported.replace("['prod-dc1', 'prod-eu']", "['prod-dc1', 'prod-us']");
    expect(editor.mistakes('pipeline.config.ts', wrong).map(({ marked }) => marked)).toEqual(["'prod-us'"]);
  });
});

test('there are enough cases', () => {
  expect(Object.keys(mistakes).length).toBeGreaterThanOrEqual(33);
  expect(Object.keys(completions).length).toBeGreaterThanOrEqual(20);
});
