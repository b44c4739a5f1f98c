import type { FieldName, Kind, ProcessField, ProcessFields } from './field.ts';
import { kubernetes } from './kubernetes.ts';
import { network } from './network.ts';
import { pods } from './pods.ts';
import { probes } from './probes.ts';
import { program } from './program.ts';
import { runs } from './runs.ts';
import { scheduling } from './scheduling.ts';
import { security } from './security.ts';
import { storage } from './storage.ts';

/** All fields of components, jobs and cron jobs, in their order in models, values and schemas. */
export const processFields: ProcessFields = { ...program, ...runs, ...network, ...probes, ...pods, ...security, ...storage, ...scheduling, ...kubernetes };

/** A field of unknown name, and therefore of unknown types. */
// biome-ignore lint/suspicious/noExplicitAny: every field has types of its own
export type AnyField = { readonly [Property in keyof ProcessField<FieldName>]: any } & Pick<ProcessField<FieldName>, 'merge' | 'required' | 'valuesSchema'>;

const all = Object.entries<AnyField>(processFields);
const byKind: Readonly<Record<Kind, readonly (readonly [string, AnyField])[]>> = {
  component: all.filter(([, { kinds }]) => kinds.includes('component')),
  job: all.filter(([, { kinds }]) => kinds.includes('job')),
  cronJob: all.filter(([, { kinds }]) => kinds.includes('cronJob')),
};

/** The fields that a kind of process has. */
export function fieldsOf(kind: Kind): readonly (readonly [string, AnyField])[] {
  return byKind[kind];
}
