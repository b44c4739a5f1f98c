import type { FileContent, Volume } from '../../generated/pipeline-config.ts';
import { type Path, printPath } from '../../problems/path.ts';
import type { Finding, Rule } from './rule.ts';
import { type ConfigProcess, configComponents, configProcesses } from './targets.ts';

/** Every volume of every process of every target. */
function volumesOf(processes: readonly ConfigProcess[]): (ConfigProcess & { volume: string; given: Volume; at: Path })[] {
  return processes.flatMap((process) =>
    Object.entries<Volume>(process.process.volumes ?? {}).map(([volume, given]) => ({ ...process, volume, given, at: process.pathTo('volumes', volume) })),
  );
}

const isMany = ({ accessModes }: Volume) => accessModes?.[0] === 'ReadWriteMany';

export const volumeShared: Rule = {
  code: 'VOLUME_SHARED',
  explanation: {
    meaning: 'Several pods would mount a volume that supports only one writer (`ReadWriteOnce`).',
    remedy: "Set `mode: 'standalone'`, use `accessModes: ['ReadWriteMany']`, or keep the data in an auxiliary service.",
  },
  check: (config) => {
    const several = new Set(
      configComponents(config).flatMap(({ name, mode, target }) => (mode === 'standalone' ? [] : [`${target.cluster} ${target.environmentName} ${name}`])),
    );
    return volumesOf(configProcesses(config)).flatMap(({ kind, name, target, given, at }): Finding[] => {
      if (isMany(given) || (given.size === undefined && given.existingClaim === undefined)) return [];
      if (kind !== 'component')
        return given.size === undefined
          ? []
          : [
              {
                at,
                onName: true,
                message: `${printPath(at)} is a ReadWriteOnce volume of its own, which only a standalone component has`,
                hint: "Give accessModes: ['ReadWriteMany'], or existingClaim in place of size.",
              },
            ];
      if (!several.has(`${target.cluster} ${target.environmentName} ${name}`)) return [];
      return [
        {
          at,
          onName: true,
          message: `${printPath(at)} is given, but '${name}' has several pods in '${target.environmentName}': a ReadWriteOnce volume has one writer`,
          hint: `Set mode: 'standalone' on '${name}', give accessModes: ['ReadWriteMany'], or keep the data in an auxiliary service.`,
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
    const described = volumes.filter(({ given }) => given.size !== undefined && isMany(given));
    return volumes.flatMap(({ volume, given, at, target }): Finding[] => {
      if (given.size !== undefined && given.existingClaim !== undefined)
        return [
          {
            at: [...at, 'existingClaim'],
            message: `${printPath(at)} has both size and existingClaim`,
            hint: 'A claim that is there has its size: remove size.',
          },
        ];
      if (given.existingClaim !== undefined) return [];
      const other = described.find((each) => each.volume === volume && each.target === target);
      if (other === undefined)
        return given.size !== undefined
          ? []
          : [
              {
                at,
                onName: true,
                message: `${printPath(at)} has neither size nor existingClaim, and no other process describes a ReadWriteMany volume '${volume}'`,
                hint: "Add size; with accessModes: ['ReadWriteMany'] others may name it.",
              },
            ];
      const differs = given.size !== undefined && isMany(given) && (given.size !== other.given.size || given.storageClass !== other.given.storageClass);
      return differs
        ? [
            {
              at,
              onName: true,
              message: `${printPath(at)} describes the shared volume '${volume}' otherwise than ${printPath(other.at)}`,
              hint: 'Describe it once; the others give mountPath alone.',
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
      const taken = new Map([['/tmp', 'which is always writable']]);
      const mounts = [
        ...Object.entries<Volume>(process.volumes ?? {}).map(([name, { mountPath }]) => ({
          path: mountPath,
          at: pathTo('volumes', name, 'mountPath'),
          what: `where volume '${name}' is mounted`,
        })),
        ...Object.entries<FileContent>(process.files ?? {}).map(([path]) => ({ path, at: pathTo('files', path), what: 'which is a file already' })),
        ...(process.writablePaths ?? []).map((path, index) => ({ path, at: [...pathTo('writablePaths'), index], what: 'which is writable already' })),
      ];
      // A key of a ConfigMap has no slash.
      const keys = new Map<string, string>();
      const alike = Object.entries<FileContent>(process.files ?? {}).flatMap(([path, content]): Finding[] => {
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
            message: `${printPath(at)} and '${other}' would be one key of their ConfigMap`,
            hint: 'Rename one of the two: / and _ are the same there.',
          },
        ];
      });
      const twice = mounts.flatMap(({ path, at, what }): Finding[] => {
        const before = taken.get(path);
        taken.set(path, before ?? what);
        return before === undefined
          ? []
          : [{ at, message: `${printPath(at)} is '${path}', ${before}`, hint: 'Remove it: Kubernetes refuses two mounts on one path.' }];
      });
      return [...twice, ...alike];
    }),
};
