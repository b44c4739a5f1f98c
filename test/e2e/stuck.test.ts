/** Syncs that fail or never end, and what the runbooks say of them: their own commands must lead to a healthy app. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import { type DayOne, openDayOne } from './day-one.ts';
import { failingTag, unavailableTag } from './kwok.ts';
import { lifeConfig } from './life-edits.ts';
import { waitFor } from './processes.ts';
import { type Image, openTeam, type Team, writeConfig } from './team.ts';
import { keepLogs, record, repositories, startWorld, type World } from './world.ts';

let world: World;
let dayOne: DayOne;
let team: Team;
let failed = false;

const image = (tag: string): Image => ({ tag, digest: `sha256:${tag.slice(0, 32).repeat(2)}` });
const good = [1, 2, 3, 4, 5, 6].map((digit) => image(String(digit).repeat(40)));

const config = { ...lifeConfig(), jobs: { migrate: { command: ['node', 'migrate.js'], backoffLimit: 0, activeDeadlineSeconds: 30 } } };

/** With a Job in the config that Argo CD runs in a phase of its own, in prod. */
function withHook(phase: string, tag: string): PipelineConfig {
  const changed = structuredClone(config);
  const container = {
    name: 'test',
    image: `busybox:${tag}`,
    command: ['true'],
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
  const securityContext = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } };
  Object.assign(changed.environments.prod ?? {}, {
    extraManifests: {
      smoke: {
        ...{ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'smoke-test', annotations: { 'argocd.argoproj.io/hook': phase } } },
        spec: { backoffLimit: 0, template: { spec: { restartPolicy: 'Never', securityContext, containers: [container] } } },
      },
    },
  });
  return changed;
}

const ended = () => 'succeeded';
const failedSync = () => 'failed';

beforeAll(async () => {
  const started = Date.now();
  world = await startWorld();
  dayOne = openDayOne(world);
  team = openTeam(world, dayOne);
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
    expect(await team.sync('shop', ['prod']).then(ended, failedSync)).toBe('failed');
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

  scenario('a rollback by the runbook while a sync runs', async () => {
    // What ran before, as CD delivered it.
    await team.deliver('shop', image(unavailableTag), ['prod']);
    await world.argocd.cli('app', 'sync', 'shop-prod-prod-eu', '--async', '--prune');
    await operation('shop-prod-prod-eu', 'to run', ({ phase }) => phase === 'Running');
    const healed = await seconds(() => dayOne.follow('docs/shop/runbooks/roll-back.md', ['prod'], ['argocd app diff']));
    // Its last command only starts the release of the hold.
    await world.forge.runs.settled();
    await world.config.pull();
    for (const [plane, application] of [
      [world.onPremise, 'shop-prod-prod-dc1'],
      [world.cloud, 'shop-prod-prod-eu'],
    ] as const) {
      const { status } = await world.argocd.application(application);
      expect(status).toMatchObject({ sync: { status: 'Synced' }, health: { status: 'Healthy' }, operationState: { phase: 'Succeeded' } });
      const web = await plane.get('deployment', 'shop-web', '-n', 'shop-prod');
      expect(web.spec.template.spec.containers[0].image).toContain(good[2]?.digest);
    }
    expect(await world.config.git('show', 'HEAD:.gitops-app/shop/holds.json')).toBe('{}');
    return `both clusters run the release before ${healed} s after it began, the hold is released`;
  });

  for (const phase of ['PreSync', 'PostSync'] as const)
    scenario(`a ${phase} hook of the config fails`, async () => {
      await team.land(withHook(phase, failingTag));
      expect(await team.sync('shop', ['prod']).then(ended, failedSync)).toBe('failed');
      const said = await dayOne.troubleshoot('A sync fails', 'prod/prod-dc1').then(
        (output) => output,
        ({ message }: Error) => message,
      );
      expect(said).toMatch(/smoke-test +Failed/);
      const page = readFileSync(join(world.config.folder, 'docs/shop/runbooks/troubleshoot.md'), 'utf8');
      expect(page).toContain('**A hook of `extraManifests` failed** (`smoke-test`)');
      await team.land(withHook(phase, 'fixed'));
      const healed = await seconds(() => team.sync('shop', ['prod']));
      return `the sync fails; with the hook fixed, both clusters are healthy ${healed} s after the merge`;
    });

  scenario('a SyncFail hook fails, too', async () => {
    await team.land(withHook('SyncFail', failingTag));
    await team.deliver('shop', image(failingTag), ['prod']);
    expect(await team.sync('shop', ['prod']).then(ended, failedSync)).toBe('failed');
    await team.deliver('shop', good[2] as Image, ['prod']);
    const healed = await seconds(() => team.sync('shop', ['prod']));
    await team.land(config);
    await team.sync('shop');
    expect(
      ((await world.cloud.get('jobs', '-n', 'shop-prod'))?.items ?? []).map(({ metadata }: { metadata: { name: string } }) => metadata.name),
    ).not.toContain('smoke-test');
    return `the failed migration is fixed ${healed} s after its merge; the hook left with the config`;
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

  scenario('the config repository is renamed', async () => {
    const [from, to] = [repositories.config, 'acme/platform-config'];
    world.forge.rename(from, to);
    await world.argocd.refresh('shop-prod-prod-eu', 'hard');
    await waitFor(
      'Argo CD to miss the repository',
      async () => (await world.argocd.application('shop-prod-prod-eu')).status.conditions?.some(({ type }: { type: string }) => type === 'ComparisonError'),
      world.processes.assertAlive,
    );
    writeConfig(world.app.folder, {
      ...config,
      repositories: { ...config.repositories, config: { ...config.repositories.config, slug: to, path: '../shop-config', cdApp: 'shop-config-cd' } },
    });
    const { code, output } = await world.app.cli('generate');
    expect([code, output]).toEqual([0, expect.stringContaining('follow “The config repository was renamed or moved” in docs/shop/runbooks/troubleshoot.md')]);
    const page = 'docs/shop/runbooks/troubleshoot.md';
    const set = { former: 'shop-config' };
    const healed = await seconds(async () => {
      await dayOne.followHeadings(page, ['The config repository was renamed or moved'], { set });
      await world.config.git('add', '--all');
      await world.config.git('commit', '--quiet', '--message', 'The repository has another name');
      world.forge.repositories.git(to, 'fetch', '--quiet', world.config.folder, '+HEAD:refs/heads/main');
      await world.config.git('remote', 'set-url', 'origin', `https://github.com/${to}.git`);
      const said = await dayOne.followHeadings(page, ['After the merge'], { set });
      expect(said.match(/^shop-\S+ https:\/\/github\.com\/acme\/platform-config\.git \w+ $/gm)).toHaveLength(3);
      await team.deliver('shop', good[5] as Image);
      await team.sync('shop');
    });
    await devRuns(good[5] as Image);
    const { items } = await world.cloud.get('applications,appprojects,secrets', '-n', 'argocd');
    const names = items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
    expect(names.filter((name: string) => name.includes('shop-config'))).toEqual([]);
    return `a release is in every cluster ${healed} s after the page was opened`;
  });
});
