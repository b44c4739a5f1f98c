import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { generators } from '../../generators/index.ts';
import { generate } from '../../src/commands/generate.ts';
import type { LockedGenerator } from '../../src/model/version.ts';
import { carryFields } from '../../src/owned-fields/owned-fields.ts';
import { configIn } from '../../src/workspace/config-file.ts';

export const goldenFolder = import.meta.dirname;

// Names in quotes are for the parser.

/** What CD writes into an environment's wrapper. */
export interface Delivery {
  image: string;
  tag: string;
  digest: string;
}

export interface GoldenCase {
  name: string;
  description: string;
  /** Images that CD has written, by the wrapper's path in the case. */
  deliveries?: Readonly<Record<string, Delivery>>;
  /** Files of the user's that stand there before the first run, by their path in the case. */
  given?: readonly string[];
}

/** The first image of shop: built from the commit that the tag names. */
const firstImage: Delivery = {
  image: 'shop',
  tag: '7c2f1e0b9a8d4c3f5e6a7b8c9d0e1f2a3b4c5d6e',
  digest: 'sha256:4f1d2c3b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff001',
};

/** As if npm had installed the generator from a registry. */
export const published: LockedGenerator = {
  package: 'create-gitops-app',
  integrity: 'sha512-dGhlIHNoYTUxMiBvZiBhIHB1Ymxpc2hlZCB0YXJiYWxsLCB3aGljaCBzdGFuZHMgaGVyZSBvbmx5IGZvciB0aA==',
};

/** Each is a folder here: `<repository>/.gitops-app/pipeline.config.ts`, or one at the root, is the input, everything else is output. */
export const goldenCases: readonly GoldenCase[] = [
  { name: 'shop', description: 'The design’s own case, before its first image' },
  {
    name: 'shop-delivered',
    description: 'The same after CD has written its first image',
    deliveries: { 'config/charts/shop/dev-values.yaml': firstImage, 'config/charts/shop/prod-values.yaml': firstImage },
  },
  { name: 'staging', description: 'dev and staging on one cluster, two images, GHCR, a volume, autoscaling' },
  { name: 'per-cluster', description: 'An Argo CD in each cluster; patches and extra manifests' },
  { name: 'two-apps', description: 'Two apps in one config repository' },
  {
    name: 'umami',
    description: 'A published app: Node and PostgreSQL, a Dockerfile of its own, one pod everywhere, GHCR, one cluster',
    given: ['app/Dockerfile'],
  },
  {
    name: 'mastodon',
    description: 'Everything of components: shared media, a scheduler of one pod, files, an exposed port, cron jobs, nodes, identity, a relaxed pod',
  },
  { name: 'chatwoot', description: 'A published app: Rails, a worker, a migration, four services, three environments, prod on two clusters' },
  { name: 'words', description: 'Names of which every one is a boolean, nothing or a number to YAML 1.1; a config at the root' },
  {
    name: 'depot',
    description:
      'Django and Celery: MariaDB, MySQL, MongoDB, RabbitMQ, Memcached and others, embedded in dev, elsewhere in prod; pods with fields of Kubernetes’ own',
  },
];

/** Folders of a case that hold a config, in the order in which they are generated. */
export function configFolders(name: string): string[] {
  const folder = join(goldenFolder, name);
  return readdirSync(folder)
    .filter((entry) => configIn(join(folder, entry)) !== undefined)
    .sort();
}

/** Generates a case into a new temporary folder and gives its path. */
export async function buildCase(golden: GoldenCase): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `golden-${golden.name}-`));
  for (const path of golden.given ?? []) cpSync(join(goldenFolder, golden.name, path), join(folder, path), { recursive: true });
  for (const repository of configFolders(golden.name)) {
    const config = relative(goldenFolder, configIn(join(goldenFolder, golden.name, repository)) ?? '');
    cpSync(join(goldenFolder, config), join(folder, relative(golden.name, config)), { recursive: true });
    await generateIn(join(folder, repository));
  }
  for (const [wrapper, delivery] of Object.entries(golden.deliveries ?? {})) await deliver(join(folder, wrapper), delivery);
  if (golden.deliveries !== undefined) for (const repository of configFolders(golden.name)) await generateIn(join(folder, repository));
  return folder;
}

/** Runs generate in the folder of a config. */
export async function generateIn(cwd: string): Promise<void> {
  const lines: string[] = [];
  const code = await generate({ cwd, generators, running: published, print: () => {}, printError: (line) => lines.push(line) });
  if (code !== 0) throw new Error(`generate in ${cwd} ended with ${code}:\n${lines.join('')}`);
}

/** Writes tag and digest into a wrapper, as CD does: only these two values change. */
export async function deliver(wrapper: string, { image, tag, digest }: Delivery): Promise<void> {
  const written = `images:\n  ${image}:\n    tag: ${JSON.stringify(tag)}\n    digest: ${JSON.stringify(digest)}\n`;
  const fields = ['tag', 'digest'].map((key) => ['images', image, key]);
  writeFileSync(wrapper, await carryFields(readFileSync(wrapper, 'utf8'), written, fields));
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
  // What is built has the configs and given files as well.
  for (const tree of trees) rmSync(join(target, tree), { recursive: true });
  cpSync(built, target, { recursive: true });
  rmSync(built, { recursive: true });
}
