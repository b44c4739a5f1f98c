/** Golden shop from empty repositories to running pods, by the emitted workflows, chart and Argo CD objects. */

import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { healthCheckKey } from '../../generators/config/argocd/health-checks.ts';
import { revisionSetting } from '../../generators/config/argocd/root.ts';
import { proofAudience } from '../../src/github/contract.ts';
import { goldenFolder } from '../golden/cases.ts';
import type { ControlPlane } from './control-plane.ts';
import { type DayOne, openDayOne } from './day-one.ts';
import { type Delivery, openDelivery } from './delivery.ts';
import { type Run, readableLog } from './forge/runs.ts';
import { workflowFiles } from './forge/triggers.ts';
import { unavailableTag } from './kwok.ts';
import { patience, waitFor } from './processes.ts';
import { keepLogs, keepRunning, record, repositories, startWorld, type World } from './world.ts';

let world: World;
let failed = false;
const keep = process.env.GITOPS_E2E_KEEP !== undefined;
const started = Date.now();

beforeAll(async () => {
  world = await startWorld();
  delivery = openDelivery(world);
  record('start', started, `Kubernetes ${(await version(world.cloud)).trim()} twice, Argo CD, forge, registry`);
});
afterAll(
  async () => {
    if (world === undefined) return;
    if (failed) keepLogs(world.state);
    if (keep) await keepRunning(world);
    await world.stop();
  },
  keep ? 2 ** 31 - 1 : undefined,
);

const version = async (plane: ControlPlane) => JSON.parse(await plane.kubectl(['get', '--raw', '/version'])).gitVersion as string;

/** Each scenario with its line in the table. */
function scenario(name: string, run: () => Promise<string>): void {
  test(name, async () => {
    const begun = Date.now();
    try {
      record(name, begun, await run());
    } catch (error) {
      failed = true;
      for (const each of world.forge.runs.all.slice(-2))
        process.stderr.write(`\n--- ${each.repository} ${each.workflow} ${each.conclusion}\n${readableLog(each).slice(-6000)}\n`);
      throw error;
    }
  });
}

const targets = {
  dev: { application: 'shop-dev-dev-eu', namespace: 'shop-dev', plane: () => world.cloud },
  dc1: { application: 'shop-prod-prod-dc1', namespace: 'shop-prod', plane: () => world.onPremise },
  eu: { application: 'shop-prod-prod-eu', namespace: 'shop-prod', plane: () => world.cloud },
} as const;
type Target = keyof typeof targets;

// biome-ignore lint/suspicious/noExplicitAny: a Kubernetes object
type Pod = any;
const webPods = 'app.kubernetes.io/component=web';

async function pods(target: Target): Promise<Pod[]> {
  const { namespace, plane } = targets[target];
  return (await plane().get('pods', '-n', namespace, '-l', webPods))?.items ?? [];
}

const isLiving = ({ metadata }: Pod) => metadata.deletionTimestamp === undefined;

/** Digests that the ready ones of some pods run. */
function readyDigests(all: readonly Pod[]): string[] {
  const ready = all.filter(
    (pod) => isLiving(pod) && pod.status.conditions?.some((each: { type: string; status: string }) => each.type === 'Ready' && each.status === 'True'),
  );
  return ready.map(({ spec }) => spec.containers[0].image.split('@')[1]);
}

const digests = async (target: Target) => readyDigests(await pods(target));

/** Shows `seen` the app's pods after each change of one, until those that are ready run the digest of the rollout. */
async function watchRollout(target: Target, seen: (all: readonly Pod[]) => void, rollout: () => Promise<string>): Promise<void> {
  const { namespace, plane } = targets[target];
  let running: string[] = [];
  const watch = await plane().watch(`/api/v1/namespaces/${namespace}/pods?labelSelector=${webPods}`, (all) => {
    running = readyDigests(all);
    seen(all);
  });
  try {
    const digest = await rollout();
    await waitFor(`the watch of ${target}`, () => running.length > 0 && running.every((each) => each === digest), world.processes.assertAlive);
  } finally {
    watch.stop();
  }
}

async function runs(target: Target, digest: string, count: number): Promise<void> {
  await waitFor(
    `${count} pods of ${target} with ${digest.slice(0, 19)}`,
    async () => {
      const running = await digests(target);
      return running.length === count && running.every((each) => each === digest);
    },
    world.processes.assertAlive,
  );
}

async function status(target: Target): Promise<{ sync: string; health: string; revision: string }> {
  const application = await world.argocd.application(targets[target].application);
  return { sync: application?.status?.sync?.status, health: application?.status?.health?.status, revision: application?.status?.sync?.revision };
}

const operation = async (target: Target) => (await world.argocd.application(targets[target].application))?.status?.operationState;

/** Waits for the end of what Argo CD does with a target, whether it succeeds or not. */
async function operationEnds(target: Target): Promise<void> {
  const ended = async () => ['Succeeded', 'Failed', 'Error'].includes((await operation(target))?.phase);
  await waitFor(`the end of the operation of ${target}`, ended, world.processes.assertAlive);
}

/** Waits for a pod whose image is not there. */
async function cannotPull(target: Target): Promise<void> {
  const waits = async () => (await pods(target)).some(({ status }) => status.containerStatuses?.[0]?.state?.waiting?.reason === 'ImagePullBackOff');
  await waitFor(`a pod of ${target} without an image`, waits, world.processes.assertAlive);
}

async function becomes(target: Target, expected: Partial<{ sync: string; health: string; revision: string }>): Promise<void> {
  await waitFor(
    `${target} ${JSON.stringify(expected)}`,
    async () => {
      const now = await status(target);
      return Object.entries(expected).every(([key, value]) => now[key as keyof typeof now] === value) || undefined;
    },
    world.processes.assertAlive,
  ).catch(async (error) => {
    throw new Error(`${error instanceof Error ? error.message : error}\n${await stateOf(target)}`);
  });
}

/** What a person would look at first. */
async function stateOf(target: Target): Promise<string> {
  const { application: name, namespace, plane } = targets[target];
  const { status } = (await world.argocd.application(name)) ?? {};
  const unhealthy = status?.resources?.filter(
    (each: { health?: { status: string }; status: string }) => each.health?.status !== 'Healthy' || each.status !== 'Synced',
  );
  const facts = { conditions: status?.conditions, operation: status?.operationState?.message, unhealthy };
  // It ends with 1 where there is a difference.
  const difference = await world.argocd.cli('app', 'diff', name).catch(({ stdout }: { stdout: string }) => stdout);
  const listed = await plane().kubectl(['-n', namespace, 'get', 'pods,persistentvolumeclaims']);
  const events = await plane().kubectl(['-n', namespace, 'get', 'events', '--sort-by=.metadata.creationTimestamp']);
  return `${JSON.stringify(facts, null, 1).slice(0, 4000)}\n${difference}\n${listed}\n${events.slice(-3000)}`;
}

const sync = (target: Target) =>
  world.argocd.cli('app', 'sync', targets[target].application, '--timeout', String(patience)).catch(async ({ stdout, message }) => {
    throw new Error(`${message}\n${stdout.slice(-3000)}\n${await stateOf(target)}`);
  });
const head = () => world.forge.repositories.git(repositories.config, 'rev-parse', 'main');
const wrapper = (environment: string, revision = 'main') =>
  world.forge.repositories.git(repositories.config, 'show', `${revision}:charts/shop/${environment}-values.yaml`);
const digestIn = (text: string) => /^ +digest: "(.*)"/m.exec(text)?.[1] ?? '';
const tagIn = (text: string) => /^ +tag: "(.*)"/m.exec(text)?.[1] ?? '';

/** The ID of the newest run: those that follow it are newer, and still older than the next run of CD. */
const lastRun = () => Math.max(...world.forge.runs.all.map(({ id }) => id));

/** What CI sends for an image to dev, in a run that never was: with the proof that GitHub would have given to it. */
function fromCi(runId: number, image: { tag: string; digest: string }): Record<string, string> {
  const images = JSON.stringify({ shop: image });
  const run = {
    id: runId,
    repository: repositories.app,
    workflow: 'gitops-ci.yaml',
    event: 'push',
    actor: 'dev',
    commit: image.tag,
    ref: 'refs/heads/main',
    attempt: 1,
  };
  const audience = proofAudience(repositories.config, 'shop', 'dev', createHash('sha256').update(images).digest('hex'));
  return {
    ...{ contract: '1', app: 'shop', environment: 'dev', from: '', images, reason: '', allow_downgrade: 'false' },
    source: JSON.stringify({ repository: repositories.app, sha: image.tag, run_id: runId, run_number: runId - 1000, run_attempt: 1 }),
    proof: world.forge.idTokens.token(run, audience),
  };
}

/** CI once more for the commit that a run of it built, on the same branch or on another one. */
async function repeat(ci: Run, ref = ci.ref): Promise<Run> {
  const { forge } = world;
  const workflow = workflowFiles(forge.repositories, ci.repository, ci.commit).find(({ path }) => path.endsWith(`/${ci.workflow}`));
  if (workflow === undefined) throw new Error(`${ci.workflow} is not there any more`);
  const run = forge.runs.start(ci.repository, workflow, ci.event, { ref, after: ci.commit }, ref, ci.commit);
  await forge.runs.settled();
  return run;
}

/** A commit of the config repository with another image everywhere, on a branch that nobody has reviewed; gives its hash. */
async function pushUnreviewed(): Promise<string> {
  await world.config.pull();
  for (const environment of ['dev', 'prod']) {
    const path = join(world.config.folder, `charts/shop/${environment}-values.yaml`);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/digest: ".*"/, `digest: "sha256:${'e'.repeat(64)}"`));
  }
  const commit = await world.config.push('Deploy what nobody has reviewed', 'unreviewed');
  await world.config.pull();
  return commit;
}

/** A commit of the app on main; gives its hash. */
async function commit(text: string): Promise<string> {
  await world.app.pull();
  writeFileSync(join(world.app.folder, 'server.js'), `console.log(${JSON.stringify(text)});\n`);
  return delivery.landInApp(text);
}

let dayOne: DayOne;
let delivery: Delivery;
const first = { commit: '', digest: '' };
const second = { commit: '', digest: '' };
/** A commit of the config repository that nobody has reviewed. */
let evil = '';

describe.sequential('shop', () => {
  scenario('Generate both repositories', async () => {
    cpSync(join(goldenFolder, 'shop/app/.gitops-app/pipeline.config.ts'), join(world.app.folder, '.gitops-app/pipeline.config.ts'));
    const config = join(world.app.folder, '.gitops-app/pipeline.config.ts');
    writeFileSync(config, readFileSync(config, 'utf8').replace("'../config'", "'../shop-config'"));
    expect(await world.app.cli('generate')).toMatchObject({ code: 0 });
    writeFileSync(join(world.app.folder, 'package.json'), '{ "name": "shop", "scripts": { "start": "node server.js", "test": "node --check server.js" } }\n');
    writeFileSync(join(world.app.folder, 'package-lock.json'), '{ "name": "shop", "lockfileVersion": 3, "packages": { "": { "name": "shop" } } }\n');
    writeFileSync(join(world.app.folder, 'server.js'), "console.log('shop');\n");
    return 'both folders beside each other, no repository yet';
  });

  scenario('Day one: the set-up runbook, command by command', async () => {
    const { forge, argocd, config } = world;
    dayOne = openDayOne(world);
    const blocks = await dayOne.setUp();
    const [check] = await delivery.settled('check.yaml', 0);
    expect(check?.jobs).toEqual({ 'generated-files': 'success', manifests: 'success' });
    const anonymous = await fetch(`${forge.server.url}/${repositories.config}.git/info/refs?service=git-upload-pack`);
    expect(anonymous.status).toBe(401);
    writeFileSync(join(config.folder, 'note.txt'), 'past the rules\n');
    await expect(config.push('Push past the rules')).rejects.toThrow('Repository rule violations');
    await config.pull();
    const { data } = await world.cloud.get('configmap', 'argocd-cm', '-n', 'argocd');
    expect(data, 'settings are merged in').toMatchObject({
      'timeout.reconciliation': '5s',
      [healthCheckKey]: expect.stringContaining('Progressing'),
      [revisionSetting]: 'true',
    });
    const locked = await world.cloud.get('appproject', 'default', '-n', 'argocd');
    expect(locked.spec).toMatchObject({
      sourceRepos: [],
      destinations: [],
      clusterResourceWhitelist: [],
      namespaceResourceBlacklist: [{ group: '*', kind: '*' }],
    });
    expect(await world.cloud.get('prometheusrule', 'shop-argocd', '-n', 'argocd')).toBeDefined();
    await waitFor('Applications', async () => (await argocd.application('shop-prod-prod-dc1')) !== undefined, world.processes.assertAlive);
    return `${blocks} blocks of commands ran; a push past the ruleset is refused; root made 3 Applications`;
  });

  scenario('Before the first image: everything but the workloads', async () => {
    await becomes('dev', { sync: 'Synced', revision: head() });
    expect(await pods('dev')).toEqual([]);
    await becomes('dc1', { sync: 'OutOfSync' });
    return `dev is Synced without pods; prod is OutOfSync and untouched`;
  });

  scenario('Continuous deployment: a commit reaches the pods of dev', async () => {
    const since = world.forge.runs.all.length;
    await dayOne.firstCi();
    first.commit = world.forge.repositories.git(repositories.app, 'rev-parse', 'main');
    const [ci] = await delivery.settled('gitops-ci.yaml', since);
    expect(ci?.jobs).toEqual({ test: 'success', 'image-shop': 'success', scan: 'success', attest: 'success', dispatch: 'success' });
    const [cd] = await delivery.settled('cd.yaml', since);
    expect([cd?.actor, cd?.conclusion]).toEqual(['shop-config-dispatch[bot]', 'success']);
    first.digest = (await world.registry.digest('shop', first.commit)) ?? 'none';
    expect([tagIn(wrapper('dev')), digestIn(wrapper('dev'))]).toEqual([first.commit, first.digest]);
    const message = world.forge.repositories.git(repositories.config, 'log', '-1', '--format=%an%n%B', 'main');
    expect(message).toMatch(/^shop-config-cd\[bot\]\nDeploy shop to dev: /);
    expect(message).toContain(`Source-Commit: ${first.commit}`);
    await runs('dev', first.digest, 1);
    await becomes('dev', { sync: 'Synced', health: 'Healthy', revision: head() });
    return `${first.commit.slice(0, 8)} → ${first.digest.slice(0, 19)} in pod ${(await pods('dev'))[0].metadata.name}`;
  });

  scenario('References: everything that pods refer to exists', async () => {
    const problems: string[] = [];
    for (const target of ['dev'] as const) problems.push(...(await missingReferences(target)));
    expect(problems).toEqual([]);
    return 'Secrets, ConfigMaps and ServiceAccounts of dev are there';
  });

  scenario('The same commit again: nothing is built, nothing is committed', async () => {
    const before = head();
    const ci = world.forge.runs.all.find((run) => run.workflow === 'gitops-ci.yaml' && run.event === 'push');
    if (ci === undefined) throw new Error('no run of CI');
    const again = await repeat(ci);
    expect(again.jobs).toMatchObject({ 'image-shop': 'success', dispatch: 'success' });
    expect(readableLog(again)).toContain('already exists');
    // What CD reported, in the log of CI.
    expect(readableLog(again)).toContain('already has these images');
    expect(head()).toBe(before);
    return 'CD: no-op, success';
  });

  scenario('A request that CI did not send: refused, and CI shows when CD fails', async () => {
    const before = head();
    const image = { tag: first.commit, digest: `sha256:${'e'.repeat(64)}` };
    const request = fromCi(lastRun() + 1, { tag: first.commit, digest: first.digest });
    const forged = await delivery.dispatch('cd.yaml', { ...request, images: JSON.stringify({ shop: image }) });
    expect(forged.jobs).toEqual({ validate: 'failure' });
    expect(readableLog(forged)).toContain('proof is for the hash of the images');
    expect((await delivery.dispatch('cd.yaml', { ...request, proof: '' })).jobs).toEqual({ validate: 'failure' });

    const ci = world.forge.runs.all.find((run) => run.workflow === 'gitops-ci.yaml' && run.event === 'push') as Run;
    const elsewhere = await repeat(ci, 'refs/heads/feature');
    expect(elsewhere.jobs).toMatchObject({ 'image-shop': 'success', dispatch: 'failure' });
    expect(readableLog(elsewhere)).toMatch(/proof has the ref "refs\/heads\/feature"[\s\S]*CD ended with failure: https:/);
    expect(head()).toBe(before);
    return 'a digest of nobody, no proof, CI of another branch: nothing is written, and CI is red';
  });

  scenario('A pull request is tested and pushes nothing', async () => {
    await world.app.git('switch', '--quiet', '--create', 'feature');
    writeFileSync(join(world.app.folder, 'server.js'), "console.log('feature');\n");
    const since = world.forge.runs.all.length;
    const commit = await world.app.push('Try something', 'feature');
    world.forge.openPullRequest(repositories.app, 'feature', 'Try something', 'dev');
    const all = await delivery.settled('gitops-ci.yaml', since);
    expect(all.map(({ event, jobs }) => [event, jobs])).toEqual([['pull_request', { test: 'success' }]]);
    expect(await world.registry.digest('shop', commit)).toBeUndefined();
    await world.app.git('switch', '--quiet', 'main');
    return 'test: success; no image, no dispatch';
  });

  scenario('Continuous delivery: nothing changes before approval, nothing rolls before a sync', async () => {
    const before = head();
    const run = await delivery.promote();
    expect(run.jobs).toEqual({ validate: 'success', propose: 'success' });
    expect(head()).toBe(before);
    const pull = world.forge.pullRequests.all.at(-1);
    expect(pull).toMatchObject({ author: 'shop-config-cd[bot]', head: 'promote/shop/prod', reviewers: ['platform'] });
    await delivery.approveAndMerge();
    expect(digestIn(wrapper('prod'))).toBe(first.digest);
    await becomes('dc1', { sync: 'OutOfSync', revision: head() });
    await becomes('eu', { sync: 'OutOfSync', revision: head() });
    expect([await pods('dc1'), await pods('eu')]).toEqual([[], []]);
    return `#${pull?.number} approved and merged; both prod Applications are OutOfSync, no pod`;
  });

  scenario('A sync of the on-premise cluster rolls only that cluster, then the cloud one', async () => {
    await sync('dc1');
    // Its Cluster had no status when Argo CD first looked: the emitted health check took it, no retry was needed.
    expect((await operation('dc1')).retryCount ?? 0).toBe(0);
    await runs('dc1', first.digest, 3);
    expect(await pods('eu')).toEqual([]);
    await sync('eu');
    await runs('eu', first.digest, 3);
    await becomes('dc1', { sync: 'Synced', health: 'Healthy' });
    await becomes('eu', { sync: 'Synced', health: 'Healthy' });
    expect([...(await missingReferences('dc1')), ...(await missingReferences('eu'))]).toEqual([]);
    return `3 pods of ${first.digest.slice(0, 19)} on prod-dc1, then on prod-eu`;
  });

  scenario('A second commit: standalone never runs two pods at a time, and keeps its volume', async () => {
    const claims = async () =>
      (await world.cloud.get('persistentvolumeclaims', '-n', 'shop-dev')).items.map((claim: { spec: { volumeName: string } }) => claim.spec.volumeName).sort();
    const volumes = await claims();
    let most = 0;
    const seen = (all: readonly Pod[]) => {
      most = Math.max(most, all.filter(isLiving).length);
    };
    await watchRollout('dev', seen, async () => {
      second.commit = await commit('Second');
      await world.forge.runs.settled();
      second.digest = (await world.registry.digest('shop', second.commit)) ?? 'none';
      await runs('dev', second.digest, 1);
      return second.digest;
    });
    expect(most).toBe(1);
    expect(await claims()).toEqual(volumes);
    return `${second.digest.slice(0, 19)} in dev; at most ${most} pod; ${volumes.length} volumes stay`;
  });

  scenario('Rolling update: never fewer ready pods than replicas', async () => {
    await delivery.promote();
    await delivery.approveAndMerge();
    await becomes('eu', { sync: 'OutOfSync', revision: head() });
    let fewest = Number.POSITIVE_INFINITY;
    let sideBySide = false;
    const seen = (all: readonly Pod[]) => {
      const running = readyDigests(all);
      fewest = Math.min(fewest, running.length);
      sideBySide ||= new Set(running).size === 2;
    };
    await watchRollout('eu', seen, async () => {
      await sync('eu');
      await runs('eu', second.digest, 3);
      return second.digest;
    });
    expect(fewest).toBeGreaterThanOrEqual(3);
    expect(sideBySide).toBe(true);
    expect(new Set(await digests('dc1'))).toEqual(new Set([first.digest]));
    await sync('dc1');
    await runs('dc1', second.digest, 3);
    return `old and new side by side, never fewer than ${fewest} ready`;
  });

  scenario('Rollback: the previous digest is back in git and in the pods; a hold stops a late dispatch', async () => {
    const run = await delivery.dispatch('rollback.yaml', {
      app: 'shop',
      environment: 'prod',
      action: 'roll-back',
      to: 'previous',
      reason: 'errors after the last release',
    });
    expect(run.conclusion).toBe('success');
    expect(digestIn(wrapper('prod'))).toBe(first.digest);
    await becomes('dc1', { sync: 'OutOfSync', revision: head() });
    await becomes('eu', { sync: 'OutOfSync', revision: head() });
    await sync('dc1');
    await sync('eu');
    await runs('dc1', first.digest, 3);
    await runs('eu', first.digest, 3);
    const held = await delivery.promote();
    expect(held.conclusion).toBe('failure');
    expect(readableLog(held)).toContain('shop in prod is on hold, set by dev: errors after the last release');
    const released = await delivery.dispatch('rollback.yaml', { app: 'shop', environment: 'prod', action: 'release', reason: 'the cause is fixed' });
    expect(released.conclusion).toBe('success');
    expect((await delivery.promote()).conclusion).toBe('success');
    return `prod runs ${first.digest.slice(0, 19)} again; promotion refused while held, accepted after`;
  });

  scenario('Drift: a manual change is reverted in dev; in prod it is reported and stays', async () => {
    const patch = JSON.stringify({ spec: { replicas: 5 } });
    await world.cloud.kubectl(['-n', 'shop-dev', 'patch', 'deployment', 'shop-web', '--type=merge', '-p', patch]);
    await waitFor(
      'dev heals',
      async () => (await world.cloud.get('deployment', 'shop-web', '-n', 'shop-dev')).spec.replicas === 1,
      world.processes.assertAlive,
    );
    await world.onPremise.kubectl(['-n', 'shop-prod', 'patch', 'deployment', 'shop-web', '--type=merge', '-p', patch]);
    await becomes('dc1', { sync: 'OutOfSync' });
    expect((await world.onPremise.get('deployment', 'shop-web', '-n', 'shop-prod')).spec.replicas).toBe(5);
    await sync('dc1');
    await runs('dc1', first.digest, 3);
    return 'dev: 5 → 1 by itself; prod: OutOfSync until it was synced';
  });

  scenario('Attack: a tag named like the default branch; Argo CD keeps following the branch', async () => {
    evil = await pushUnreviewed();
    const before = { revision: head(), dev: await digests('dev'), eu: await digests('eu') };
    const git = (...args: string[]) => world.forge.repositories.git(repositories.config, ...args);
    // As somebody would push it where no rule protects tags.
    git('update-ref', 'refs/tags/main', evil);
    const names = ['shop-config-root', ...Object.values(targets).map(({ application }) => application)];
    const seen = new Set<string>();
    // The order of refs in a listing of Argo CD is random.
    for (let look = 0; look < 10; look++)
      for (const name of names) seen.add(JSON.parse(await world.argocd.cli('app', 'get', name, '--hard-refresh', '--output', 'json')).status.sync.revision);
    git('update-ref', '-d', 'refs/tags/main');
    expect([...seen]).toEqual([before.revision]);
    expect({ revision: head(), dev: await digests('dev'), eu: await digests('eu') }).toEqual(before);
    return `${names.length} Applications, listed ten times each: always ${before.revision.slice(0, 8)} of the branch`;
  });

  scenario('Attack: whoever may sync prod cannot choose the commit, nor change anything', async () => {
    const { application } = targets.eu;
    const before = await digests('eu');
    const member = await world.argocd.inRole('shop-prod', 'sync');
    const answer = (...args: string[]) =>
      member(...args).then(
        () => 'accepted',
        ({ stderr }: { stderr: string }) => (/permission ?denied/i.test(stderr) ? 'refused' : stderr),
      );
    const attempts = [
      ...[evil, 'unreviewed', 'refs/heads/unreviewed'].map((revision) => ['app', 'sync', application, '--revision', revision]),
      ['app', 'set', application, '--revision', 'unreviewed'],
      ['app', 'set', application, '--helm-set', `images.shop.digest=sha256:${'e'.repeat(64)}`],
      ['app', 'delete', application, '--yes'],
      ['app', 'delete-resource', application, '--kind', 'Deployment', '--all'],
      ['app', 'sync', targets.dev.application],
      ['app', 'sync', 'shop-config-root'],
    ];
    for (const attempt of attempts) expect([attempt, await answer(...attempt)]).toEqual([attempt, 'refused']);
    await member('app', 'sync', application, '--timeout', String(patience));
    await becomes('eu', { sync: 'Synced', revision: head() });
    expect(await digests('eu')).toEqual(before);

    // The setting is what holds: without it, the same command is taken.
    const set = (value: string) =>
      world.cloud.kubectl(['-n', 'argocd', 'patch', 'configmap', 'argocd-cm', '--type=merge', '-p', JSON.stringify({ data: { [revisionSetting]: value } })]);
    const tried = () => answer('app', 'sync', application, '--revision', evil, '--dry-run');
    await set('false');
    await waitFor('the setting to be gone', async () => (await tried()) === 'accepted', world.processes.assertAlive);
    await set('true');
    await waitFor('the setting to be back', async () => (await tried()) === 'refused', world.processes.assertAlive);
    return `${attempts.length} commands refused, a sync of ${head().slice(0, 8)} accepted; without the setting, the unreviewed commit would be`;
  });

  scenario('Attack: a foreign Application under the root is refused by the check, and deploys nothing if it is merged all the same', async () => {
    const { argocd, cloud, config, forge } = world;
    const before = head();
    const foreign = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'foreign', namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: `https://github.com/${repositories.config}.git`, targetRevision: 'refs/heads/main', path: 'argocd/bootstrap' },
        destination: { server: 'https://kubernetes.default.svc', namespace: 'foreign' },
        syncPolicy: { automated: {}, syncOptions: ['CreateNamespace=true'] },
      },
    };
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'foreign', namespace: 'argocd' }, stringData: { name: 'foreign' } };
    const push = async (name: string, object: object) => {
      await config.pull();
      writeFileSync(join(config.folder, `argocd/applications/${name}.yaml`), stringify(object));
      return config.push(`Add ${name}`, 'foreign');
    };
    const merge = (commit: string) => forge.repositories.git(repositories.config, 'update-ref', 'refs/heads/main', commit);

    const since = forge.runs.all.length;
    const commit = await push('foreign', foreign);
    forge.openPullRequest(repositories.config, 'foreign', 'Add foreign', 'dev');
    const [check] = await delivery.settled('check.yaml', since);
    expect(check?.jobs.manifests).toBe('failure');
    expect(readableLog(check as Run)).toContain('must be in an AppProject that is beside it, not in "default"');

    merge(commit);
    await argocd.refresh('shop-config-root');
    const conditions = async () => ((await argocd.application('foreign'))?.status?.conditions ?? []) as { type: string; message: string }[];
    await waitFor(
      'the refusal of the Application',
      async () => (await conditions()).some(({ type }) => type === 'InvalidSpecError'),
      world.processes.assertAlive,
    );
    expect((await conditions()).map(({ message }) => message).join('\n')).toContain("not permitted in project 'default'");
    expect(await cloud.get('namespace', 'foreign')).toBeUndefined();

    merge(await push('secret', secret));
    await argocd.refresh('shop-config-root');
    const rootOperation = async () => (await argocd.application('shop-config-root'))?.status?.operationState;
    const refused = async () => {
      const { message = '', syncResult } = (await rootOperation()) ?? {};
      const messages = [message, ...(syncResult?.resources ?? []).map((resource: { message?: string }) => resource.message ?? '')];
      return messages.some((text) => /Secret is not permitted in project shop-config-root/.test(text));
    };
    await waitFor('the refusal of the Secret', refused, world.processes.assertAlive);
    expect(await cloud.get('secret', 'foreign', '-n', 'argocd')).toBeUndefined();

    merge(before);
    await config.pull();
    await cloud.kubectl(['-n', 'argocd', 'delete', 'application', 'foreign']);
    await argocd.refresh('shop-config-root');
    const { status } = await waitFor(
      'the root to be back',
      async () => {
        const root = await argocd.application('shop-config-root');
        return root.status.sync.status === 'Synced' && root.status.sync.revision === before ? root : undefined;
      },
      world.processes.assertAlive,
    );
    return `manifests: failure; merged: InvalidSpecError, no namespace; a Secret: not permitted; root is ${status.sync.status} again`;
  });

  scenario('Config change: generate, commit in both, only what changed rolls; checks pass', async () => {
    await world.config.pull();
    await world.app.pull();
    const config = join(world.app.folder, '.gitops-app/pipeline.config.ts');
    writeFileSync(config, readFileSync(config, 'utf8').replace('replicas: 3', 'replicas: 4'));
    expect(await world.app.cli('generate')).toMatchObject({ code: 0 });
    const since = world.forge.runs.all.length;
    await world.config.push('Run four pods in prod', 'four');
    const pull = world.forge.openPullRequest(repositories.config, 'four', 'Run four pods in prod', 'dev');
    world.forge.pullRequests.approve(pull, 'reviewer');
    const checks = await delivery.settled('check.yaml', since);
    expect(checks.map(({ conclusion }) => conclusion)).toEqual(['success']);
    expect(world.forge.pullRequests.merge(pull, 'dev')).toHaveProperty('commit');
    const app = await world.app.git('diff', '--name-only');
    await world.app.git('restore', '--source=HEAD', 'server.js');
    await delivery.landInApp('Run four pods in prod');
    const appChecks = await delivery.settled('gitops-check.yaml', since);
    // Of the pull request, and of what it became on main.
    expect(appChecks.map(({ conclusion }) => conclusion)).toEqual(['success', 'success']);
    await becomes('eu', { sync: 'OutOfSync', revision: head() });
    await sync('eu');
    await runs('eu', first.digest, 4);
    expect(digestIn(wrapper('prod'))).toBe(first.digest);
    return `prod-eu has 4 pods; changed in the app repository: ${app.split('\n').join(', ')}`;
  });

  scenario('A generated file edited by hand fails the check, with the cause', async () => {
    await world.config.pull();
    const path = join(world.config.folder, 'charts/shop/templates/deployments.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace('kind:', '# by hand\nkind:'));
    const since = world.forge.runs.all.length;
    await world.config.push('Edit by hand', 'by-hand');
    world.forge.openPullRequest(repositories.config, 'by-hand', 'Edit by hand', 'dev');
    const [check] = await delivery.settled('check.yaml', since);
    expect(check?.jobs['generated-files']).toBe('failure');
    const log = readableLog(check as Run);
    expect(log).toContain('charts/shop/templates/deployments.yaml');
    expect(log).toMatch(/edited/i);
    return `generated-files: failure, “${/edited[^\n]*/i.exec(log)?.[0].slice(0, 60)}”`;
  });

  scenario('Faults: the forge is down during CD’s push; nothing is lost', async () => {
    world.forge.server.up = false;
    const failed = fetch(`${world.forge.server.url}/api/v3/repos/${repositories.config}`);
    expect((await failed).status).toBe(503);
    world.forge.server.up = true;
    const before = head();
    const since = world.forge.runs.all.length;
    await Promise.all([
      commit('Third'),
      waitFor('CD to begin', () => world.forge.runs.all.slice(since).some((run) => run.workflow === 'cd.yaml' && run.status === 'in_progress')),
    ]);
    world.forge.server.up = false;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    world.forge.server.up = true;
    const [cd] = await delivery.settled('cd.yaml', since);
    const third = world.forge.repositories.git(repositories.app, 'rev-parse', 'main');
    if (cd?.conclusion === 'failure') {
      const ci = world.forge.runs.all.slice(since).find((run) => run.workflow === 'gitops-ci.yaml' && run.event === 'push');
      expect((await repeat(ci as Run)).conclusion).toBe('success');
    }
    expect(tagIn(wrapper('dev'))).toBe(third);
    expect(world.forge.repositories.git(repositories.config, 'log', '--format=%s', `${before}..main`).split('\n')).toHaveLength(1);
    return `CD ended with ${cd?.conclusion}${cd?.conclusion === 'failure' ? ', the same request again with success' : ''}; one commit`;
  });

  scenario('Two dispatches at once: both succeed, the newer stays', async () => {
    const request = (run: number, letter: string) => fromCi(run, { tag: letter.repeat(40), digest: `sha256:${letter.repeat(64)}` });
    const before = { tag: tagIn(wrapper('dev')), digest: digestIn(wrapper('dev')) };
    const last = lastRun();
    await Promise.all([delivery.dispatch('cd.yaml', request(last + 1, 'a')), delivery.dispatch('cd.yaml', request(last + 2, 'b'))]);
    const both = world.forge.runs.all.slice(-2);
    expect(both.map(({ conclusion }) => conclusion)).toEqual(['success', 'success']);
    expect(tagIn(wrapper('dev'))).toBe('b'.repeat(40));
    const back = await delivery.dispatch('cd.yaml', fromCi(lastRun() + 1, before));
    expect(back.conclusion).toBe('success');
    await runsDigest(before.digest);
    return `run ${last + 1} and ${last + 2}: both success, ${last + 2} stays`;
  });

  scenario('A bad image: dev is degraded, in prod the old pods keep serving; rollback and git revert fix it', async () => {
    const good = digestIn(wrapper('dev'));
    await world.config.pull();
    const run = await delivery.dispatch('cd.yaml', fromCi(lastRun() + 1, { tag: unavailableTag, digest: `sha256:${'d'.repeat(64)}` }));
    expect(run.conclusion).toBe('success');
    const badCommit = head();
    await cannotPull('dev');
    const health = await waitFor(
      'dev not to be Healthy',
      async () => {
        const { health } = await status('dev');
        return health === 'Healthy' ? undefined : health;
      },
      world.processes.assertAlive,
    );

    const serving = await digests('eu');
    await delivery.promote();
    await delivery.approveAndMerge();
    await becomes('eu', { sync: 'OutOfSync', revision: head() });
    await world.argocd.cli('app', 'sync', targets.eu.application, '--async');
    await cannotPull('eu');
    for (let look = 0; look < 20; look++) expect(await digests('eu')).toEqual(serving);
    const back = await delivery.dispatch('rollback.yaml', {
      app: 'shop',
      environment: 'prod',
      action: 'roll-back',
      to: 'previous',
      reason: 'the image cannot be pulled',
    });
    expect(back.conclusion).toBe('success');
    await world.argocd.cli('app', 'terminate-op', targets.eu.application).catch(() => {});
    await operationEnds('eu');
    await sync('eu');
    await runs('eu', serving[0] ?? '', serving.length);
    expect((await delivery.dispatch('rollback.yaml', { app: 'shop', environment: 'prod', action: 'release', reason: 'repaired' })).conclusion).toBe('success');

    // As the runbook says for a day without GitHub Actions: a revert, by pull request.
    await world.config.pull();
    await world.config.git('revert', '--no-edit', badCommit);
    await world.config.push('Go back by hand', 'go-back');
    const pull = world.forge.openPullRequest(repositories.config, 'go-back', 'Go back by hand', 'dev');
    world.forge.pullRequests.approve(pull, 'reviewer');
    await world.forge.runs.settled();
    expect(world.forge.pullRequests.merge(pull, 'dev')).toHaveProperty('commit');
    expect(digestIn(wrapper('dev'))).toBe(good);
    await runsDigest(good);
    return `dev was ${health}, after the revert its pod runs ${good.slice(0, 19)}; ${serving.length} old pods of prod-eu stayed ready`;
  });

  scenario('A second app in the same config repository leaves the first unchanged', async () => {
    const { forge, mail, config, cloud } = world;
    const dispatchApp = forge.apps.all.find(({ slug }) => slug === 'shop-config-dispatch');
    if (dispatchApp === undefined) throw new Error('day one made no App');
    const living = async () => (await pods('dev')).filter(isLiving).map(({ metadata }) => metadata.name);
    const before = await living();
    await config.pull();
    const text = readFileSync(join(goldenFolder, 'two-apps/mail/.gitops-app/pipeline.config.ts'), 'utf8');
    mkdirSync(join(mail.folder, '.gitops-app'), { recursive: true });
    writeFileSync(
      join(mail.folder, '.gitops-app/pipeline.config.ts'),
      text.replace('acme/config', 'acme/shop-config').replace("'../config'", "'../shop-config'"),
    );
    expect(await mail.cli('generate')).toMatchObject({ code: 0 });
    const changed = (await config.git('status', '--porcelain', '--untracked-files=all')).split('\n').map((line) => line.slice(3));
    expect(changed.filter((path) => /charts\/shop|argocd\/.*shop-/.test(path))).toEqual([]);
    const since = forge.runs.all.length;
    await config.push('Set up the pipeline of mail', 'mail');
    const pull = forge.openPullRequest(repositories.config, 'mail', 'Set up the pipeline of mail', 'dev');
    const [check] = await delivery.settled('check.yaml', since);
    expect(check?.conclusion).toBe('success');
    forge.pullRequests.approve(pull, 'reviewer');
    await forge.runs.settled();
    expect(forge.pullRequests.merge(pull, 'dev')).toHaveProperty('commit');
    await world.argocd.refresh('shop-config-root');
    await waitFor('the Applications of mail', async () => (await world.argocd.application('mail-prod-prod-eu')) !== undefined, world.processes.assertAlive);
    await cloud.kubectl(['create', 'namespace', 'mail-dev']).catch(() => {});
    for (const name of ['mail-smtp', 'mail-queue']) await cloud.kubectl(['-n', 'mail-dev', 'create', 'secret', 'generic', name, '--from-literal=password=00']);
    forge.settings.set(repositories.mail, {
      secrets: { DISPATCH_APP_PRIVATE_KEY: dispatchApp.privateKey },
      variables: { DISPATCH_APP_CLIENT_ID: dispatchApp.clientId },
    });
    for (const [file, content] of Object.entries({
      'package.json': '{ "name": "mail", "scripts": { "start": "node worker.js", "test": "node --check worker.js" } }\n',
      'package-lock.json': '{ "name": "mail", "lockfileVersion": 3, "packages": { "": { "name": "mail" } } }\n',
      'worker.js': "console.log('mail');\n",
    }))
      writeFileSync(join(mail.folder, file), content);
    const commit = await mail.push('Begin mail');
    await forge.runs.settled();
    const digest = (await world.registry.digest('mail', commit)) ?? 'none';
    await waitFor(
      'the pod of mail',
      async () => {
        const [pod] = (await cloud.get('pods', '-n', 'mail-dev', '-l', 'app.kubernetes.io/component=worker')).items;
        return pod?.status.phase === 'Running' && pod.spec.containers[0].image.endsWith(digest);
      },
      world.processes.assertAlive,
    );
    expect(await living()).toEqual(before);
    // Its approval is the sync in Argo CD: a promotion writes at once, and nothing rolls.
    const promoted = await delivery.dispatch('cd.yaml', { contract: '1', app: 'mail', environment: 'prod', from: 'dev', reason: 'it ran well' });
    expect(promoted.jobs).toEqual({ validate: 'success', write: 'success' });
    return `${digest.slice(0, 19)} in mail-dev; shop keeps pod ${before[0]}`;
  });

  scenario('Faults: Argo CD’s repo-server dies and comes back; an API server is down and the other cluster syncs', async () => {
    const digest = digestIn(wrapper('dev'));
    await runs('dev', digest, 1);
    await world.argocd.restartRepoServer();
    await world.processes.stop('on-premise-apiserver');
    await world.argocd.refresh('shop-prod-prod-eu');
    await sync('eu');
    await becomes('eu', { sync: 'Synced' });
    await world.processes.restart('on-premise-apiserver');
    await waitFor('on-premise to be back', async () => (await digests('dc1')).length > 0);
    return 'prod-eu synced while prod-dc1 was unreachable';
  });
});

/** One pod of dev, ready, with that digest. */
const runsDigest = (digest: string) => runs('dev', digest, 1);

/** What pods and workloads name and nothing made: kwok would run them all the same. */
async function missingReferences(target: Target): Promise<string[]> {
  const { namespace, plane } = targets[target];
  const names = async (kind: string) =>
    new Set((await plane().get(kind, '-n', namespace)).items.map(({ metadata }: { metadata: { name: string } }) => metadata.name));
  const [secrets, configMaps, accounts] = await Promise.all([names('secrets'), names('configmaps'), names('serviceaccounts')]);
  const all = (await plane().get('pods', '-n', namespace)).items;
  const missing: string[] = [];
  for (const { metadata, spec } of all) {
    const need = (kind: string, there: Set<unknown>, name: string | undefined) => {
      if (name !== undefined && !there.has(name)) missing.push(`${target}: pod ${metadata.name} names ${kind} ${name}`);
    };
    need('ServiceAccount', accounts, spec.serviceAccountName);
    for (const { name } of spec.imagePullSecrets ?? []) need('Secret', secrets, name);
    for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) {
      for (const { valueFrom } of container.env ?? []) {
        need('Secret', secrets, valueFrom?.secretKeyRef?.name);
        need('ConfigMap', configMaps, valueFrom?.configMapKeyRef?.name);
      }
      for (const { secretRef, configMapRef } of container.envFrom ?? []) {
        need('Secret', secrets, secretRef?.name);
        need('ConfigMap', configMaps, configMapRef?.name);
      }
    }
    for (const volume of spec.volumes ?? []) {
      need('Secret', secrets, volume.secret?.secretName);
      need('ConfigMap', configMaps, volume.configMap?.name);
    }
  }
  return missing;
}
