import type * as config from '../generated/pipeline-config.ts';
import type * as model from '../model/model.ts';
import type { Schema } from '../render/json-schema.ts';

/** A process of the app: pods that stay, a job of each release, a job by a schedule. */
export type Kind = 'component' | 'job' | 'cronJob';

export interface ConfigOf {
  component: config.Component;
  job: config.Job;
  cronJob: config.CronJob;
}

export interface ModelOf {
  component: model.Component;
  job: model.Job;
  cronJob: model.CronJob;
}

/** The type that a field has in the processes that have it. */
type TypeIn<Processes extends Record<Kind, object>, Name> = { [K in Kind]: Name extends keyof Processes[K] ? Processes[K][Name] : never }[Kind];

/** Every field of the config or of the model. The name of a process is the key that it has in the config. */
export type FieldName = Exclude<{ [K in Kind]: keyof ConfigOf[K] | keyof ModelOf[K] }[Kind], 'name'>;

type Given<Name> = Exclude<TypeIn<ConfigOf, Name>, undefined>;
type Value<Name> = TypeIn<ModelOf, Name>;

type If<K extends Kind, Name> = Name extends keyof ModelOf[K] ? [K] : [];

/** What a field may depend on beside its own value. */
export interface Context {
  kind: Kind;
  /** The whole process in the config. */
  process: ConfigOf[Kind];
  /** The process's own mode, else the environment's. */
  mode: model.Mode;
  /** The image of a process that names none. */
  defaultImage: string;
  /** Whether Prometheus reads metrics. */
  prometheus: boolean;
}

/** One field of a process: its way from the config through the model into the values of the chart. */
export interface ProcessField<Name extends FieldName> {
  /** The kinds that have it. */
  kinds: readonly [...If<'component', Name>, ...If<'job', Name>, ...If<'cronJob', Name>];
  /** How the value of an environment or a cluster changes the one above it. `byInnerKey`: a map of maps. */
  merge: 'replace' | 'byKey' | 'byInnerKey';
  /**
   * What the model has where the config is silent. A model that was saved before the field existed gets it, too, unless
   * it depends on the context: adding such a field takes a migration.
   */
  empty: Value<Name> | ((context: Context) => Value<Name>);
  resolve: (given: Given<Name>, context: Context) => Value<Name>;
  /** Plain data for values.yaml, where null, an empty list and an empty map are left out. `mode`: the environment's. */
  values: (value: Value<Name>, mode?: model.Mode) => string | number | boolean | object | null;
  /** What values.schema.json allows. */
  valuesSchema: Schema | ((model: model.Model) => Schema);
  /** The kinds whose values always have it. */
  required?: readonly Kind[];
}

export type ProcessFields = { readonly [Name in FieldName]: ProcessField<Name> };

/** The fields of one topic. */
export type Topic = Partial<ProcessFields>;

export const everyKind = ['component', 'job', 'cronJob'] as const;

/** Of a field that is the same in config, model and values. */
const unchanged = <T>(value: T): T => value;
export const plain = { merge: 'replace', resolve: unchanged, values: unchanged } as const;
