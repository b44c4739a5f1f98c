/** What nodes leave on the machine, found and removed by its mark: only one run of the suite is on at a time. */
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mark } from './network.ts';
import { runSync } from './run.ts';

const cgroups = '/sys/fs/cgroup';
const savedSettings = '/tmp/create-gitops-app-e2e-kernel.json';
/** What a kubelet sets for the whole machine. */
const kernelSettings = [
  'vm/overcommit_memory',
  'vm/panic_on_oom',
  'kernel/panic',
  'kernel/panic_on_oops',
  'kernel/keys/root_maxkeys',
  'kernel/keys/root_maxbytes',
];
const setting = (name: string) => join('/proc/sys', name);

/** Keeps the kernel's settings, for `removeLeftovers` to restore. */
export function saveKernelSettings(): void {
  const values = kernelSettings.map((name) => [name, readFileSync(setting(name), 'utf8').trim()]);
  writeFileSync(savedSettings, JSON.stringify(Object.fromEntries(values)));
}

/**
 * Everything of nodes that is still there, and programs of a run; empty after a run.
 * @param state folder of the run
 */
function findLeftovers(state: string): string[] {
  const kept = readSavedSettings();
  return [
    ...programsOf(state).map((pid) => `process ${pid} of ${state}`),
    ...namespaces().flatMap((name) => [`network namespace ${name}`, ...processesIn(name).map((pid) => `process ${pid} in ${name}`)]),
    ...lines('ip', ['-brief', 'link']).filter((line) => line.startsWith(`${mark}-`)),
    ...lines('nft', ['list', 'tables']).filter((line) => line.endsWith(` ${mark}`)),
    ...groups().map((path) => `cgroup ${path}`),
    ...readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .filter((line) => line.includes(`/${mark}-`)),
    ...Object.entries(kept)
      .filter(([name, value]) => readFileSync(setting(name), 'utf8').trim() !== value)
      .map(([name, value]) => `${setting(name)} is not ${value}`),
  ];
}

const links = () =>
  lines('ip', ['-brief', 'link'])
    .map((line) => line.split(/[@ ]/)[0] ?? '')
    .filter((name) => name.startsWith(`${mark}-`));

/** Ends and removes what a run has made, or an earlier one that was killed. */
export function removeLeftovers(): void {
  for (const name of namespaces()) {
    // Mounts of a node are in a namespace of its processes, and go with them.
    for (const pid of processesIn(name)) kill(pid);
    until(() => processesIn(name).length === 0);
    runSync('ip', ['netns', 'del', name]);
  }
  // A link goes with the namespace of its other end, a moment later.
  until(() => links().length === 0);
  for (const link of links()) runSync('ip', ['link', 'del', link]);
  if (lines('nft', ['list', 'tables']).some((line) => line.endsWith(` ${mark}`))) runSync('nft', ['delete', 'table', 'inet', mark]);
  until(() => {
    for (const group of groups()) removeGroup(group);
    return groups().length === 0;
  });
  for (const [name, value] of Object.entries(readSavedSettings())) writeFileSync(setting(name), value);
  rmSync(savedSettings, { force: true });
}

/** Ends a run: removes what its nodes have made. @throws Error where something stays */
export function leaveNothing(state: string): void {
  removeLeftovers();
  until(() => findLeftovers(state).length === 0);
  const left = findLeftovers(state);
  if (left.length > 0) throw new Error(`left behind:\n${left.join('\n')}`);
}

function readSavedSettings(): Record<string, string> {
  return existsSync(savedSettings) ? JSON.parse(readFileSync(savedSettings, 'utf8')) : {};
}

/** Processes whose command names a folder. */
function programsOf(folder: string): string[] {
  const names = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  };
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && names(pid));
}

const lines = (name: string, args: readonly string[]) => runSync(name, args).split('\n').filter(Boolean);
const namespaces = () => lines('ip', ['netns', 'list']).flatMap((line) => (line.startsWith(`${mark}-`) ? [line.split(' ')[0] ?? ''] : []));
const processesIn = (name: string) => lines('ip', ['netns', 'pids', name]).map(Number);

/** Folders of the nodes' cgroups, one a controller. */
function groups(): string[] {
  return readdirSync(cgroups)
    .map((controller) => join(cgroups, controller))
    .flatMap((folder) => foldersIn(folder).filter((path) => path.startsWith(`${folder}/${mark}-`)));
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(folder, name));
  } catch {
    return [];
  }
}

/** A group goes after those in it, and not while a process that was killed is still there. */
function removeGroup(folder: string): void {
  for (const inner of foldersIn(folder)) removeGroup(inner);
  try {
    rmdirSync(folder);
  } catch {}
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {}
}

/** Waits without the event loop: this runs while the process exits, too. */
function until(condition: () => boolean): void {
  const end = Date.now() + 20_000;
  while (!condition() && Date.now() < end) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
}
