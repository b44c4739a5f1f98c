import type * as config from '../generated/pipeline-config.ts';
import type { Process, Volume } from '../model/model.ts';
import { ref, text } from '../render/json-schema.ts';
import { everyKind, plain, type Topic } from './field.ts';
import { mapValues, present, unless } from './parts.ts';

/** Files and volumes. */
export const storage = {
  writablePaths: {
    ...plain,
    kinds: everyKind,
    empty: [],
    resolve: (paths) => [...paths],
    valuesSchema: { type: 'array', items: text, uniqueItems: true },
  },
  volumes: {
    kinds: everyKind,
    merge: 'byKey',
    empty: [],
    resolve: (volumes) => Object.entries<config.Volume>(volumes).map(([name, volume]) => resolveVolume(name, volume)),
    values: (volumes) => Object.fromEntries(volumes.map((volume) => [volume.name, volumeValues(volume)])),
    valuesSchema: { type: 'object', propertyNames: ref('VolumeName'), additionalProperties: ref('Volume') },
  },
  files: {
    kinds: everyKind,
    merge: 'byKey',
    empty: {},
    resolve: (files) => mapValues(files, resolveFile),
    values: (files) => mapValues(files, (content) => ('text' in content ? content.text : content)),
    valuesSchema: { type: 'object', propertyNames: ref('FilePath'), additionalProperties: ref('FileContent') },
  },
} satisfies Topic;

function resolveVolume(name: string, volume: config.Volume): Volume {
  const { mountPath, size = null, storageClass = null, accessModes = [], existingClaim = null, readOnly = false } = volume;
  const shared = accessModes[0] === 'ReadWriteMany' || (size === null && existingClaim === null);
  return { name, mountPath, size, storageClass, accessModes: [shared ? 'ReadWriteMany' : 'ReadWriteOnce'], existingClaim, readOnly };
}

function volumeValues({ mountPath, size, storageClass, accessModes, existingClaim, readOnly }: Volume): object {
  return present({
    mountPath,
    size,
    storageClass,
    accessModes: size === null || accessModes[0] === 'ReadWriteOnce' ? null : accessModes,
    existingClaim,
    readOnly: unless(false, readOnly),
  });
}

function resolveFile(content: config.FileContent): Process['files'][string] {
  return typeof content === 'string' ? { text: content } : { secretKeyRef: { name: content.secretKeyRef.name, key: content.secretKeyRef.key } };
}
