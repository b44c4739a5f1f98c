/**
 * Volumes of a node: a folder for each claim, like the root of a fresh ext4 (root's, with lost+found). They are `local`, because a
 * kubelet applies fsGroup to them and not to hostPath.
 */
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ControlPlane } from '../control-plane.ts';
import type { Volumes } from '../operators.ts';

const selectedNode = 'volume.kubernetes.io/selected-node';

/** @param folder of the cluster */
export function nodeVolumes(plane: ControlPlane, folder: string): Volumes {
  const pathOf = (name: string) => join(folder, 'volumes', name);
  return {
    bindingMode: 'WaitForFirstConsumer',
    provide: (claim) => {
      const node = claim.metadata.annotations?.[selectedNode];
      if (node === undefined) return undefined;
      const name = `pvc-${claim.metadata.uid}`;
      const path = pathOf(name);
      mkdirSync(join(path, 'lost+found'), { recursive: true });
      chmodSync(join(path, 'lost+found'), 0o700);
      return {
        name,
        persistentVolumeReclaimPolicy: 'Delete',
        local: { path },
        nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] }] } },
      };
    },
    release: async (volume) => {
      rmSync(pathOf(volume.metadata.name), { recursive: true, force: true });
      await plane.kubectl(['delete', 'persistentvolume', volume.metadata.name, '--wait=false']);
    },
  };
}
