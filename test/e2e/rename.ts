/** Renames the app as its runbook says, and holds that the data comes along. */
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import type { Model } from '../../src/model/model.ts';
import { environmentOf, targetsOf } from '../../src/model/queries.ts';
import type { DayOne } from './day-one.ts';
import { type Image, type Team, there, writeConfig } from './team.ts';
import type { World } from './world.ts';

export interface Renaming {
  world: World;
  dayOne: DayOne;
  team: Team;
  image: Image;
}

/**
 * @param config with the new name
 * @returns what was observed
 */
export async function rename({ world, dayOne, team, image }: Renaming, config: PipelineConfig, from: string): Promise<string> {
  const to = config.app.name;
  const before = team.model(from);
  const volumesBefore = await volumes(world, before);
  const page = `docs/${to}/runbooks/rename.md`;
  const steps = (name: string, sections: readonly string[], mayFail: readonly string[] = []) => dayOne.follow(name, sections, mayFail);

  await expect(team.land(config)).rejects.toThrow(/APP_RENAMED/);
  const renaming = { ...config, app: { ...config.app, renamedFrom: from } };
  writeConfig(world.app.folder, renaming);
  expect(await world.app.cli('generate')).toMatchObject({ code: 0 });
  await steps(page, ['Commands', 'Prepare'], there);
  await followSetUp(dayOne, world, to, ['Registry and CI role', 'Clusters', 'Secrets']);
  await team.land(renaming);
  await followSetUp(dayOne, world, to, ['Clusters', 'Root Application']);
  await team.deliver(to, image);

  const after = team.model(to);
  const moved: string[] = [];
  for (const environment of after.environments) {
    const begun = Date.now();
    await steps(page, ['Commands', `Move ${environment.name}`]);
    await team.sync(to, [environment.name]);
    moved.push(`${environment.name} in ${((Date.now() - begun) / 1000).toFixed(0)} s`);
    if (environment.name !== 'dev') continue;
    // There is a way back, and then the way again.
    await dayOne.followHeadings(page, ['Commands', 'Back: dev on dev-eu']);
    expect(await volumes(world, before, 'dev')).toEqual(only(volumesBefore, 'dev'));
    await steps(page, ['Commands', 'Move dev']);
    await team.sync(to, ['dev']);
  }
  const renamed = (name: string) => name.replaceAll(`-${from}-`, `-${to}-`);
  expect(await volumes(world, after)).toEqual(Object.fromEntries(Object.entries(volumesBefore).map(([name, volume]) => [renamed(name), volume])));
  const dump = join(dayOne.environment.HOME ?? '', `databases/prod-dc1.${to}-prod.${to}-db`);
  expect(readFileSync(dump, 'utf8').trim()).toBe(`dump of prod-dc1/${from}-prod/${from}-db`);

  // As on GitHub, at the commit before: the page goes with the old name.
  const copy = '.git/rename.md';
  copyFileSync(join(world.config.folder, page), join(world.config.folder, copy));
  await steps(copy, [`Delete ${from}`]);
  const { afterSync } = await team.land(config);
  await afterSync();
  expect(existsSync(join(world.config.folder, page))).toBe(false);
  await steps(copy, ['After the deletion']);
  await team.sync(to);
  expect(await world.config.cli('check')).toMatchObject({ code: 0 });
  const left = (await world.cloud.get('applications,appprojects', '-n', 'argocd')).items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
  expect(left.filter((name: string) => name.startsWith(`${from}-`) && name !== 'shop-config-root')).toEqual([]);
  return `${Object.keys(volumesBefore).length} volumes and a database moved: ${moved.join(', ')}; ${from} is gone`;
}

async function followSetUp(dayOne: DayOne, world: World, app: string, steps: readonly string[]): Promise<void> {
  const name = `docs/${app}/runbooks/set-up.md`;
  const sections = readFileSync(join(world.config.folder, name), 'utf8')
    .split('\n')
    .filter((line) => /^## \d/.test(line))
    .map((line) => line.slice(3));
  await dayOne.follow(
    name,
    sections.filter((section) => steps.includes(section.replace(/^\d+\. /, ''))),
    there,
  );
}

/** The volume of each claim: `environment cluster claim` to its name. */
async function volumes(world: World, model: Model, environment?: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const target of targetsOf(model).filter((each) => environment === undefined || each.environment === environment)) {
    const plane = target.cluster === 'prod-dc1' ? world.onPremise : world.cloud;
    const { items } = (await plane.get('persistentvolumeclaims', '-n', environmentOf(model, target).namespace)) ?? { items: [] };
    for (const { metadata, spec, status } of items) {
      expect(status.phase, metadata.name).toBe('Bound');
      found[`${target.environment} ${target.cluster} ${metadata.name}`] = spec.volumeName;
    }
  }
  return found;
}

const only = (all: Record<string, string>, environment: string) =>
  Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith(`${environment} `)));
