/**
 * What a cluster refuses is refused first. Two configs that differ in one leaf of the vocabulary are rendered by Helm; each
 * immutable field that differs between the two must be a change that the generator refuses, and it must refuse nothing else.
 * Helm renders some two thousand releases, so it is not part of npm test.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { generators } from '../../generators/index.ts';
import { memoize } from '../../src/cache/memoize.ts';
import { type ImmutableChange, immutableChanges } from '../../src/immutable/compare.ts';
import { groupKind, refusedChanges } from '../../src/immutable/fields.ts';
import { loadConfig } from '../../src/load/load.ts';
import type { Model, Target } from '../../src/model/model.ts';
import { chartPath, valueFiles } from '../../src/model/names.ts';
import { clusterOf, environmentOf, targetsOf } from '../../src/model/queries.ts';
import { applyPatches } from '../../src/plan/patches.ts';
import { type PlannedFile, plan } from '../../src/plan/plan.ts';
import { UserError } from '../../src/problems/errors.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { validate } from '../../src/validate/validate.ts';
import { configIn } from '../../src/workspace/config-file.ts';
import { configFolders, goldenCases, goldenFolder } from '../golden/cases.ts';
import { anyHelm, template } from '../judges/helm.ts';
import { type KubernetesObject, parseObjects, sentinel } from '../judges/renders.ts';
import { arbitraryConfig } from '../properties/arbitrary-config.ts';
import { leavesIn } from '../vocabulary/leaves.ts';
import { type Loose, pairsOf } from '../vocabulary/variants.ts';

/** Rendered kinds of which every field that the chart sets can change. */
const changeable = [
  '/ServiceAccount',
  'autoscaling/HorizontalPodAutoscaler',
  'batch/CronJob',
  'external-secrets.io/ExternalSecret',
  'gateway.networking.k8s.io/HTTPRoute',
  'generators.external-secrets.io/ACRAccessToken',
  'generators.external-secrets.io/ECRAuthorizationToken',
  'generators.external-secrets.io/GCRAccessToken',
  'monitoring.coreos.com/PrometheusRule',
  'monitoring.coreos.com/ServiceMonitor',
  'networking.k8s.io/Ingress',
  'networking.k8s.io/NetworkPolicy',
  'policy/PodDisruptionBudget',
];
/** Rendered kinds with a field that cannot change: src/immutable/fields.ts. */
const limited = [
  '/ConfigMap',
  '/PersistentVolumeClaim',
  '/ResourceQuota',
  '/Service',
  'apps/Deployment',
  'apps/StatefulSet',
  'batch/Job',
  'postgresql.cnpg.io/Cluster',
];

const folder = mkdtempSync(join(tmpdir(), 'immutable-'));
afterAll(() => rmSync(folder, { recursive: true }));

const chartOutputs = generators.filter(({ id }) => /^config\/(chart|wrapper-values|cluster-values)/.test(id));

/** The model of a config; undefined: it is not valid. */
const modelOf = memoize(async (config: object): Promise<Model | undefined> => {
  try {
    return resolve((await validate(config)).config);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
});

/** The folder of the chart of a model, with every image delivered; undefined: a patch does not apply. */
let charts = 0;
const chartOf = memoize(async (model: Model): Promise<{ root: string; text: string; files: readonly PlannedFile[] } | undefined> => {
  const planned = plan(model, chartOutputs, { version: '1.2.3' });
  const { files, problems } = await applyPatches(
    planned,
    model.patches.filter(({ output }) => chartOutputs.some(({ id }) => id === output)),
  );
  if (problems.length > 0) return undefined;
  const root = join(folder, String(charts++));
  const images = Object.fromEntries(model.images.map(({ name }) => [name, { tag: sentinel.tag(name), digest: sentinel.digest(name) }]));
  const all = [...files, { path: `${chartPath(model)}/delivered.yaml`, content: JSON.stringify({ images }) }];
  for (const { path, content } of all) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return { root, files, text: JSON.stringify(files.map(({ path, content }) => [path, content])) };
});

/** The texts of the chart and of the values of a target. */
async function valuesText(model: Model, target: Target): Promise<string> {
  const others = targetsOf(model)
    .flatMap(valueFiles)
    .filter((file) => !valueFiles(target).includes(file))
    .map((file) => `${chartPath(model)}/${file}`);
  return JSON.stringify((await chartOf(model))?.files.filter(({ path }) => !others.includes(path)).map(({ path, content }) => [path, content]));
}

/** Drawn values that the schema of the chart rejects: what other tests judge. */
class NotRendered extends Error {}

const rendered = memoize((model: Model) =>
  memoize(async (target: Target): Promise<KubernetesObject[]> => {
    const helm = anyHelm();
    const chart = await chartOf(model);
    if (helm === null || chart === undefined) throw new Error('there is no Helm, or no chart');
    const { code, stdout, stderr } = await template(helm, {
      chart: join(chart.root, chartPath(model)),
      name: model.app.name,
      namespace: environmentOf(model, target).namespace,
      valueFiles: [...valueFiles(target), 'delivered.yaml'],
      kubernetesVersion: clusterOf(model, target).kubernetesVersion,
    });
    if (code !== 0) throw new NotRendered(stderr);
    return parseObjects(stdout);
  }),
);

/** What the cluster refuses, by the rendered objects: one line each. */
async function byTheObjects(one: Model, other: Model): Promise<string[]> {
  const lines: string[] = [];
  for (const old of targetsOf(one)) {
    const target = targetsOf(other).find(({ environment, cluster }) => environment === old.environment && cluster === old.cluster);
    if (target === undefined || environmentOf(one, old).namespace !== environmentOf(other, target).namespace) continue;
    // What the same files are rendered from is the same.
    if ((await valuesText(one, old)) === (await valuesText(other, target))) continue;
    const [before, after] = [await rendered(one)(old), await rendered(other)(target)];
    for (const object of before) {
      const key = `${target.environment} ${target.cluster} ${object.metadata.name}`;
      const same = after.filter(({ metadata }) => metadata.name === object.metadata.name);
      for (const each of same) {
        if (groupKind(each) === groupKind(object)) lines.push(...refusedChanges(object, each).map(({ path }) => `${key} ${object.kind} ${path.join('.')}`));
        else if ([object, each].every(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')) lines.push(`${key} ${object.kind} to ${each.kind}`);
      }
    }
  }
  return [...new Set(lines)].sort();
}

const lineOf = ({ target, before, after, cause }: ImmutableChange) =>
  `${target.environment} ${target.cluster} ${before.object.metadata.name} ${before.object.kind} ${cause.kind === 'field' ? cause.path.join('.') : `to ${after.object.kind}`}`;

async function byTheGenerator(one: Model, other: Model): Promise<string[]> {
  const images = new Map(one.environments.map(({ name }) => [name, new Set(one.images.map((image) => image.name))]));
  const changes = await immutableChanges({ model: one, schemaVersion: one.schemaVersion, images }, other);
  return [...new Set(changes.filter(({ cause }) => cause.kind !== 'renamed').map(lineOf))].sort();
}

async function goldenConfigs(): Promise<Loose[]> {
  const files = goldenCases.flatMap(({ name }) => configFolders(name).map((repository) => configIn(join(goldenFolder, name, repository)) ?? ''));
  return Promise.all(files.map(async (file) => (await loadConfig(file)).data));
}

const bySize = (a: object, b: object) => JSON.stringify(a).length - JSON.stringify(b).length;

/** Leaves that reach immutable fields are tried in more places. */
const isNear = (leaf: string) => /volumes|storage|\.mode$|provider$|extraManifests|ports\.\*$|\.version$|^(components|auxiliaryServices)\.\*$/i.test(leaf);

test('between two values of every leaf, the generator refuses exactly what the cluster refuses', { timeout: 3_600_000 }, async (context) => {
  if (anyHelm() === null) return context.skip('there is no Helm');
  const goldens = await goldenConfigs();
  const ofGoldens = leavesIn(goldens.sort(bySize));
  const drawn = leavesIn<Loose>(fc.sample(arbitraryConfig, { numRuns: 300 }).sort(bySize));
  // A leaf that cannot be near an immutable field is tried once.
  const leaves = [...ofGoldens, ...drawn.filter(({ name }) => isNear(name) || !ofGoldens.some((leaf) => leaf.name === name))];
  const wrong: unknown[] = [];
  const kinds = new Set<string>();
  let compared = 0;
  let refused = 0;
  let unrendered = 0;
  for (const leaf of leaves)
    for (const place of leaf.places.slice(0, isNear(leaf.name) ? 2 : 1)) {
      for (const [first, second] of pairsOf(leaf, place, leaves)) {
        const [one, other] = [await modelOf(first), await modelOf(second)];
        if (one === undefined || other === undefined || one.app.name !== other.app.name) continue;
        const [chart, next] = [await chartOf(one), await chartOf(other)];
        if (chart === undefined || next === undefined || chart.text === next.text) continue;
        try {
          for (const [before, after] of [
            [one, other],
            [other, one],
          ] as const) {
            const [expected, actual] = [await byTheObjects(before, after), await byTheGenerator(before, after)];
            compared++;
            refused += expected.length;
            if (JSON.stringify(expected) !== JSON.stringify(actual)) wrong.push({ leaf: leaf.name, expected, actual });
          }
          for (const objects of await Promise.all(targetsOf(one).map((target) => rendered(one)(target))))
            for (const object of objects) kinds.add(groupKind(object));
        } catch (error) {
          if (!(error instanceof NotRendered)) throw error;
          unrendered++;
        }
        break;
      }
    }
  console.log(`${compared} pairs compared, ${refused} refused changes`);
  expect(wrong).toEqual([]);
  expect(unrendered).toBeLessThan(compared / 20);
  expect(refused).toBeGreaterThan(50);
  expect([...kinds].filter((kind) => !changeable.includes(kind) && !limited.includes(kind))).toEqual([]);
});
