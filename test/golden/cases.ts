import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { generators } from '../../generators/index.ts';
import { generate } from '../../src/commands/generate.ts';

export const goldenFolder = import.meta.dirname;

/** An image as CD writes it after generation. */
interface Delivery {
  wrapper: string;
  image: string;
  tag: string;
  digest: string;
}

export interface GoldenCase {
  name: string;
  description: string;
  deliveries?: readonly Delivery[];
}

/** Each is a folder here: `<repository>/pipeline.config.ts` is the input, everything else is output. */
export const goldenCases: readonly GoldenCase[] = [
  { name: 'shop', description: 'The design’s own case, before its first image' },
  { name: 'shop-delivered', description: 'The same after CD has written its first image', deliveries: [] },
  { name: 'staging', description: 'dev and staging on one cluster, two images, GHCR, a volume, autoscaling' },
  { name: 'per-cluster', description: 'An Argo CD in each cluster' },
  { name: 'two-apps', description: 'Two apps in one config repository' },
];

/** Folders of a case that hold a config, in the order in which they are generated. */
export function configFolders(name: string): string[] {
  const folder = join(goldenFolder, name);
  return readdirSync(folder)
    .filter((entry) => existsSync(join(folder, entry, 'pipeline.config.ts')))
    .sort();
}

/** Generates a case into a new temporary folder and gives its path. */
export async function buildCase(golden: GoldenCase): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `golden-${golden.name}-`));
  for (const repository of configFolders(golden.name)) {
    mkdirSync(join(folder, repository), { recursive: true });
    cpSync(join(goldenFolder, golden.name, repository, 'pipeline.config.ts'), join(folder, repository, 'pipeline.config.ts'));
    await run(join(folder, repository));
  }
  for (const delivery of golden.deliveries ?? []) deliver(folder, delivery);
  if (golden.deliveries !== undefined) for (const repository of configFolders(golden.name)) await run(join(folder, repository));
  return folder;
}

async function run(cwd: string): Promise<void> {
  const lines: string[] = [];
  const code = await generate({ cwd, generators, print: () => {}, printError: (line) => lines.push(line) });
  if (code !== 0) throw new Error(`generate in ${cwd} ended with ${code}:\n${lines.join('')}`);
}

/** Writes tag and digest where CD does: the two lines below the image's name. */
function deliver(folder: string, { wrapper, image, tag, digest }: Delivery): void {
  const path = join(folder, wrapper);
  const lines = readFileSync(path, 'utf8').split('\n');
  const at = lines.findIndex((line) => line.trim() === `${image}:`);
  for (const [key, value] of [
    ['tag', tag],
    ['digest', digest],
  ] as const) {
    const index = lines.findIndex((line, position) => position > at && line.trim().startsWith(`${key}:`));
    lines[index] = (lines[index] ?? '').replace(/: "".*/, (rest) => rest.replace('""', JSON.stringify(value)));
  }
  writeFileSync(path, lines.join('\n'));
}

/** Every file below a folder by its POSIX path, sorted. */
export function readTree(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(files.map((file) => [relative(folder, file).replaceAll('\\', '/'), readFileSync(file, 'utf8')]));
}

/** Replaces the output of a case on disk. */
export async function rebuildCase(golden: GoldenCase): Promise<void> {
  const built = await buildCase(golden);
  const target = join(goldenFolder, golden.name);
  const trees = readdirSync(target);
  const inputs = configFolders(golden.name).map((repository) => [repository, readFileSync(join(target, repository, 'pipeline.config.ts'))] as const);
  for (const tree of trees) rmSync(join(target, tree), { recursive: true });
  for (const [repository, content] of inputs) {
    mkdirSync(join(target, repository), { recursive: true });
    writeFileSync(join(target, repository, 'pipeline.config.ts'), content);
  }
  cpSync(built, target, { recursive: true });
  rmSync(built, { recursive: true });
}
