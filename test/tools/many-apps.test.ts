/** Forty apps of one config repository deploy at the same moment: real scripts on real git, each run a process of its own. */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fleetApps, writeFleet } from '../../src/build/fleet.ts';
import { ConfigRepository, dispatch, image, temporaryFolder } from '../cd/config-repository.ts';

const apps = fleetApps(40);

test(`${apps.length} deployments at once all land, and none is lost`, { timeout: 900_000 }, async () => {
  const fleet = join(temporaryFolder(), 'config');
  await writeFleet(fleet, apps.length);
  const repository = new ConfigRepository('two-apps', (folder) => {
    rmSync(folder, { recursive: true });
    cpSync(fleet, folder, { recursive: true });
    // Every run has a clone, and CD reads neither.
    for (const unread of ['docs', ...apps.map((app) => `charts/${app}/templates`)]) rmSync(join(folder, unread), { recursive: true });
  });
  const inputs = apps.map((app, index) => {
    const { source } = dispatch(index + 1);
    return dispatch(index + 1, {
      app,
      images: JSON.stringify({ [app]: image(index + 1) }),
      source: JSON.stringify({ ...JSON.parse(String(source)), repository: `acme/${app}` }),
    });
  });
  const validated = [];
  // The first job of each run has no part in the race.
  for (const each of inputs) validated.push(await repository.validate('deploy', each));
  expect(validated.map(({ code, log }) => [code, log])).toEqual(apps.map(() => [0, expect.any(String)]));

  const start = Date.now();
  const outcomes = await Promise.all(validated.map((each) => repository.write('deploy', each)));
  console.log(`${apps.length} deployments at once: the last landed after ${Math.round((Date.now() - start) / 1000)} s`);
  expect(outcomes.map(({ code, log }) => (code === 0 ? 0 : log))).toEqual(apps.map(() => 0));
  for (const [index, app] of apps.entries()) expect(repository.read(`charts/${app}/dev-values.yaml`)).toContain(`tag: "${image(index + 1).tag}"`);
  // One commit each, on top of the first.
  expect(repository.subjects()).toHaveLength(apps.length + 1);
  expect(new Set(repository.subjects()).size).toBe(apps.length + 1);
});
