/** Two repositories on disk, the actions of a sequence, and their comparison with the reference. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { apply } from '../../src/apply/apply.ts';
import { recover } from '../../src/apply/recover.ts';
import { diffWorkspaces } from '../../src/diff/diff.ts';
import type { RepositoryChanges } from '../../src/diff/repository-changes.ts';
import { compareVersions } from '../../src/model/version.ts';
import { UserError } from '../../src/problems/errors.ts';
import { checkWorkspaces } from '../../src/reporters/check/check-workspaces.ts';
import type { Workspace } from '../../src/workspace/workspace.ts';
import { dyingFileSystem } from '../apply/stopping.ts';
import { type AppName, appNames, type Config, firstConfig, isShared, modelOf, modelPath, outputs, planOf, versions } from './outputs.ts';
import { type Decisions, type Disk, type Expected, isMarked, outsideOf, type Prediction, predict, type Records } from './reference.ts';

export const noDecisions: Decisions = { overwrite: [], adopt: false, eject: [], merge: [] };

/** State of one app. */
interface App {
  name: AppName;
  config: Config;
  /** Version of the generator that it uses. */
  version: string;
  /** Version that last wrote its files. */
  writtenBy: string | undefined;
  records: Records;
  baseKnown: boolean;
}

/** Both repositories, from the view of one app. */
export interface World extends App {
  folder: string;
  /** The other app of the config repository. */
  other: App;
  shared: Records;
  /** Version that wrote the shared files. */
  sharedVersion: string | undefined;
}

/** A rule that a sequence has broken. */
export class Violation extends Error {
  readonly kind: 'lost' | 'half-written' | 'wrong';
  constructor(kind: Violation['kind'], message: string) {
    super(`${kind}: ${message}`);
    this.kind = kind;
  }
}

export function newWorld(folder: string): World {
  for (const repository of ['app', 'config']) mkdirSync(join(folder, repository), { recursive: true });
  const [own, other] = appNames.map(
    (name): App => ({ name, config: firstConfig(name), version: versions[0], writtenBy: undefined, records: new Map(), baseKnown: false }),
  ) as [App, App];
  return { ...own, folder, other, shared: new Map(), sharedVersion: undefined };
}

/** Continues with the other app. */
export function switchApp(world: World): void {
  const { name, config, version, writtenBy, records, baseKnown } = world;
  Object.assign(world, world.other, { other: { name, config, version, writtenBy, records, baseKnown } });
}

/** Every file of both repositories. */
export function readDisk({ folder }: World): Map<string, string> {
  const disk = new Map<string, string>();
  const read = (at: string) => {
    for (const entry of readdirSync(join(folder, at), { withFileTypes: true })) {
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) read(path);
      else disk.set(path, readFileSync(join(folder, path), 'latin1'));
    }
  };
  read('');
  return new Map([...disk].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function writeBytes({ folder }: World, file: string, bytes: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), bytes, 'latin1');
}

export function removeFile({ folder }: World, file: string): void {
  rmSync(join(folder, file), { force: true });
}

/** Records and merge bases: the reference does not predict their contents. */
export function isOurRecord(file: string): boolean {
  return /\.gitops-app\/(?:\w+\/)?(?:manifest|merge-base)\.json$/.test(file);
}

function predictionOf(world: World, disk: Disk, decisions: Decisions): Prediction {
  const { config, version, shared, baseKnown, sharedVersion } = world;
  const sharedIsNewer = sharedVersion !== undefined && compareVersions(sharedVersion, version) > 0;
  return predict({ disk, records: new Map([...shared, ...world.records]), planned: planOf(config, version), decisions, baseKnown, sharedIsNewer });
}

function workspaceOf({ name, folder, config }: World): Workspace {
  const roots = { ...(name === 'shop' ? { app: join(folder, 'app') } : {}), config: join(folder, 'config') };
  return { model: modelOf(config), roots, configFile: '', warnings: [] };
}

async function changesFor(world: World, { adopt, ...names }: Decisions): Promise<RepositoryChanges[]> {
  const known = new Set([...planOf(world.config, world.version).map(({ path }) => path), ...[...world.shared.keys(), ...world.records.keys()].map(pathOfKey)]);
  const decisions = Object.fromEntries(Object.entries(names).map(([name, paths]) => [name, paths.filter((path) => known.has(path))]));
  return diffWorkspaces([workspaceOf(world)], {
    generators: outputs,
    repositories: ['config', 'app'],
    version: world.version,
    ...decisions,
    ...(adopt ? { adopt: 'all' as const } : {}),
  });
}

const pathOfKey = (key: string) => key.replace(/^[^/]*\//, '').replace(/#.*$/, '');

/** Drops decisions that would be errors: to eject the model, or to change shared files of a newer version. */
function dropInvalid({ name, version, sharedVersion }: World, { overwrite, eject, ...others }: Decisions): Decisions {
  const isNewer = sharedVersion !== undefined && compareVersions(sharedVersion, version) > 0;
  const own = (paths: readonly string[]) => paths.filter((path) => !isNewer || path !== '.github/cd.yaml');
  return { ...others, overwrite: own(overwrite), eject: own(eject).filter((path) => path !== modelPath(name)) };
}

/** Runs generate and checks its result. Returns what it did. */
export async function generate(world: World, requested: Decisions = noDecisions): Promise<'refused' | 'written' | 'nothing'> {
  rollBackInterrupted(world);
  const decisions = dropInvalid(world, requested);
  const before = readDisk(world);
  const prediction = predictionOf(world, before, decisions);
  const allChanges = await changesFor(world, decisions);
  const refused = refusedBy(allChanges);
  for (const file of prediction.refused) if (!refused.has(file)) throw new Violation('lost', `${file} was not refused`);
  for (const file of refused) if (!prediction.refused.has(file) && !prediction.refusedOrMerged.has(file)) throw new Violation('wrong', `${file} was refused`);
  if (refused.size > 0) {
    expectRefusal(allChanges, world, before);
    return 'refused';
  }
  const { written, deleted } = apply(allChanges);
  const after = readDisk(world);
  expectAfter(prediction, before, after);
  updateRecords(world, prediction);
  const again = await changesFor(world, noDecisions);
  if ([...refusedBy(again)].some((file) => !isMarked(after.get(file) ?? ''))) throw new Violation('wrong', 'refused by the next run');
  if (refusedBy(again).size === 0 && apply(again).written > 0) throw new Violation('wrong', 'a second run wrote something');
  return written + deleted === 0 ? 'nothing' : 'written';
}

function refusedBy(allChanges: readonly RepositoryChanges[]): Set<string> {
  return new Set(
    allChanges.flatMap(({ changes }) => changes.flatMap(({ action, repository, path }) => (action === 'refuse' ? [`${repository}/${path}`] : []))),
  );
}

function expectRefusal(allChanges: readonly RepositoryChanges[], world: World, before: Disk): void {
  try {
    apply(allChanges);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expectSame(before, readDisk(world), 'lost', 'a refused run wrote something');
    return;
  }
  throw new Violation('lost', 'a refused run did not stop');
}

function updateRecords(world: World, { records }: Prediction): void {
  world.records = new Map([...records].filter(([key]) => !isShared(key)));
  world.shared = new Map([...records].filter(([key]) => isShared(key)));
  world.baseKnown = true;
  world.writtenBy = world.version;
  if (world.sharedVersion === undefined || compareVersions(world.sharedVersion, world.version) < 0) world.sharedVersion = world.version;
}

function expectAfter({ expected }: Prediction, before: Disk, after: Disk): void {
  const touched = new Map<string, Expected[]>();
  for (const each of expected) touched.set(each.file, [...(touched.get(each.file) ?? []), each]);
  for (const [file, own] of touched) for (const each of own) expectFile(each, after.get(file));
  for (const file of new Set([...before.keys(), ...after.keys()])) {
    if (touched.has(file) || isOurRecord(file)) continue;
    // For an orphaned region, the reference only predicts the lines around it.
    if (/(?:README\.md|CODEOWNERS)$/.test(file) && outsideOf(before.get(file) ?? '') === outsideOf(after.get(file) ?? '')) continue;
    if (before.get(file) !== after.get(file))
      throw new Violation('lost', `${file} was ${JSON.stringify(before.get(file))} and is ${JSON.stringify(after.get(file))}`);
  }
}

function expectFile(expected: Expected, bytes: string | undefined): void {
  const { file } = expected;
  if ('is' in expected) {
    if (bytes !== expected.is) throw new Violation('wrong', `${file} is ${JSON.stringify(bytes)}, not ${JSON.stringify(expected.is)}`);
    return;
  }
  const text = bytes?.replaceAll('\r\n', '\n') ?? '';
  for (const part of expected.holds) if (!text.includes(part)) throw new Violation('lost', `${file} lacks ${JSON.stringify(part)}: ${JSON.stringify(text)}`);
  if (expected.outside !== undefined && outsideOf(text) !== expected.outside)
    throw new Violation('lost', `the text outside of regions in ${file} is ${JSON.stringify(outsideOf(text))}, not ${JSON.stringify(expected.outside)}`);
}

function expectSame(one: Disk, other: Disk, kind: Violation['kind'], what: string): void {
  for (const file of new Set([...one.keys(), ...other.keys()]))
    if (one.get(file) !== other.get(file))
      throw new Violation(kind, `${what}: ${file} is ${JSON.stringify(other.get(file))}, not ${JSON.stringify(one.get(file))}`);
}

/** A run that is killed at a step. After the rollback, all files are as before or all are written. */
export async function crash(world: World, step: number, decisions: Decisions = noDecisions): Promise<void> {
  rollBackInterrupted(world);
  const before = readDisk(world);
  const prediction = predictionOf(world, before, decisions);
  const allChanges = await changesFor(world, decisions);
  if (refusedBy(allChanges).size > 0) return;
  try {
    apply(allChanges, dyingFileSystem(step, step % 2 === 0 ? 'half' : 'before'));
  } catch {
    // As if it were killed.
  }
  rollBackInterrupted(world);
  const after = readDisk(world);
  if ([...new Set([...before.keys(), ...after.keys()])].every((file) => before.get(file) === after.get(file))) return;
  try {
    expectAfter(prediction, before, after);
  } catch (error) {
    throw new Violation('half-written', (error as Error).message);
  }
  updateRecords(world, prediction);
  if (
    (await changesFor(world, noDecisions)).some(({ changes }) =>
      changes.some(({ action }) => action === 'create' || action === 'update' || action === 'delete'),
    )
  )
    throw new Violation('half-written', 'a run that was completed left something to do');
}

function rollBackInterrupted(world: World): void {
  recover([join(world.folder, 'app'), join(world.folder, 'config')]);
}

/** check reports exactly the files that a run would write or refuse, and another version only if one wrote them. */
export async function check(world: World): Promise<void> {
  rollBackInterrupted(world);
  const before = readDisk(world);
  const { report } = await checkWorkspaces([workspaceOf(world)], outputs, world.folder);
  expectSame(before, readDisk(world), 'lost', 'check wrote something');
  const prediction = predictionOf({ ...world, version: report.generatorVersion }, before, noDecisions);
  const wrong = new Set([...prediction.refused, ...prediction.expected.map(({ file }) => file)]);
  const named = report.files.filter(
    ({ output, cause, drift }) => output !== 'manifest' && cause !== 'newer-shared' && cause !== 'ejected' && (drift || cause !== 'orphaned'),
  );
  for (const { file, cause } of named) {
    // For an orphaned region, the reference only predicts the lines around it.
    if (!wrong.has(file) && cause !== 'orphaned') throw new Violation('wrong', `check reports ${file} as ${cause}`);
    const writer = file === 'config/.github/cd.yaml' || file === 'config/README.md' ? [world.sharedVersion, world.writtenBy] : [world.writtenBy];
    if (cause === 'generator-upgraded' && writer.every((version) => version === report.generatorVersion))
      throw new Violation('wrong', `check blames another version for ${file}`);
  }
  for (const file of wrong) if (!named.some((other) => other.file === file)) throw new Violation('wrong', `check does not report ${file}`);
  const drifts = report.files.some(({ drift }) => drift);
  if ((report.result === 'clean') === drifts) throw new Violation('wrong', `check is ${report.result}`);
}
