/** Syncs that fail or never end, and what the runbooks say of them: their own commands must lead to a healthy app. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DayOne, openDayOne } from './day-one.ts';
import { failingTag, unavailableTag } from './kwok.ts';
import { lifeConfig } from './life-edits.ts';
import { waitFor } from './processes.ts';
import { type Image, openTeam, type Team, writeConfig } from './team.ts';
import { keepLogs, record, startWorld, type World } from './world.ts';

let world: World;
let dayOne: DayOne;
let team: Team;
let failed = false;

const image = (tag: string): Image => ({ tag, digest: `sha256:${tag.slice(0, 32).repeat(2)}` });
const good = [1, 2, 3, 4, 5, 6].map((digit) => image(String(digit).repeat(40)));

beforeAll(async () => {
  const started = Date.now();
  world = await startWorld();
  dayOne = openDayOne(world);
  team = openTeam(world, dayOne);
  const config = { ...lifeConfig(), jobs: { migrate: { command: ['node', 'migrate.js'], backoffLimit: 0, activeDeadlineSeconds: 30 } } };
  writeConfig(world.app.folder, config);
  expect(await world.app.cli('generate')).toMatchObject({ code: 0 });
  await dayOne.setUp();
  await team.deliver('shop', good[0] as Image);
  await team.sync('shop');
  record('Stuck: set up, first image', started, 'Synced and Healthy in three targets');
});
afterAll(async () => {
  if (world === undefined) return;
  if (failed) keepLogs(world.state);
  await world.stop();
});

function scenario(name: string, run: () => Promise<string>): void {
  test(name, async () => {
    const begun = Date.now();
    try {
      record(`Stuck: ${name}`, begun, await run());
    } catch (error) {
      failed = true;
      throw error;
    }
  });
}

const seconds = async (work: () => Promise<unknown>) => {
  const begun = Date.now();
  await work();
  return ((Date.now() - begun) / 1000).toFixed(0);
};

/** Waits until Argo CD has an operation on an Application whose message or phase shows it. */
const operation = (application: string, what: string, shows: (state: { phase: string; message?: string; retryCount?: number }) => boolean) =>
  waitFor(
    `${application}: ${what}`,
    async () => {
      const { status } = await world.argocd.application(application);
      return status.operationState !== undefined && shows(status.operationState) ? status.operationState : undefined;
    },
    world.processes.assertAlive,
  );

/** Waits until dev is Synced and Healthy with an image. */
const devRuns = ({ digest }: Image) =>
  waitFor(
    `dev with ${digest.slice(0, 15)}`,
    async () => {
      const { status } = await world.argocd.application('shop-dev-dev-eu');
      const web = await world.cloud.get('deployment', 'shop-web', '-n', 'shop-dev');
      return status.sync.status === 'Synced' && status.health.status === 'Healthy' && web.spec.template.spec.containers[0].image.endsWith(digest);
    },
    world.processes.assertAlive,
  );

describe.sequential('stuck and failed', () => {
  scenario('a migration fails in dev, its fix is pushed', async () => {
    await team.deliver('shop', image(failingTag));
    await operation('shop-dev-dev-eu', 'to fail once', ({ phase, retryCount = 0 }) => retryCount > 0 || phase === 'Failed');
    const healed = await seconds(async () => {
      await team.deliver('shop', good[1] as Image);
      await devRuns(good[1] as Image);
    });
    return `dev runs the fix ${healed} s after it was merged`;
  });

  scenario('a migration fails in prod, its fix is synced by the runbook', async () => {
    await team.deliver('shop', image(failingTag));
    const ended = await team.sync('shop', ['prod']).then(
      () => 'succeeded',
      () => 'failed',
    );
    expect(ended).toBe('failed');
    await team.deliver('shop', good[2] as Image);
    const healed = await seconds(() => team.sync('shop', ['prod']));
    await devRuns(good[2] as Image);
    return `the sync of a failed migration fails; the fix took ${healed} s in both clusters`;
  });

  scenario('an image that never gets ready: its sync is cancelled and the one before synced', async () => {
    await team.deliver('shop', image(unavailableTag));
    await world.argocd.cli('app', 'sync', 'shop-prod-prod-eu', '--async', '--prune');
    await operation('shop-prod-prod-eu', 'to run', ({ phase }) => phase === 'Running');
    await team.deliver('shop', good[2] as Image);
    const healed = await seconds(async () => {
      await dayOne.troubleshoot('A sync does not end', 'prod/prod-eu');
      await operation('shop-prod-prod-eu', 'to end', ({ phase }) => phase !== 'Running' && phase !== 'Terminating');
      await team.sync('shop');
    });
    return `healthy ${healed} s after the cancellation`;
  });

  scenario('the API server of a cluster is away during a sync', async () => {
    await team.deliver('shop', good[3] as Image);
    await world.processes.stop('on-premise-apiserver');
    const { stdout } = await world.argocd.cli('app', 'sync', 'shop-prod-prod-dc1', '--prune', '--timeout', '20').then(
      (text) => ({ stdout: text }),
      (error: { stdout: string; message: string }) => ({ stdout: `${error.stdout}${error.message}` }),
    );
    const said = /connection refused|i\/o timeout|Failed|Unknown|error/i.exec(stdout)?.[0] ?? 'nothing';
    await world.processes.restart('on-premise-apiserver');
    const healed = await seconds(() => team.sync('shop'));
    return `the sync said “${said}”; the runbook synced ${healed} s after the cluster was back`;
  });

  scenario('Argo CD is restarted in the middle of a sync', async () => {
    await team.deliver('shop', good[4] as Image);
    await world.argocd.cli('app', 'sync', 'shop-prod-prod-eu', '--async', '--prune');
    await world.processes.restart('argocd-application-controller');
    const healed = await seconds(() => team.sync('shop'));
    return `healthy after ${healed} s, no operation is left running`;
  });
});
