/** The life of an app: a config and its neighbours, one after the other and back, each synced by the emitted runbook. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import type { Model } from '../../src/model/model.ts';
import { environmentOf, targetsOf } from '../../src/model/queries.ts';
import { releaseOf } from '../judges/goldens.ts';
import { anyHelm, template } from '../judges/helm.ts';
import { parseObjects } from '../judges/renders.ts';
import type { ControlPlane } from './control-plane.ts';
import { type DayOne, openDayOne } from './day-one.ts';
import { lifeConfig, lifeEdits } from './life-edits.ts';
import { rename } from './rename.ts';
import { openTeam, type Team, writeConfig } from './team.ts';
import { keepLogs, record, startWorld, type World } from './world.ts';

let world: World;
let dayOne: DayOne;
let team: Team;
let failed = false;

const image = { tag: '1'.repeat(40), digest: `sha256:${'1'.repeat(64)}` };

beforeAll(async () => {
  const started = Date.now();
  world = await startWorld();
  dayOne = openDayOne(world);
  team = openTeam(world, dayOne);
  await prepareLife();
  await generateFirst(lifeConfig());
  await dayOne.setUp();
  await team.deliver('shop', image);
  await team.sync('shop');
  record('Life: set up, first image', started, `${(await listed(team.model('shop'))).size} objects in three targets`);
});
afterAll(async () => {
  if (world === undefined) return;
  if (failed) keepLogs(world.state);
  await world.stop();
});

/** What the clusters have that some edit needs. */
async function prepareLife(): Promise<void> {
  const ingressClass = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'haproxy' },
    spec: { controller: 'haproxy.org/ingress-controller' },
  };
  await world.cloud.kubectl(['apply', '-f', '-'], JSON.stringify(ingressClass));
}

async function generateFirst(config: PipelineConfig): Promise<void> {
  writeConfig(world.app.folder, config);
  const { code, output } = await world.app.cli('generate');
  expect(code, output).toBe(0);
}

const planeOf = (cluster: string): ControlPlane => (cluster === 'prod-dc1' ? world.onPremise : world.cloud);
const kinds = [
  ...['deployments', 'statefulsets', 'services', 'serviceaccounts', 'configmaps', 'persistentvolumeclaims', 'jobs', 'cronjobs', 'networkpolicies'],
  ...['poddisruptionbudgets', 'horizontalpodautoscalers', 'ingresses', 'httproutes', 'externalsecrets', 'servicemonitors', 'prometheusrules'],
  'clusters.postgresql.cnpg.io',
].join();

/** Objects of the app in the namespaces of its targets, in every cluster: `cluster namespace Kind name`. */
async function listed(model: Model): Promise<Set<string>> {
  const found = new Set<string>();
  const places = new Set(targetsOf(model).map((target) => [target.cluster, environmentOf(model, target).namespace].join(' ')));
  for (const place of places) {
    const [cluster = '', namespace = ''] = place.split(' ');
    const { items } = await planeOf(cluster).get(kinds, '-n', namespace);
    for (const { kind, metadata, spec } of items) if (isOwn(metadata) && !endsByItself(kind, spec)) found.add(`${place} ${kind} ${metadata.name}`);
  }
  return found;
}

/** What Argo CD has applied; others make objects too. */
// biome-ignore lint/suspicious/noExplicitAny: metadata of a Kubernetes object
const isOwn = (metadata: any) => metadata.annotations?.['argocd.argoproj.io/tracking-id'] !== undefined && metadata.ownerReferences === undefined;

/** A finished Job stays for its logs. */
const endsByItself = (kind: string, spec: { ttlSecondsAfterFinished?: number }) => kind === 'Job' && spec.ttlSecondsAfterFinished !== undefined;

/** What Helm renders for every target. */
async function rendered(model: Model): Promise<Set<string>> {
  const helm = anyHelm();
  if (helm === null) throw new Error('there is no Helm');
  const names = new Set<string>();
  for (const target of targetsOf(model)) {
    const release = releaseOf(model, target, world.config.folder);
    const { code, stdout, stderr } = await template(helm, release);
    expect(code, stderr).toBe(0);
    for (const { kind, metadata } of parseObjects(stdout)) names.add(`${target.cluster} ${release.namespace} ${kind} ${metadata.name}`);
  }
  return names;
}

/** Names of the living pods by target and component or service. */
async function pods(model: Model): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const target of targetsOf(model)) {
    const { items } = await planeOf(target.cluster).get('pods', '-n', environmentOf(model, target).namespace);
    for (const { metadata } of items) {
      if (metadata.deletionTimestamp !== undefined || metadata.ownerReferences?.[0]?.kind === 'Job') continue;
      const key = [target.cluster, environmentOf(model, target).namespace, metadata.labels['app.kubernetes.io/component']].join(' ');
      found.set(key, [...(found.get(key) ?? []), metadata.uid]);
    }
  }
  return found;
}

/** `namespace claim size` of every claim. */
async function claimSizes(model: Model): Promise<string[]> {
  const found = await Promise.all(
    targetsOf(model).map(async (target) => {
      const { items } = (await planeOf(target.cluster).get('persistentvolumeclaims', '-n', environmentOf(model, target).namespace)) ?? { items: [] };
      return items.map(({ metadata, spec }: { metadata: { namespace: string; name: string }; spec: { resources: { requests: { storage: string } } } }) =>
        [metadata.namespace, metadata.name, spec.resources.requests.storage].join(' '),
      );
    }),
  );
  return found.flat();
}

/** What generate says in words: back up the old namespace, then delete what is left in it. */
async function deleteLeftNamespaces(before: Model, after: Model): Promise<void> {
  const places = (model: Model) => targetsOf(model).map((target) => `${target.cluster} ${environmentOf(model, target).namespace}`);
  for (const place of places(before).filter((each) => !places(after).includes(each))) {
    const [cluster = '', namespace = ''] = place.split(' ');
    await planeOf(cluster).kubectl(['delete', 'namespace', namespace, '--ignore-not-found']);
  }
}

interface Step {
  name: string;
  config: PipelineConfig;
  rolls: readonly string[];
  stays: readonly string[];
  claims: readonly string[];
}

/** What is in the clusters, which is what Helm renders. */
async function listedAsRendered(model: Model, stays: readonly string[]): Promise<Set<string>> {
  const [now, should] = [await listed(model), await rendered(model)];
  const left = [...now].filter((name) => !should.has(name) && !stays.some((kept) => name.endsWith(` ${kept}`)));
  expect(left, 'objects that were removed and are still there').toEqual([]);
  expect(
    [...should].filter((name) => !now.has(name) && isListed(name)),
    'objects that were not created',
  ).toEqual([]);
  return now;
}

/** Gives the app another name, by its runbook. */
async function renamed(config: PipelineConfig): Promise<string> {
  const observed = await rename({ world, dayOne, team, image }, config, lastApp);
  lastApp = config.app.name;
  const now = await listedAsRendered(team.model(lastApp), []);
  return `${observed}; ${now.size} objects`;
}

/** Lands a config, syncs it, and holds what must hold; gives what was observed. */
async function live({ config, rolls, stays, claims }: Step): Promise<string> {
  const before = team.model(lastApp);
  const running = await pods(before);
  const had = await listed(before);
  const { commands, afterSync } = await team.land(config);
  lastApp = config.app.name;
  await team.deliver(lastApp, image);
  await team.sync(lastApp);
  await afterSync();
  const after = team.model(lastApp);
  await deleteLeftNamespaces(before, after);
  const now = await listedAsRendered(after, stays);
  const sizes = await claimSizes(after);
  expect(sizes).toEqual(expect.arrayContaining([...claims]));
  const replaced = [...(await pods(after))].flatMap(([key, uids]) => {
    const old = running.get(key);
    return old === undefined || uids.some((uid) => old.includes(uid)) ? [] : [key];
  });
  expect(
    replaced.filter((key) => !rolls.includes(key.split(' ').at(-1) ?? '')),
    'pods that were replaced without need',
  ).toEqual([]);
  const gone = [...had].filter((name) => !now.has(name)).length;
  const came = [...now].filter((name) => !had.has(name)).length;
  return `${came} objects came, ${gone} went; ${replaced.length === 0 ? 'no pod was replaced' : `pods replaced: ${replaced.map((key) => key.split(' ').slice(1).join('/')).join(', ')}`}${commands === 0 ? '' : `; ${commands} commands of generate followed`}`;
}

let lastApp = 'shop';
const isListed = (name: string) => !/ (Job|Secret|ECRAuthorizationToken|SecretStore) /.test(name);

describe.sequential('the life of an app', () => {
  const only = process.env.GITOPS_E2E_ONLY;
  for (const { edit, back, change, rolls = [], stays = [], recreates, renames, claims = [], further = [] } of lifeEdits.filter(
    (each) => only === undefined || each.edit.includes(only),
  )) {
    const allowing = (config: PipelineConfig, names: readonly string[] | undefined) =>
      names === undefined ? config : { ...config, allow: { recreate: [...names] } };
    const changed = lifeConfig();
    change(changed);
    const steps: Step[] = [{ name: edit, config: allowing(structuredClone(changed), recreates?.[0]), rolls, stays, claims }];
    for (const more of further) {
      const next = structuredClone(changed);
      more.change(next);
      more.change(changed);
      steps.push({ name: more.edit, config: allowing(next, more.recreates), rolls: more.rolls ?? [], stays, claims: more.claims ?? [] });
    }
    // What is in a claim stays as large as it was.
    steps.push({ name: back, config: allowing(lifeConfig(), recreates?.[1]), rolls, stays, claims: further.length === 0 ? claims : [] });
    for (const step of steps) {
      const { name, config } = step;
      test(name, async () => {
        const begun = Date.now();
        try {
          record(`Life: ${name}`, begun, renames === true ? await renamed(config) : await live(step));
        } catch (error) {
          failed = true;
          process.stdout.write(`Life: ${name}: failed: ${error instanceof Error ? error.message : error}\n`);
          throw error;
        }
      });
    }
  }
});
