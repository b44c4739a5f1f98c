import type { FileContent, Volume } from '../../generated/pipeline-config.ts';
import { type Path, printPath } from '../../problems/path.ts';
import type { Finding, Rule } from './rule.ts';
import { type ConfigProcess, configComponents, configProcesses } from './targets.ts';

/** Every volume of every process of every target. */
function volumesOf(processes: readonly ConfigProcess[]): (ConfigProcess & { volumeName: string; volume: Volume; at: Path })[] {
  return processes.flatMap((process) =>
    Object.entries<Volume>(process.process.volumes ?? {}).map(([volumeName, volume]) => ({
      ...process,
      volumeName,
      volume,
      at: process.pathTo('volumes', volumeName),
    })),
  );
}

const isReadWriteMany = ({ accessModes }: Volume) => accessModes?.[0] === 'ReadWriteMany';

export const volumeShared: Rule = {
  code: 'VOLUME_SHARED',
  explanation: {
    meaning: 'Several pods would mount a volume that supports only one writer (`ReadWriteOnce`).',
    remedy: "Set `mode: 'standalone'`, use `accessModes: ['ReadWriteMany']`, or keep the data in an auxiliary service.",
  },
  check: (config) => {
    const replicated = new Set(
      configComponents(config).flatMap(({ name, mode, target }) => (mode === 'standalone' ? [] : [`${target.cluster} ${target.environmentName} ${name}`])),
    );
    return volumesOf(configProcesses(config)).flatMap(({ kind, name, target, volume, at }): Finding[] => {
      if (isReadWriteMany(volume) || (volume.size === undefined && volume.existingClaim === undefined)) return [];
      if (kind !== 'component')
        return volume.size === undefined
          ? []
          : [
              {
                at,
                onName: true,
                message: `${printPath(at)} is a ReadWriteOnce volume, which only a standalone component can have`,
                hint: "Add accessModes: ['ReadWriteMany'], or use existingClaim instead of size.",
              },
            ];
      if (!replicated.has(`${target.cluster} ${target.environmentName} ${name}`)) return [];
      return [
        {
          at,
          onName: true,
          message: `${printPath(at)} is ReadWriteOnce, but '${name}' runs several pods in '${target.environmentName}'`,
          hint: `Set mode: 'standalone' on '${name}', add accessModes: ['ReadWriteMany'], or keep the data in an auxiliary service.`,
        },
      ];
    });
  },
};

export const volumeClaim: Rule = {
  code: 'VOLUME_CLAIM',
  explanation: {
    meaning: 'A volume has both `size` and `existingClaim`, has neither although no other process defines it, or is defined twice with different settings.',
    remedy: 'Define each volume once.',
  },
  check: (config) => {
    const volumes = volumesOf(configProcesses(config));
    const shared = volumes.filter(({ volume }) => volume.size !== undefined && isReadWriteMany(volume));
    return volumes.flatMap(({ volumeName, volume, at, target }): Finding[] => {
      if (volume.size !== undefined && volume.existingClaim !== undefined)
        return [
          {
            at: [...at, 'existingClaim'],
            message: `${printPath(at)} has both size and existingClaim`,
            hint: 'Remove size: an existing claim has its own.',
          },
        ];
      if (volume.existingClaim !== undefined) return [];
      const other = shared.find((each) => each.volumeName === volumeName && each.target === target);
      if (other === undefined)
        return volume.size !== undefined
          ? []
          : [
              {
                at,
                onName: true,
                message: `${printPath(at)} has neither size nor existingClaim, and no other process defines a ReadWriteMany volume '${volumeName}'`,
                hint: "Add size. With accessModes: ['ReadWriteMany'], other processes can mount it too.",
              },
            ];
      const differs =
        volume.size !== undefined && isReadWriteMany(volume) && (volume.size !== other.volume.size || volume.storageClass !== other.volume.storageClass);
      return differs
        ? [
            {
              at,
              onName: true,
              message: `${printPath(at)} defines the shared volume '${volumeName}' differently from ${printPath(other.at)}`,
              hint: 'Define it once; the other processes set only mountPath.',
            },
          ]
        : [];
    });
  },
};

export const mountDuplicate: Rule = {
  code: 'MOUNT_DUPLICATE',
  explanation: {
    meaning: 'Two mounts use the same path, which Kubernetes rejects.',
    remedy: 'Remove or move one.',
  },
  local: true,
  check: (config) =>
    configProcesses(config).flatMap(({ process, pathTo }) => {
      const takenPaths = new Map([['/tmp', 'which is always writable']]);
      const mounts = [
        ...Object.entries<Volume>(process.volumes ?? {}).map(([name, { mountPath }]) => ({
          path: mountPath,
          at: pathTo('volumes', name, 'mountPath'),
          taken: `where volume '${name}' is already mounted`,
        })),
        ...Object.entries<FileContent>(process.files ?? {}).map(([path]) => ({ path, at: pathTo('files', path), taken: 'which is already a file' })),
        ...(process.writablePaths ?? []).map((path, index) => ({ path, at: [...pathTo('writablePaths'), index], taken: 'which is already writable' })),
      ];
      // Keys of a ConfigMap cannot contain a slash; the chart replaces it.
      const keys = new Map<string, string>();
      const equalKeys = Object.entries<FileContent>(process.files ?? {}).flatMap(([path, content]): Finding[] => {
        if (typeof content !== 'string') return [];
        const key = path.replaceAll('/', '_');
        const other = keys.get(key);
        keys.set(key, path);
        if (other === undefined) return [];
        const at = pathTo('files', path);
        return [
          {
            at,
            onName: true,
            message: `${printPath(at)} and '${other}' would get the same key in the ConfigMap`,
            hint: 'Rename one of them: in a key, / becomes _.',
          },
        ];
      });
      const equalPaths = mounts.flatMap(({ path, at, taken }): Finding[] => {
        const other = takenPaths.get(path);
        takenPaths.set(path, other ?? taken);
        return other === undefined
          ? []
          : [{ at, message: `${printPath(at)} is '${path}', ${other}`, hint: 'Remove it: Kubernetes rejects two mounts with the same path.' }];
      });
      return [...equalPaths, ...equalKeys];
    }),
};
