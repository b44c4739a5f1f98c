/** `npm run e2e:setup`: builds what the end-to-end tests run. A second run takes seconds. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { binFolder, cacheFolder, dataFolder, program, stamp } from './cache.ts';
import { crdModules, moduleData, modulesFolder, type Program, programs, systemPrograms } from './parts.ts';

const goEnvironment = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '-buildvcs=false -trimpath -mod=readonly' };

function go(module: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync('go', args, {
    cwd: join(modulesFolder, module),
    env: goEnvironment,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (error !== undefined || status !== 0) throw new Error(`go ${args.join(' ')} in ${module}: ${error?.message ?? stderr}`);
  return stdout.trim();
}

/** What a program is built from, as one digest. */
function digestOf(part: Program): string {
  const hash = createHash('sha256').update(JSON.stringify({ ...part, flags: part.linkerFlags('v1.2.3') }));
  for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(join(modulesFolder, part.module, file)));
  return hash.digest('hex');
}

/** Programs that are missing or were built from something else. */
export function stale(): Program[] {
  return programs.filter(
    (part) => !existsSync(program(part.name)) || !existsSync(stamp(part.name)) || readFileSync(stamp(part.name), 'utf8') !== digestOf(part),
  );
}

/** Whether a definition of the operators is missing: it was not needed when the others were copied. */
const lacksData = () => crdModules.some(({ files }) => files.some((file) => !existsSync(join(dataFolder, 'crds', file))));

/** System programs that are not on PATH, with the Debian package of each. */
export function missingSystemPrograms(): string[] {
  return Object.entries(systemPrograms)
    .filter(([name]) => spawnSync('sh', ['-c', 'command -v "$0"', name]).status !== 0)
    .map(([name, debian]) => (name === debian ? name : `${name} (Debian package ${debian})`));
}

/** Why the end-to-end tests cannot run here; empty where they can. */
export function reasonsAgainst(): string[] {
  const missing = missingSystemPrograms();
  const unbuilt = stale().map((part) => part.name);
  return [
    ...(missing.length === 0 ? [] : [`not on PATH: ${missing.join(', ')}`]),
    ...(unbuilt.length === 0 && !lacksData() ? [] : [`not built: ${unbuilt.join(', ') || 'data'} (npm run e2e:setup)`]),
  ];
}

function build(part: Program): void {
  const version = go(part.module, 'list', '-m', '-f', '{{.Version}}', part.versionOf);
  const started = Date.now();
  process.stdout.write(`${part.name} ${version}: building, about ${part.minutes} min when nothing is cached …\n`);
  mkdirSync(binFolder, { recursive: true });
  mkdirSync(dirname(stamp(part.name)), { recursive: true });
  const temporary = `${program(part.name)}.new`;
  go(part.module, 'build', '-p', '2', '-ldflags', ['-s', '-w', ...part.linkerFlags(version)].join(' '), '-o', temporary, part.package);
  renameSync(temporary, program(part.name));
  writeFileSync(stamp(part.name), digestOf(part));
  process.stdout.write(`${part.name} ${version}: built in ${Math.round((Date.now() - started) / 1000)} s\n`);
}

/** Copies CRDs, default settings, Argo CD's Git wrappers and kwok's stages out of their modules. */
function copyData(): void {
  const temporary = mkdtempSync(join(tmpdir(), 'e2e-data-'));
  const folder = (data: { module: string; of: string }) => go(data.module, 'list', '-m', '-f', '{{.Dir}}', data.of);
  const argocd = folder(moduleData.argocd);
  cpSync(join(argocd, 'manifests/crds'), join(temporary, 'argocd/crds'), { recursive: true, filter: (path) => !path.endsWith('kustomization.yaml') });
  const settings = join(argocd, 'manifests/base/config');
  for (const file of readdirSync(settings)) if (/^argocd-.*\.yaml$/.test(file)) cpSync(join(settings, file), join(temporary, 'argocd/config', file));
  // The repo-server calls the wrapper for every manifest, also with signature checks off.
  for (const script of ['git-verify-wrapper.sh', 'gpg-wrapper.sh']) {
    rmSync(join(binFolder, script), { force: true });
    cpSync(join(argocd, 'hack', script), join(binFolder, script));
    chmodSync(join(binFolder, script), 0o755);
  }
  // Argo CD finds its askpass program for private repositories by name.
  rmSync(join(binFolder, 'argocd-git-ask-pass'), { force: true });
  symlinkSync('argocd', join(binFolder, 'argocd-git-ask-pass'));
  const stages = join(folder(moduleData.kwok), 'kustomize/stage');
  const names = [
    'node/fast/node-initialize',
    'node/heartbeat-with-lease/node-heartbeat-with-lease',
    'pod/fast/pod-ready',
    'pod/fast/pod-complete',
    'pod/fast/pod-delete',
  ];
  mkdirSync(join(temporary, 'kwok'), { recursive: true });
  for (const name of names) cpSync(join(stages, `${name}.yaml`), join(temporary, 'kwok', `${name.split('/').at(-1)}.yaml`));
  for (const { module, version, sum, folder: crds, files } of crdModules) {
    const downloaded = JSON.parse(go('kwok', 'mod', 'download', '-json', `${module}@${version}`)) as { Dir: string; Sum: string };
    if (downloaded.Sum !== sum) throw new Error(`${module}@${version} has the checksum ${downloaded.Sum}, not ${sum}`);
    for (const file of files) cpSync(join(downloaded.Dir, crds, file), join(temporary, 'crds', file));
  }
  spawnSync('chmod', ['-R', 'u+w', temporary]);
  rmSync(dataFolder, { recursive: true, force: true });
  cpSync(temporary, dataFolder, { recursive: true });
  rmSync(temporary, { recursive: true });
}

function main(): number {
  if (spawnSync('go', ['version']).status !== 0) {
    process.stderr.write(
      'Go is not installed. The end-to-end tests build Kubernetes and Argo CD from Go modules: install Go 1.26 or newer (https://go.dev/dl).\n',
    );
    return 1;
  }
  const todo = stale();
  if (todo.length > 0)
    process.stdout.write(
      `${todo.length} programs to build into ${cacheFolder}, ${todo.reduce((sum, part) => sum + part.minutes, 0)} min at most on two cores\n`,
    );
  for (const part of todo) build(part);
  if (todo.length > 0 || lacksData()) copyData();
  const missing = missingSystemPrograms();
  if (missing.length > 0) process.stdout.write(`also needed, from the system: ${missing.join(', ')}\n`);
  process.stdout.write(`ready: ${programs.length} programs in ${binFolder}\n`);
  return missing.length === 0 ? 0 : 1;
}

if (process.argv[1] === import.meta.filename) process.exitCode = main();
