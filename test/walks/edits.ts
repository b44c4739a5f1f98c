/** One edit of a config, as a team makes it: something is added, removed, renamed, or gets another value. */
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import { printPath } from '../../src/problems/path.ts';
import { validate } from '../../src/validate/validate.ts';
import type { Random } from '../torture/random.ts';
import { type Leaf, leavesIn, type Path } from '../vocabulary/leaves.ts';
import { type Loose, pairsOf, valueAt, withValue } from '../vocabulary/variants.ts';

export interface Edit {
  /** What it does, for a person who repeats it. */
  text: string;
  path: Path;
  config: PipelineConfig;
}

/** Other configs have what this one may get. */
type Draw = (random: Random, config: PipelineConfig, donors: readonly PipelineConfig[]) => Edit | undefined;

/** Gives a valid config that differs from this one; undefined where none was drawn. */
export async function drawEdit(random: Random, config: PipelineConfig, donors: readonly PipelineConfig[]): Promise<Edit | undefined> {
  const before = JSON.stringify(config);
  for (let attempt = 0; attempt < 60; attempt++) {
    const edit = random.pick<Draw>([removed, given, given, changed, changed])(random, config, donors);
    if (edit === undefined || JSON.stringify(edit.config) === before || isInManifest(edit.path)) continue;
    const valid = await validate(edit.config).catch(() => undefined);
    if (valid !== undefined) return { ...edit, config: valid.config };
  }
  return undefined;
}

/** The content of an extra manifest is the user's, and copied unchanged. */
const isInManifest = (path: Path) => path.includes('extraManifests') && path.length > path.indexOf('extraManifests') + 2;

const removed: Draw = (random, config) => {
  const path = anyPath(random, config);
  return { path, text: `remove ${printPath(path)}`, config: without(config, path) };
};

/** Something that another config has, at the same place. */
const given: Draw = (random, config, donors) => {
  const donor = random.pick(donors);
  const path = anyPath(random, donor);
  if (!isFields(valueAt(config, path.slice(0, -1)))) return undefined;
  const value = valueAt(donor, path);
  return { path, text: `set ${printPath(path)} to ${shown(value)}`, config: withValue(config, path, value) };
};

/** Another value of a leaf, another name everywhere, another alternative. */
const changed: Draw = (random, config) => {
  const isDrawn = random.oneIn(5) ? () => true : ({ name }: Leaf<Loose>) => applied.includes(name.split('.')[0] ?? '');
  const leaves = leavesIn<Loose>([config]).filter((leaf) => leaf.places.length > 0 && isDrawn(leaf));
  const leaf: Leaf<Loose> = random.pick(leaves);
  const place = random.pick(leaf.places);
  const pairs = pairsOf(leaf, place, leaves);
  if (pairs.length === 0) return undefined;
  const [, after] = random.pick(pairs);
  const value = leaf.isKey ? '' : ` to ${shown(valueAt(after, place.at))}`;
  return { path: place.at, text: `${leaf.isKey ? 'rename' : 'change'} ${printPath(place.at)}${value}`, config: after };
};

const shown = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 200);
const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What Argo CD applies follows from these; others are edited less often. */
const applied = ['app', 'clusters', 'components', 'jobs', 'cronJobs', 'routes', 'auxiliaryServices', 'environments', 'monitoring', 'extraManifests'];

/** The path of a field or of an entry of a map. Each section is as likely as another, however much it holds. */
function anyPath(random: Random, config: PipelineConfig): Path {
  const sections = Object.keys(config);
  const section = random.pick(random.oneIn(5) ? sections : sections.filter((name) => applied.includes(name)));
  const paths: Path[] = [];
  const visit = (value: unknown, path: Path): void => {
    paths.push(path);
    if (isFields(value)) for (const [key, child] of Object.entries(value)) visit(child, [...path, key]);
  };
  visit(config[section as keyof PipelineConfig], [section]);
  return random.pick(paths);
}

function without(holder: Loose, [key = '', ...path]: Path): Loose {
  const copy = { ...holder };
  if (path.length === 0) delete copy[key];
  else copy[key] = without(holder[key], path);
  return copy;
}
