import type { Schema } from '../../vocabulary/schema.ts';

/** Definitions of the config's schema that the schema of chart values takes over, because a field means the same in both. */
const shared = [
  'Probe',
  'Resources',
  'EnvValue',
  'Volume',
  'VolumeName',
  'Host',
  'Cidrs',
  'Egress',
  'SecretName',
  'SecretKey',
  'PortName',
  'FilePath',
  'FileContent',
  'SecurityContext',
  'Toleration',
  'ServiceAccount',
  'ResourceName',
  'MetadataKey',
  'MetadataValue',
  'LabelValue',
  'CronSchedule',
  'Service',
];

/** These definitions and what they refer to, by name. */
export function sharedDefinitions({ $defs }: { $defs: Record<string, Schema> }): Record<string, unknown> {
  const found = new Map<string, unknown>();
  const add = (name: string): void => {
    if (found.has(name)) return;
    found.set(name, withoutExamples($defs[name]));
    for (const match of JSON.stringify($defs[name]).matchAll(/"#\/\$defs\/(\w+)"/g)) add(match[1] ?? '');
  };
  for (const name of shared) add(name);
  return Object.fromEntries(found);
}

/** `examples` and `default` are for people who write a config. */
function withoutExamples(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutExamples);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => !((key === 'examples' && Array.isArray(value)) || (key === 'default' && typeof value !== 'object')))
      .map(([key, value]) => [key, withoutExamples(value)]),
  );
}
