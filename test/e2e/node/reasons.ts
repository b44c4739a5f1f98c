import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { missingSystemPrograms, stale } from '../build.ts';
import { staleImages } from './base-images.ts';
import { nodePrograms, nodeSystemPrograms } from './programs.ts';
import { rootPath } from './run.ts';

/** Why this machine has no real nodes, whatever is built; empty where it can have them. */
export function machineReasons(): string[] {
  if (process.platform !== 'linux' || process.arch !== 'x64') return [`the images are for Linux on x64, this is ${process.platform} on ${process.arch}`];
  if (process.getuid?.() !== 0) return ['namespaces and mounts need root'];
  const missing = missingSystemPrograms(nodeSystemPrograms, rootPath());
  const unshared = spawnSync('unshare', ['--mount', '--pid', '--net', '--fork', 'mount', '-t', 'tmpfs', 'tmpfs', '/run'], { encoding: 'utf8' });
  return [
    ...(missing.length === 0 ? [] : [`not on PATH: ${missing.join(', ')}`]),
    ...(unshared.status === 0 ? [] : [`namespaces cannot be made: ${unshared.stderr.trim() || unshared.error?.message}`]),
    ...(existsSync('/sys/fs/cgroup/memory') ? [] : ['there are no cgroups of version 1, which the nodes were tried with']),
  ];
}

/** Why scenarios with real nodes are skipped; empty where they run. */
export function reasonsAgainstNodes(): string[] {
  const machine = machineReasons();
  if (machine.length > 0) return machine;
  const unbuilt = [...stale(nodePrograms), ...staleImages()].map(({ name }) => name);
  return unbuilt.length === 0 ? [] : [`not built: ${unbuilt.join(', ')} (npm run e2e:setup -- --nodes)`];
}
