/** A config repository of very many apps, for tests and measurements: variants of the golden apps that share one. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { generators } from '../../generators/index.ts';
import { apply } from '../apply/apply.ts';
import { diffWorkspaces } from '../diff/diff.ts';
import { loadConfig } from '../load/load.ts';
import { resolve } from '../resolve/resolve.ts';
import { validate } from '../validate/validate.ts';
import { configIn } from '../workspace/config-file.ts';

const goldens = join(import.meta.dirname, '../../test/golden/two-apps');

/** The golden apps that are varied: one with three releases, and one with two. */
const originals = ['shop', 'mail'] as const;

function configOf(name: string): string {
  const config = configIn(join(goldens, name));
  if (config === undefined) throw new Error(`no config in ${join(goldens, name)}`);
  return config;
}

/** Names of the apps of a fleet, in order. */
export function fleetApps(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `app-${String(index + 1).padStart(4, '0')}`);
}

/** Writes the config repository of `count` apps to an empty folder, as `generate` would from each of their app repositories. */
export async function writeFleet(root: string, count: number): Promise<void> {
  mkdirSync(root, { recursive: true });
  const configs = await Promise.all(originals.map(async (name) => [name, JSON.stringify((await loadConfig(configOf(name))).data)] as const));
  for (const [index, app] of fleetApps(count).entries()) {
    const [name, text] = configs[index % configs.length] as (typeof configs)[number];
    // Its name is also in hosts, identities and Secrets, which belong to one app each.
    const { config } = await validate(JSON.parse(text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), app)));
    const workspace = { model: resolve(config), roots: { config: root }, warnings: [] };
    apply(await diffWorkspaces([workspace], { generators, repositories: ['config'] }));
  }
}
