/** Shop with containers: the emitted Dockerfile built as it is, pods on real nodes, and what they answer, keep and let through. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goldenFolder } from '../golden/cases.ts';
import type { ControlPlane } from './control-plane.ts';
import { type DayOne, openDayOne } from './day-one.ts';
import { type Delivery, openDelivery } from './delivery.ts';
import { readableLog } from './forge/runs.ts';
import { ask, execIn, type Load, type PodName, startClient, underLoad } from './node/clients.ts';
import { reachable } from './node/reach.ts';
import { reasonsAgainstNodes } from './node/reasons.ts';
import { patience, waitFor } from './processes.ts';
import { there } from './team.ts';
import { keepLogs, keepRunning, record, repositories, startWorld, type World } from './world.ts';

const reasons = reasonsAgainstNodes();
if (reasons.length > 0) process.stdout.write(`SKIPPED: containers on real nodes: ${reasons.join('; ')}\n`);
const keep = process.env.GITOPS_E2E_KEEP !== undefined;
let world: World;
let dayOne: DayOne;
let delivery: Delivery;
/** Pods of another namespace that ask. */
const clients = {} as Record<Target, PodName>;
let failed = false;

/** Each scenario with its line in the table. */
function scenario(name: string, run: () => Promise<string>): void {
  test(name, async () => {
    const begun = Date.now();
    try {
      record(`Containers: ${name}`, begun, await run());
    } catch (error) {
      failed = true;
      for (const each of world.forge.runs.all.slice(-2))
        process.stderr.write(`\n--- ${each.repository} ${each.workflow} ${each.conclusion}\n${readableLog(each).slice(-4000)}\n`);
      for (const { plane, namespace } of Object.values(targets))
        for (const what of [['pods'], ['events', '--sort-by=.lastTimestamp']])
          process.stderr.write(
            `${await plane()
              .kubectl(['-n', namespace, 'get', ...what])
              .catch(String)}\n`,
          );
      throw error;
    }
  });
}

const targets = {
  dev: { application: 'shop-dev-dev-eu', namespace: 'shop-dev', plane: () => world.cloud },
  dc1: { application: 'shop-prod-prod-dc1', namespace: 'shop-prod', plane: () => world.onPremise },
} as const;
type Target = keyof typeof targets;

// biome-ignore lint/suspicious/noExplicitAny: a Kubernetes object
type Pod = any;

const isReady = ({ metadata, status }: Pod) =>
  metadata.deletionTimestamp === undefined &&
  status.conditions?.some(({ type, status }: { type: string; status: string }) => type === 'Ready' && status === 'True');

/** The pods of a component or service that are ready. */
async function readyPods(target: Target, component: string): Promise<Pod[]> {
  const { namespace, plane } = targets[target];
  const { items } = await plane().get('pods', '-n', namespace, '-l', `app.kubernetes.io/component=${component}`);
  return items.filter(isReady);
}

/** Waits until so many pods of web are ready, all with an image, and no other is left. */
async function runs(target: Target, digest: string, count: number): Promise<Pod[]> {
  const { namespace, plane } = targets[target];
  return waitFor(
    `${count} pods of ${target} with ${digest.slice(0, 19)}`,
    async () => {
      const all: Pod[] = (await plane().get('pods', '-n', namespace, '-l', 'app.kubernetes.io/component=web')).items;
      return all.length === count && all.every((pod) => isReady(pod) && pod.spec.containers[0].image.endsWith(digest)) ? all : undefined;
    },
    world.processes.assertAlive,
  );
}

const healthy = (target: Target) =>
  waitFor(
    `${targets[target].application} Synced and Healthy`,
    async () => {
      const { status } = (await world.argocd.application(targets[target].application)) ?? {};
      return status?.sync?.status === 'Synced' && status?.health?.status === 'Healthy';
    },
    world.processes.assertAlive,
  );

/** Waits until an Application has read the newest commit. */
const seesMain = (target: Target) =>
  waitFor(
    `${targets[target].application} to see main`,
    async () =>
      (await world.argocd.application(targets[target].application))?.status?.sync?.revision ===
      world.forge.repositories.git(repositories.config, 'rev-parse', 'main'),
    world.processes.assertAlive,
  );

const sync = (target: Target) => world.argocd.cli('app', 'sync', targets[target].application, '--timeout', String(patience));
const address = (target: Target) => `http://shop-web.${targets[target].namespace}:8080`;
const web = (target: Target, path: string, method?: string) => ask(targets[target].plane(), clients[target], `${address(target)}${path}`, method);
const load = (target: Target, path: string, work: () => Promise<unknown>) =>
  underLoad(targets[target].plane(), clients[target], `${address(target)}${path}`, work);
/** Waits until dev answers, with its database and its cache. */
const recovers = () => waitFor('the app to answer', async () => (await web('dev', '/healthz')) === 'ok', world.processes.assertAlive);
const secret = async (plane: ControlPlane, namespace: string, name: string, key: string) =>
  Buffer.from((await plane.get('secret', name, '-n', namespace)).data[key], 'base64').toString();

/** What a load must show: requests, and no other answer than 200. */
function expectNoneFailed({ answers, seconds }: Load): string {
  expect(answers).toEqual({ 200: expect.any(Number) });
  return `${answers[200]} requests, ${Math.round((answers[200] ?? 0) / seconds)} a second, 0 failed`;
}

/** What an update of one pod costs. */
const outage = ({ answers, longestOutage }: Load) => {
  const failed = Object.entries(answers).filter(([answer]) => answer !== '200');
  return `${(longestOutage / 1000).toFixed(1)} s without an answer (${failed.map(([answer, times]) => `${times} × ${answer}`).join(', ') || 'no request failed'})`;
};

/** Seconds since the start of the work. */
async function timed(work: () => Promise<unknown>): Promise<string> {
  const begun = Date.now();
  await work();
  return ((Date.now() - begun) / 1000).toFixed(1);
}

/** Deletes a pod as its owner would, with its own grace period; gives the seconds of its end. */
const deletePod = (target: Target, pod: string) => timed(() => targets[target].plane().kubectl(['-n', targets[target].namespace, 'delete', 'pod', pod]));

const first = { digest: '' };

describe.skipIf(reasons.length > 0)(`containers on real nodes${reasons.length > 0 ? ` (${reasons.join('; ')})` : ''}`, () => {
  beforeAll(async () => {
    const started = Date.now();
    world = await startWorld({ nodes: ['cloud', 'on-premise'] });
    dayOne = openDayOne(world);
    delivery = openDelivery(world);
    const { status } = await world.cloud.get('node', 'cloud-1');
    record('Containers: start', started, `${status.nodeInfo.kubeletVersion} with ${status.nodeInfo.containerRuntimeVersion}, a node each in two clusters`);
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

  scenario('Generate, and follow the set-up runbook', async () => {
    cpSync(join(goldenFolder, 'shop/app/.gitops-app/pipeline.config.ts'), join(world.app.folder, '.gitops-app/pipeline.config.ts'));
    const config = join(world.app.folder, '.gitops-app/pipeline.config.ts');
    writeFileSync(config, readFileSync(config, 'utf8').replace("'../config'", "'../shop-config'"));
    cpSync(join(import.meta.dirname, 'node/app'), world.app.folder, { recursive: true });
    expect(await world.app.cli('generate')).toMatchObject({ code: 0 });
    const blocks = await dayOne.setUp();
    return `${blocks} blocks of commands ran`;
  });

  scenario('A commit becomes a pod: the emitted Dockerfile is built as it is', async () => {
    const since = world.forge.runs.all.length;
    await dayOne.firstCi();
    const commit = world.forge.repositories.git(repositories.app, 'rev-parse', 'main');
    const [ci] = await delivery.settled('gitops-ci.yaml', since);
    expect(ci?.jobs).toEqual({ test: 'success', 'image-shop': 'success', scan: 'success', attest: 'success', dispatch: 'success' });
    first.digest = (await world.registry.digest('shop', commit)) ?? 'none';
    const [pod] = await runs('dev', first.digest, 1);
    await healthy('dev');
    const restarts = [pod, ...(await readyPods('dev', 'db')), ...(await readyPods('dev', 'cache'))].map(
      ({ status }) => status.containerStatuses[0].restartCount,
    );
    expect(restarts, 'no container was restarted').toEqual([0, 0, 0]);
    return `${commit.slice(0, 8)} → ${first.digest.slice(0, 19)} in ${pod.metadata.name} on ${pod.spec.nodeName}`;
  });

  scenario('The app answers through its Service; database and cache are used', async () => {
    clients.dev = await startClient(world.cloud, 'elsewhere', 'client');
    expect(await web('dev', '/healthz')).toBe('ok');
    expect(await web('dev', '/items?name=first', 'POST')).toBe('first');
    const counts = [await web('dev', '/count'), await web('dev', '/count')];
    expect(counts).toEqual(['1', '2']);
    return 'healthy, a row in the database, a counter in the cache';
  });

  scenario('Every variable arrives with its value, in a pod that can write nothing but /tmp', async () => {
    const { uid, gid, env, writable } = JSON.parse(await web('dev', '/process'));
    const value = (name: string, key: string) => secret(world.cloud, 'shop-dev', name, key);
    const [username, password, cachePassword] = [await value('shop-db', 'username'), await value('shop-db', 'password'), await value('shop-cache', 'password')];
    expect(env).toMatchObject({
      DATABASE_URL: `postgresql://${username}:${password}@shop-db:5432/shop`,
      CACHE_URL: `redis://:${cachePassword}@shop-cache:6379/0`,
      PORT: '8080',
      NODE_ENV: 'production',
    });
    expect(writable).toEqual({ '/x': 'EROFS', '/app/x': 'EROFS', '/tmp/x': true });
    expect(uid).toBe(10001);
    return `DATABASE_URL and CACHE_URL with the values of the Secrets; user ${uid}, group ${gid}`;
  });

  scenario('Data: database and cache end in order, and what was written is there after', async () => {
    const ends: string[] = [];
    for (const [name, grace] of [
      ['db', 60],
      ['cache', 30],
    ] as const) {
      const seconds = await deletePod('dev', `shop-${name}-0`);
      expect(Number(seconds), `shop-${name}-0 ends by itself, it is not killed after ${grace} s`).toBeLessThan(grace - 2);
      await waitFor(`shop-${name}-0`, async () => (await readyPods('dev', name)).length === 1, world.processes.assertAlive);
      ends.push(`${name} ended in ${seconds} s`);
    }
    await recovers();
    expect(await web('dev', '/items')).toBe('first');
    expect(await web('dev', '/count')).toBe('3');
    return `${ends.join(', ')}; the row and the counter are there`;
  });

  scenario('Logs: nobody complains', async () => {
    const log = (pod: string) => world.cloud.kubectl(['-n', 'shop-dev', 'logs', pod]);
    const complaints = async (pod: string) => (await log(pod)).split('\n').filter((line) => /\b(fatal|error|denied|read-only|warning)\b/i.test(line));
    const ofDatabase = (await complaints('shop-db-0')).filter((line) => !line.includes('"trust" authentication'));
    expect(ofDatabase).toEqual([]);
    expect(await complaints('shop-cache-0')).toEqual([]);
    return 'no error in the logs of database and cache';
  });

  scenario('The cache is written beyond its memory, and is not killed', async () => {
    const [pod] = await readyPods('dev', 'web');
    const answer = await execIn(world.cloud, { namespace: 'shop-dev', pod: pod.metadata.name }, 'node', 'src/fill.js', '20000');
    const [{ status }] = await readyPods('dev', 'cache');
    expect(status.containerStatuses[0]).toMatchObject({ restartCount: 0, lastState: {} });
    const { written, evicted } = JSON.parse(answer);
    return `${written} values of 4 kB, ${evicted} evicted, no restart`;
  });

  scenario('NetworkPolicies: who reaches whom is what the config says', async () => {
    const cells = await reachable(world.cloud, 'shop-dev', clients.dev);
    const wrong = cells.filter(({ expected, reached }) => expected !== reached);
    expect(wrong).toEqual([]);
    return `${cells.length} connections tried, ${cells.filter(({ reached }) => reached).length} pass, the others do not`;
  });

  scenario('A password is changed by the runbook: the service has it, and the pod', async () => {
    const changes: string[] = [];
    for (const [service, path, key] of [
      ['db', '/items', 'DATABASE_URL'],
      ['cache', '/count', 'CACHE_URL'],
    ] as const) {
      const former = await secret(world.cloud, 'shop-dev', `shop-${service}`, 'password');
      const seen = await load('dev', path, async () => {
        await dayOne.follow('docs/shop/runbooks/rotate-a-secret.md', ['', `dev on dev-eu: \`shop-${service}\``]);
        await recovers();
      });
      const password = await secret(world.cloud, 'shop-dev', `shop-${service}`, 'password');
      expect(password).not.toBe(former);
      expect(JSON.parse(await web('dev', '/process')).env[key]).toContain(`:${password}@`);
      changes.push(`${service}: ${outage(seen)}`);
    }
    expect(await web('dev', '/items')).toBe('first');
    return `standalone, so each change is a restart. ${changes.join('; ')}`;
  });

  /** Waits for what the kubelet says of the container of the only pod of web. */
  const container = (what: string, says: (status: Pod) => boolean) =>
    waitFor(
      what,
      async () => {
        const { items } = await world.cloud.get('pods', '-n', 'shop-dev', '-l', 'app.kubernetes.io/component=web');
        const found = items.find(({ metadata, status }: Pod) => metadata.deletionTimestamp === undefined && says(status.containerStatuses?.[0] ?? {}));
        return found?.status.containerStatuses[0];
      },
      world.processes.assertAlive,
    );
  const troubleshoot = (heading: string) => dayOne.troubleshoot(heading, 'dev/dev-eu');

  scenario('Out of memory: the container is killed and comes back, the page for it says why', async () => {
    await web('dev', '/memory').catch(() => {});
    const status = await container('web to be killed', ({ lastState }) => lastState?.terminated?.reason === 'OOMKilled');
    expect(await troubleshoot('CrashLoopBackOff')).toMatch(/shop-web-\S+ +\d+ +OOMKilled/);
    const seconds = await timed(recovers);
    return `exit code ${status.lastState.terminated.exitCode}, OOMKilled; answers again ${seconds} s after`;
  });

  scenario('The Secret of the database is lost: the page for it leads back', async () => {
    await world.cloud.kubectl(['-n', 'shop-dev', 'delete', 'secret', 'shop-db']);
    const [pod] = await readyPods('dev', 'web');
    await deletePod('dev', pod.metadata.name);
    await container('web to wait for the Secret', ({ state }) => state?.waiting?.reason === 'CreateContainerConfigError');
    expect(await troubleshoot('Troubleshoot shop')).toContain('secret "shop-db" not found');
    const seconds = await timed(async () => {
      await dayOne.followHeadings('docs/shop/runbooks/set-up.md', ['Before you begin', 'dev on dev-eu: `shop-db` and `shop-cache`'], { mayFail: there });
      await dayOne.follow('docs/shop/runbooks/rotate-a-secret.md', ['', 'dev on dev-eu: `shop-db`']);
      await recovers();
    });
    expect(await web('dev', '/items')).toBe('first');
    return `CreateContainerConfigError, as the events say; steps Secrets and rotation took ${seconds} s, the row is there`;
  });

  scenario('The database is away for a minute: nothing is restarted, and the app answers when it is back', async () => {
    const [before] = await readyPods('dev', 'web');
    await world.cloud.kubectl(['cordon', 'cloud-1']);
    await deletePod('dev', 'shop-db-0');
    await waitFor('web to be taken out of its Service', async () => (await readyPods('dev', 'web')).length === 0, world.processes.assertAlive);
    expect(await troubleshoot('A service is unreachable')).toMatch(/shop-db-0 +0\/1 +Pending/);
    const away = Date.now();
    await waitFor('a minute to pass', () => Date.now() - away > 60_000, world.processes.assertAlive);
    await world.cloud.kubectl(['uncordon', 'cloud-1']);
    const seconds = await timed(recovers);
    const [after] = await readyPods('dev', 'web');
    expect(after.metadata.name).toBe(before.metadata.name);
    expect(after.status.containerStatuses[0].restartCount).toBe(before.status.containerStatuses[0].restartCount);
    return `not ready, not restarted; answers again ${seconds} s after`;
  });

  scenario('The node ends at once and starts again: pods come back with their data', async () => {
    const restarted = await timed(() => world.restartNode('cloud'));
    const seconds = await timed(recovers);
    expect(await web('dev', '/items')).toBe('first');
    expect(Number(await web('dev', '/count'))).toBeGreaterThan(3);
    await healthy('dev');
    return `ready after ${restarted} s, the app answers ${seconds} s later; the row and the counter are there`;
  });

  scenario('Production: promoted, approved, synced, three pods on the other cluster', async () => {
    expect((await delivery.promote()).conclusion).toBe('success');
    await delivery.approveAndMerge();
    await seesMain('dc1');
    await sync('dc1');
    const pods = await runs('dc1', first.digest, 3);
    await healthy('dc1');
    clients.dc1 = await startClient(world.onPremise, 'elsewhere', 'client');
    expect(await web('dc1', '/healthz')).toBe('ok');
    return `${pods.length} pods of ${first.digest.slice(0, 19)} on ${pods[0].spec.nodeName}`;
  });

  scenario('A pod is killed under load: no request fails', async () => {
    const seen = await load('dc1', '/count', async () => {
      const [victim] = await runs('dc1', first.digest, 3);
      await deletePod('dc1', victim.metadata.name);
      await runs('dc1', first.digest, 3);
    });
    return expectNoneFailed(seen);
  });

  scenario('A drain under load, as far as the budget allows: no request fails', async () => {
    const { namespace, plane } = targets.dc1;
    const evict = (name: string) => {
      const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
      return plane().kubectl(['create', '--raw', `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, '-f', '-'], JSON.stringify(eviction));
    };
    let refused = 0;
    const seen = await load('dc1', '/count', async () => {
      for (const { metadata } of await runs('dc1', first.digest, 3))
        await waitFor(
          `the eviction of ${metadata.name}`,
          () =>
            evict(metadata.name).then(
              () => true,
              (error) => {
                if (!String(error.message).includes('disruption budget')) throw error;
                refused += 1;
                return false;
              },
            ),
          world.processes.assertAlive,
        );
      await runs('dc1', first.digest, 3);
    });
    expect(refused, 'the budget holds an eviction back').toBeGreaterThan(0);
    return `3 pods evicted, one at a time; ${expectNoneFailed(seen)}`;
  });

  scenario('A rolling update under load: no request fails', async () => {
    await world.app.pull();
    writeFileSync(join(world.app.folder, 'second.txt'), 'second\n');
    const commit = await delivery.landInApp('Second');
    await world.forge.runs.settled();
    const digest = (await world.registry.digest('shop', commit)) ?? 'none';
    expect(digest).not.toBe(first.digest);
    await runs('dev', digest, 1);
    await delivery.promote();
    await delivery.approveAndMerge();
    const seen = await load('dc1', '/count', async () => {
      await sync('dc1');
      await runs('dc1', digest, 3);
    });
    return `${digest.slice(0, 19)}: ${expectNoneFailed(seen)}`;
  });

  scenario('A rollback under load: no request fails', async () => {
    const inputs = { app: 'shop', environment: 'prod', action: 'roll-back', to: 'previous', reason: 'errors after the last release' };
    expect((await delivery.dispatch('rollback.yaml', inputs)).conclusion).toBe('success');
    const seen = await load('dc1', '/count', async () => {
      await seesMain('dc1');
      await sync('dc1');
      await runs('dc1', first.digest, 3);
    });
    return `${first.digest.slice(0, 19)} again: ${expectNoneFailed(seen)}`;
  });

  scenario('Standalone: the measured downtime of an update', async () => {
    const inputs = { app: 'shop', environment: 'dev', action: 'roll-back', to: 'previous', reason: 'to measure' };
    const seen = await load('dev', '/count', async () => {
      expect((await delivery.dispatch('rollback.yaml', inputs)).conclusion).toBe('success');
      await runs('dev', first.digest, 1);
      await healthy('dev');
    });
    expect(seen.longestOutage).toBeGreaterThan(0);
    expect(seen.longestOutage).toBeLessThan(60_000);
    return outage(seen);
  });
});
