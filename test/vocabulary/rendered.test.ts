/** Every field of a process reaches the objects that Helm renders: a value that no template reads is found here, by name. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chart } from '../../generators/config/chart/chart.ts';
import type { Values } from '../../src/chart/named-values.ts';
import { targetValues } from '../../src/chart/values.ts';
import { examples } from '../../src/create/examples.ts';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import type { Model } from '../../src/model/model.ts';
import { chartPath } from '../../src/model/names.ts';
import { plan } from '../../src/plan/plan.ts';
import type { Kind } from '../../src/process-fields/field.ts';
import { fieldsOf } from '../../src/process-fields/index.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { anyHelm, template } from '../judges/helm.ts';
import { judgeObjects } from '../judges/objects.ts';
import { type KubernetesObject, parseObjects, sentinel } from '../judges/renders.ts';
import { drawWith, type Fields } from '../properties/draw.ts';
import { configSchema } from './leaves.ts';
import { unique } from './samples.ts';

const shop = (examples.shop?.config ?? {}) as PipelineConfig;
const exposed = { service: { type: 'LoadBalancer' }, ports: { http: { containerPort: 8080, exposed: true }, metrics: { containerPort: 9090 } } };
const own = { data: { mountPath: '/data', size: '1Gi' } };

/** Each workload that the chart makes of a process, and what a process of it has, so that each of its fields can take effect. */
const workloads: readonly { workload: string; kind: Kind; base: Fields; without?: readonly string[] }[] = [
  { workload: 'Deployment', kind: 'component', base: { image: 'shop', ...exposed } },
  {
    workload: 'StatefulSet',
    kind: 'component',
    base: { image: 'shop', ...exposed, mode: 'standalone', volumes: own },
    // One pod, always; another mode or other volumes would make it a Deployment, where they are tested.
    without: ['replicas', 'autoscaling', 'mode', 'volumes'],
  },
  { workload: 'Job', kind: 'job', base: { image: 'shop' } },
  { workload: 'CronJob', kind: 'cronJob', base: { image: 'shop', schedule: '0 0 * * *' } },
];
const definitions: Readonly<Record<Kind, string>> = { component: 'Component', job: 'Job', cronJob: 'CronJob' };

/** Values of fields that other parts of the config must go with; those of every other field are drawn from its schema. */
const given: Fields = {
  image: 'other',
  uses: ['cache'],
  env: { CACHE: { from: 'cache.host' } },
  ports: { http: { containerPort: 8081, exposed: true }, metrics: { containerPort: 9090 } },
  service: { type: 'NodePort' },
  metrics: { port: 'metrics', path: '/other' },
  pod: { dnsConfig: { options: [{ name: 'ndots', value: '2' }] } },
  container: { resources: { limits: { 'nvidia.com/gpu': 1 } } },
  volumes: { shared: { mountPath: '/shared', size: '1Gi', accessModes: ['ReadWriteMany'] } },
};

/** Three values of a field, the largest that are drawn: the small ones may be its default. */
function valuesOf(kind: Kind, field: string): unknown[] {
  if (Object.hasOwn(given, field)) return [given[field]];
  const schema = configSchema.$defs?.[definitions[kind]]?.properties?.[field] ?? {};
  const drawn = fc.gen().map((make) => drawWith(make).value(schema));
  const size = (value: unknown) => JSON.stringify(value).length;
  return unique(fc.sample(drawn, 20))
    .sort((one, other) => size(other) - size(one))
    .slice(0, 3);
}

/** Processes that differ from the base of their workload in one field alone, by that field. */
const cases = workloads.flatMap(({ workload, kind, base, without = [] }) =>
  fieldsOf(kind)
    .filter(([field]) => !without.includes(field))
    .map(([field]) => ({
      workload,
      kind,
      field,
      processes: valuesOf(kind, field).map((value, index) => ({
        name: `${workload}-${field}-${index}`.toLowerCase(),
        before: base,
        after: { ...base, [field]: value },
      })),
    })),
);

/** All processes of a kind by name, before or after their field has changed. */
function processes(of: Kind, state: 'before' | 'after'): Fields {
  return Object.fromEntries(cases.filter(({ kind }) => kind === of).flatMap((each) => each.processes.map((process) => [process.name, process[state]])));
}

const modelOf = (state: 'before' | 'after'): Model =>
  resolve({
    ...shop,
    images: { shop: {}, other: {} },
    components: { ...shop.components, ...processes('component', state) },
    jobs: processes('job', state),
    cronJobs: processes('cronJob', state),
  } as PipelineConfig);

/** All that a release has in its last environment, with images as CD delivers them. */
function releaseValues(model: Model): Values {
  const environment = model.environments.at(-1);
  const target = environment?.targets.at(-1);
  if (environment === undefined || target === undefined) throw new Error('the example has no environment');
  const images = model.images.map(({ name, repository }) => [name, { repository, tag: sentinel.tag(name), digest: sentinel.digest(name) }]);
  return { ...targetValues(model, environment, target), images: Object.fromEntries(images) };
}

const helm = anyHelm();
let folder: string;
let rendered: KubernetesObject[][];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fields-'));
  if (helm === null) return;
  const changed = modelOf('after');
  for (const { path, content } of plan(changed, [chart], { version: '1.2.3' })) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  writeFileSync(join(folder, chartPath(changed), 'before.yaml'), JSON.stringify(releaseValues(modelOf('before'))));
  writeFileSync(join(folder, chartPath(changed), 'after.yaml'), JSON.stringify(releaseValues(changed)));
  rendered = await Promise.all(
    ['before.yaml', 'after.yaml'].map(async (file) => {
      const release = { chart: join(folder, chartPath(changed)), name: 'shop', namespace: 'shop', valueFiles: [file], kubernetesVersion: '1.33' };
      const { code, stdout, stderr } = await template(helm, release);
      if (code !== 0) throw new Error(stderr);
      return parseObjects(stdout);
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const objectsOf = (name: string) =>
  rendered.map((objects) => JSON.stringify(objects.filter(({ metadata }) => `${metadata.name}-`.startsWith(`shop-${name}-`))));

test.for(cases)('$field of a $workload', ({ workload, field, processes: changed }, context) => {
  if (helm === null) return context.skip('there is no Helm');
  const pairs = changed.map(({ name }) => objectsOf(name));
  expect(pairs.every(([one]) => one !== '[]')).toBe(true);
  expect(
    pairs.some(([one, other]) => one !== other),
    `no template below templates/chart/templates reads '${field}' for a ${workload}`,
  ).toBe(true);
});

test('Kubernetes knows every field that they render', async (context) => {
  if (helm === null) return context.skip('there is no Helm');
  const [, changed = []] = rendered;
  expect(changed.length).toBeGreaterThan(cases.length);
  // Types are judged in the goldens: the drawn name e1 is a number to the reader of these tests, and a text to Kubernetes'.
  const findings = await judgeObjects(changed);
  expect(findings.filter((finding) => finding.endsWith(' is unknown'))).toEqual([]);
});
