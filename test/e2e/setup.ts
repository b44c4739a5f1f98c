/**
 * `npm run e2e:setup`: builds what the end-to-end tests run; with `--oldest` also the oldest API server, with
 * `--nodes` what real nodes run. A second run takes seconds.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, go, missingSystemPrograms, stale } from './build.ts';
import { binFolder, cacheFolder, dataFolder, stamp } from './cache.ts';
import { makeBaseImages } from './node/base-images.ts';
import { nodePrograms } from './node/programs.ts';
import { machineReasons } from './node/reasons.ts';
import { type CrdModule, crdModules, moduleData, modulesFolder, oldestApiServer, oldestCrdModules, programs } from './parts.ts';

/** What the data is copied from, as one digest. */
function digestOfData(): string {
  const hash = createHash('sha256').update(JSON.stringify([crdModules, oldestCrdModules, moduleData]));
  for (const module of ['argocd', 'kwok']) hash.update(readFileSync(join(modulesFolder, module, 'go.sum')));
  return hash.digest('hex');
}

const dataIsStale = () => !existsSync(stamp('data')) || readFileSync(stamp('data'), 'utf8') !== digestOfData() || !existsSync(join(dataFolder, 'crds'));

/** Why the end-to-end tests cannot run here; empty where they can. */
export function reasonsAgainst(): string[] {
  const missing = missingSystemPrograms();
  const unbuilt = stale().map((part) => part.name);
  return [
    ...(missing.length === 0 ? [] : [`not on PATH: ${missing.join(', ')}`]),
    ...(unbuilt.length === 0 && !dataIsStale() ? [] : [`not built: ${unbuilt.join(', ') || 'data'} (npm run e2e:setup)`]),
  ];
}

/** Copies CRDs, default settings, Argo CD's Git wrappers and kwok's stages out of their modules. */
function copyData(): void {
  const temporary = mkdtempSync(join(tmpdir(), 'e2e-data-'));
  const folder = (data: { module: string; of: string }) => go(data.module, ['list', '-m', '-f', '{{.Dir}}', data.of]);
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
  copyCrds(crdModules, join(temporary, 'crds'));
  copyCrds(oldestCrdModules, join(temporary, 'crds-oldest'));
  spawnSync('chmod', ['-R', 'u+w', temporary]);
  rmSync(dataFolder, { recursive: true, force: true });
  cpSync(temporary, dataFolder, { recursive: true });
  rmSync(temporary, { recursive: true });
  writeFileSync(stamp('data'), digestOfData());
}

function copyCrds(modules: readonly CrdModule[], target: string): void {
  for (const { module, version, sum, folder, files } of modules) {
    const downloaded = JSON.parse(go('kwok', ['mod', 'download', '-json', `${module}@${version}`])) as { Dir: string; Sum: string };
    if (downloaded.Sum !== sum) throw new Error(`${module}@${version} has the checksum ${downloaded.Sum}, not ${sum}`);
    for (const file of files) cpSync(join(downloaded.Dir, folder, file), join(target, file));
  }
}

/** What real nodes need. @returns whether it is there */
async function setUpNodes(): Promise<boolean> {
  const reasons = machineReasons();
  if (reasons.length > 0) {
    process.stdout.write(`real nodes cannot run here:\n${reasons.map((reason) => `- ${reason}\n`).join('')}`);
    return false;
  }
  const todo = stale(nodePrograms);
  if (todo.some(({ name }) => name === 'runc') && !existsSync('/usr/include/seccomp.h')) {
    process.stdout.write('real nodes cannot be built here: runc needs the Debian package libseccomp-dev\n');
    return false;
  }
  for (const part of todo) build(part);
  await makeBaseImages((line) => process.stdout.write(`${line}\n`));
  return true;
}

async function main(): Promise<number> {
  if (spawnSync('go', ['version']).status !== 0) {
    process.stderr.write(
      'Go is not installed. The end-to-end tests build Kubernetes and Argo CD from Go modules: install Go 1.26 or newer (https://go.dev/dl).\n',
    );
    return 1;
  }
  const { oldest, nodes } = parseArgs({ options: { oldest: { type: 'boolean' }, nodes: { type: 'boolean' } } }).values;
  const todo = stale(oldest === true ? [...programs, oldestApiServer] : programs);
  if (todo.length > 0)
    process.stdout.write(
      `${todo.length} programs to build into ${cacheFolder}, ${todo.reduce((sum, part) => sum + part.minutes, 0)} min at most on two cores\n`,
    );
  for (const part of todo) build(part);
  if (todo.length > 0 || dataIsStale()) copyData();
  const nodesReady = nodes !== true || (await setUpNodes());
  const missing = missingSystemPrograms();
  if (missing.length > 0) process.stdout.write(`also needed, from the system: ${missing.join(', ')}\n`);
  process.stdout.write(`ready: ${programs.length} programs in ${binFolder}\n`);
  return missing.length === 0 && nodesReady ? 0 : 1;
}

if (process.argv[1] === import.meta.filename)
  void main().then((code) => {
    process.exitCode = code;
  });
