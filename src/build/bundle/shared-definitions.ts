import { processParts } from '../../vocabulary/process-parts.ts';
import type { Schema } from '../../vocabulary/schema.ts';

/** Parts of processes that the chart's values have in another shape, under the same name. */
const otherShape: readonly string[] = ['Port', 'Autoscaling', 'Metrics', 'PodSpec', 'Container'];

/** Definitions of the config's schema that the schema of chart values takes over, because a field means the same in both. */
const shared = [
  ...Object.keys(processParts).filter((name) => !otherShape.includes(name)),
  'VolumeName',
  'Host',
  'Cidrs',
  'SecretName',
  'SecretKey',
  'PortName',
  'ResourceName',
  'MetadataKey',
  'MetadataValue',
  'LabelValue',
];

/** Of these, the templates have the same defaults as the config: the values leave out what is the default. */
const withDefaults = new Set(['Egress', 'SecurityContext', 'Service', 'Toleration', 'Volume']);

/** These definitions and what they refer to, by name. */
export function sharedDefinitions({ $defs }: { $defs: Record<string, Schema> }): Record<string, unknown> {
  const found = new Map<string, unknown>();
  const add = (name: string): void => {
    if (found.has(name)) return;
    found.set(name, withoutNotes($defs[name], withDefaults.has(name) ? ['examples'] : ['examples', 'default']));
    for (const match of JSON.stringify($defs[name]).matchAll(/"#\/\$defs\/(\w+)"/g)) add(match[1] ?? '');
  };
  for (const name of shared) add(name);
  return Object.fromEntries(found);
}

/** Without annotations that only concern the config; a property of the same name stays. */
function withoutNotes(schema: unknown, notes: readonly string[], isSchema = true): unknown {
  if (Array.isArray(schema)) return schema.map((item) => withoutNotes(item, notes));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => !(isSchema && notes.includes(key)))
      .map(([key, value]) => [key, withoutNotes(value, notes, key !== 'properties')]),
  );
}

/** Definitions whose fields the chart's values have as well, in another shape. */
const described = /^(?:Component|Port|Autoscaling|Job|CronJob|Route|EnvironmentRoute|Gateway|[A-Z]\w+Service|(?:Embedded|Operator|External)\w+)$/;

/** What these definitions and their fields are, by definition and field; the definition itself is the field ''. */
export function fieldDescriptions({ $defs }: { $defs: Record<string, Schema> }): Record<string, Record<string, string>> {
  const descriptionOf = ({ description, $ref }: Schema): string => description ?? $defs[$ref?.replace('#/$defs/', '') ?? '']?.description ?? '';
  return Object.fromEntries(
    Object.entries($defs)
      .filter(([name]) => described.test(name))
      .map(([name, definition]) => {
        const fields = Object.entries(definition.properties ?? {}).map(([field, schema]) => [field, descriptionOf(schema)]);
        return [name, { '': definition.description ?? '', ...Object.fromEntries(fields) }];
      }),
  );
}
