/** A random sequence of actions by people, CD and machines in two repositories. */
import { type Config, runbookPath, versions } from './outputs.ts';
import type { Random } from './random.ts';
import { check, crash, generate, isOurRecord, newWorld, noDecisions, readDisk, removeFile, switchApp, Violation, type World, writeBytes } from './world.ts';

export interface SequenceResult {
  /** In order. */
  actions: string[];
  violation: Violation | undefined;
}

type Action = (world: World, random: Random) => Promise<string> | string;

const actions: Record<string, { weight: number; run: Action }> = {
  'config edit': { weight: 5, run: editConfig },
  'hand edit': { weight: 5, run: editFile },
  'CD bump': { weight: 4, run: deliver },
  delete: { weight: 2, run: deleteFile },
  rename: { weight: 1, run: renameFile },
  formatter: { weight: 1, run: format },
  'own file': { weight: 1, run: addFile },
  'other version': { weight: 2, run: changeVersion },
  'other app': { weight: 3, run: changeApp },
  'lost record': { weight: 1, run: loseRecord },
  generate: { weight: 8, run: runGenerate },
  check: { weight: 4, run: runCheck },
  crash: { weight: 3, run: runCrash },
};

const weightedNames = Object.entries(actions).flatMap(([name, { weight }]) => Array.from({ length: weight }, () => name));

/** Runs `length` actions, or until a violation. */
export async function runSequence(folder: string, random: Random, length: number): Promise<SequenceResult> {
  const world = newWorld(folder);
  const done: string[] = [];
  try {
    done.push(`generate: ${await generate(world)}`);
    for (let step = 0; step < length; step++) {
      const name = random.pick(weightedNames);
      done.push(name);
      done[done.length - 1] = `${name}: ${await actions[name]?.run(world, random)}`;
    }
    // Every state can be resolved.
    done.push('resolve all');
    await resolveAll(world);
    switchApp(world);
    await resolveAll(world);
  } catch (error) {
    return { actions: done, violation: error instanceof Violation ? error : new Violation('wrong', (error as Error).stack ?? String(error)) };
  }
  return { actions: done, violation: undefined };
}

function editConfig(world: World, random: Random): string {
  const { config } = world;
  const edits: Partial<Config>[] = [
    { replicas: 1 + random.below(5) },
    { replicas: 1 + random.below(5) },
    { environments: random.pick([['dev'], ['dev', 'prod'], ['prod', 'test'], ['dev', 'test', 'prod']]) },
    { folder: random.pick([world.name, `${world.name}-next`]) },
    { owner: random.pick(['@a', '@b', '@c']) },
    { advice: random.pick(['Ask.', 'Do not ask.', 'Breathe.']) },
    { extra: !config.extra },
  ];
  const edit = random.pick(edits);
  world.config = { ...config, ...edit };
  return JSON.stringify(edit);
}

function files(world: World): string[] {
  return [...readDisk(world).keys()].filter((file) => !isOurRecord(file) && !file.endsWith('/journal') && !file.includes('/lock.'));
}

let marks = 0;

function editFile(world: World, random: Random): string {
  const all = files(world);
  if (all.length === 0) return 'no file';
  const file = random.pick(all);
  const bytes = readDisk(world).get(file) ?? '';
  const lines = bytes.split('\n');
  const mark = `user-${marks++} writes`;
  const at = random.below(lines.length);
  const edits: Record<string, () => string> = {
    insert: () => [...lines.slice(0, at), mark, ...lines.slice(at)].join('\n'),
    append: () => `${bytes}${mark}\n`,
    'append without an end': () => `${bytes}${mark}`,
    replace: () => [...lines.slice(0, at), mark, ...lines.slice(at + 1)].join('\n'),
    cut: () => [...lines.slice(0, at), ...lines.slice(at + 1)].join('\n'),
    'other bytes': () => `${bytes}J\xfcrgen\n`,
    'byte order mark': () => `\xef\xbb\xbf${bytes}`,
    empty: () => '',
  };
  const name = random.pick(Object.keys(edits));
  writeBytes(world, file, edits[name]?.() ?? '');
  return `${name} ${file}`;
}

function deliver(world: World, random: Random): string {
  const wrappers = files(world).filter((file) => file.endsWith('-values.yaml'));
  if (wrappers.length === 0) return 'no wrapper';
  const file = random.pick(wrappers);
  const tag = random.pick(['7c2f1e0', '12345e7', '0123456', '1.10', 'yes', 'latest']);
  const text = readDisk(world).get(file) ?? '';
  writeBytes(world, file, text.replace(/^( {4}tag: *).*?(\r?)$/m, `$1"${tag}"$2`));
  return `${tag} into ${file}`;
}

function deleteFile(world: World, random: Random): string {
  const all = files(world);
  if (all.length === 0) return 'no file';
  const file = random.pick(all);
  removeFile(world, file);
  return file;
}

function renameFile(world: World, random: Random): string {
  const all = files(world);
  if (all.length < 2) return 'no file';
  const [from, to] = [random.pick(all), random.oneIn(2) ? random.pick(all) : `app/moved-${random.below(3)}`];
  if (from === to) return 'onto itself';
  const bytes = readDisk(world).get(from) ?? '';
  removeFile(world, from);
  writeBytes(world, to, bytes);
  return `${from} to ${to}`;
}

/** Like Prettier: changes quotes, line ends or last lines in all files of a kind. */
function format(world: World, random: Random): string {
  const formats: Record<string, (bytes: string) => string> = {
    'single quotes': (bytes) => bytes.replace(/"([^"'\\\n]*)"/g, "'$1'"),
    'CR LF': (bytes) => bytes.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'),
    'no last line end': (bytes) => bytes.replace(/\n$/, ''),
  };
  const name = random.pick(Object.keys(formats));
  const kind = random.pick(['.yaml', '.md', '']);
  for (const [file, bytes] of readDisk(world)) if (!isOurRecord(file) && file.endsWith(kind)) writeBytes(world, file, formats[name]?.(bytes) ?? bytes);
  return `${name} in *${kind}`;
}

/** Adds a file of the user's, sometimes at a path that is generated later. */
function addFile(world: World, random: Random): string {
  const file = random.pick([
    'app/notes.txt',
    'config/notes.txt',
    'config/extra/shop/file.txt',
    'config/charts/shop-next/values.yaml',
    'app/shop-next/Dockerfile',
    'config/extra/own.txt',
  ]);
  writeBytes(world, file, `user-${marks++} wrote this\n`);
  return file;
}

function changeVersion(world: World, random: Random): string {
  world.version = random.pick(versions);
  return world.version;
}

function changeApp(world: World): string {
  switchApp(world);
  return world.name;
}

/** Deletes a record or the merge bases. */
function loseRecord(world: World, random: Random): string {
  const file = random.pick([
    ...(world.name === 'shop' ? ['app/.gitops-app/manifest.json'] : []),
    `config/.gitops-app/${world.name}/manifest.json`,
    'config/.gitops-app/shared/manifest.json',
    `config/.gitops-app/${world.name}/merge-base.json`,
  ]);
  removeFile(world, file);
  if (file.endsWith('merge-base.json')) world.baseKnown = false;
  else {
    const repository = file.slice(0, file.indexOf('/'));
    if (file.includes('/shared/')) {
      world.shared = new Map();
      world.sharedVersion = undefined;
    } else world.records = new Map([...world.records].filter(([key]) => !key.startsWith(`${repository}/`)));
  }
  return file;
}

async function runGenerate(world: World, random: Random): Promise<string> {
  const all = files(world).map((file) => file.slice(file.indexOf('/') + 1));
  const some = () => (all.length === 0 ? [] : [random.pick(all), random.pick(all)]);
  const decisions = {
    overwrite: random.oneIn(4) ? some() : [],
    adopt: random.oneIn(6),
    eject: random.oneIn(8) ? some().slice(1) : [],
    merge: random.oneIn(4) ? [runbookPath(world.name)] : [],
  };
  return `${await generate(world, decisions)} ${JSON.stringify(decisions)}`;
}

async function runCheck(world: World): Promise<string> {
  await check(world);
  return 'done';
}

async function runCrash(world: World, random: Random): Promise<string> {
  const step = random.below(250);
  await crash(world, step);
  return `at step ${step}`;
}

/** Resolves every refusal: overwrites all files, ejects those with broken regions. */
async function resolveAll(world: World): Promise<void> {
  const all = files(world).map((file) => file.slice(file.indexOf('/') + 1));
  const eject = all.filter((path) => /(?:README\.md|CODEOWNERS)$/.test(path));
  const result = await generate(world, {
    ...noDecisions,
    overwrite: [...all, ...world.config.environments.map((name) => `charts/${world.config.folder}/${name}-values.yaml`)],
    eject,
    adopt: true,
  });
  if (result === 'refused') throw new Violation('wrong', 'a refusal cannot be resolved');
}
