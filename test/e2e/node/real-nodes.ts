/** Real nodes for the world: what the host prepares for them, and what stands in for operators that need a running pod. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { ControlPlane, Nodes } from '../control-plane.ts';
import type { Processes } from '../processes.ts';
import { baseRegistry } from './base-images.ts';
import { database } from './database.ts';
import { leaveNothing, removeLeftovers, saveKernelSettings } from './leftovers.ts';
import { admitPort, nodeNetwork, openHost } from './network.ts';
import { apiServerOptions, startNode } from './node.ts';
import { nodeVolumes } from './volumes.ts';

/** The registry that the golden config of shop names; its images lie at the root of the registry on loopback. */
const appRegistry = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const mirrors = { 'docker.io': 'docker.io', 'registry.k8s.io': 'registry.k8s.io', [appRegistry]: '' };

/** Before the registry starts: its base images, the host's side of links, and the end of it all. */
export function prepareMachine(processes: Processes, state: string): void {
  // An earlier run may have been killed.
  removeLeftovers();
  cpSync(baseRegistry, join(state, 'registry'), { recursive: true });
  saveKernelSettings();
  processes.cleanUp(() => leaveNothing(state));
  openHost();
}

export function realNodes(
  processes: Processes,
  state: string,
  cluster: string,
  number: number,
  registry: string,
  started: (restart: () => Promise<void>) => void,
): Nodes {
  const network = nodeNetwork(number);
  const registryPort = Number(registry.split(':').at(-1));
  const folder = join(state, cluster);
  return {
    apiServer: apiServerOptions(folder, network),
    start: async (plane) => {
      admitPort(registryPort);
      started(await startNode(processes, folder, plane, { network, registryPort, mirrors }));
    },
  };
}

export const realOperators = (plane: ControlPlane, state: string) => ({ volumes: nodeVolumes(plane, join(state, plane.name)), database });

/** For the stand-in of docker/build-push-action: it builds with buildah. */
export const builderEnvironment = (state: string): Record<string, string> => ({
  E2E_BUILD: join(import.meta.dirname, 'build-image.ts'),
  E2E_TSX: join(import.meta.dirname, '../../../node_modules/.bin/tsx'),
  E2E_BUILDS: join(state, 'builds'),
});
