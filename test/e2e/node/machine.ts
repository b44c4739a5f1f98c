/** Namespaces and cgroups for a node. One process holds them: its end ends all that runs in the node, and all its mounts. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binFolder } from '../cache.ts';
import { type Processes, waitFor } from '../processes.ts';
import { type NodeNetwork, openLink } from './network.ts';
import { rootPath, runSync } from './run.ts';

export interface Machine {
  /** Starts a program in the node's namespaces. */
  start: (name: string, command: string, args: readonly string[]) => void;
  /** Runs a program there; gives its standard output. */
  run: (command: string, args: readonly string[], input?: string) => string;
  /** Ends it at once, with all that runs in it; what lies in its folder stays. */
  stop: () => Promise<void>;
}

/** Makes what outlives a restart of the node: its folders, link and cgroups. */
export function prepareForMachine(folder: string, network: NodeNetwork): void {
  for (const each of ['volumes', 'var-log', 'var-lib-cni', 'var-lib-kubelet']) mkdirSync(join(folder, each), { recursive: true });
  openLink(network);
  createGroups(network.name);
}

/** @param folder of the cluster, for what the node keeps */
export async function startMachine(processes: Processes, folder: string, cluster: string, network: NodeNetwork): Promise<Machine> {
  rmSync(join(folder, 'init.ready'), { force: true });
  const started = new Set<string>();
  const holder = processes.start(`${cluster}-init`, 'nsenter', [
    `--net=/run/netns/${network.name}`,
    ...['unshare', '--mount', '--propagation', 'slave', '--pid', '--fork', '--mount-proc', '--kill-child'],
    ...['bash', join(import.meta.dirname, 'init.sh'), folder],
  ]);
  await waitFor(`namespaces of ${cluster}`, () => existsSync(join(folder, 'init.ready')), processes.assertAlive);
  const init = readFileSync(`/proc/${holder.pid}/task/${holder.pid}/children`, 'utf8').trim();
  const enter = [`--target=${init}`, '--net', '--mount', '--pid', '--'];
  return {
    start: (name, command, args) => {
      started.add(`${cluster}-${name}`);
      processes.start(`${cluster}-${name}`, 'nsenter', [...enter, command, ...args], { PATH: rootPath(`${binFolder}:/usr/local/bin:/usr/bin:/bin`) });
    },
    run: (command, args, input) => runSync('nsenter', [...enter, command, ...args], input),
    // The end of its first process ends all others, as when the power fails; each is then known to be ended.
    stop: async () => {
      for (const name of [`${cluster}-init`, ...started]) await processes.stop(name);
    },
  };
}

/** A group in each hierarchy. Two kubelets need one each: a kubelet removes cgroups of pods that it does not know. */
function createGroups(name: string): void {
  for (const controller of readdirSync('/sys/fs/cgroup')) {
    const hierarchy = join('/sys/fs/cgroup', controller);
    mkdirSync(join(hierarchy, name), { recursive: true });
    // No process can enter a cpuset that is empty, as a new one is.
    for (const file of ['cpuset.mems', 'cpuset.cpus'])
      if (existsSync(join(hierarchy, file))) writeFileSync(join(hierarchy, name, file), readFileSync(join(hierarchy, file)));
  }
}
