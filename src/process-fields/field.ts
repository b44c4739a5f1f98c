import type * as config from '../generated/pipeline-config.ts';
import type * as model from '../model/model.ts';
import type { Schema } from '../render/json-schema.ts';

/** A long-running component, a job that runs with each release, or a job that runs on a schedule. */
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

/** The type of a field, in the kinds of process that have it. */
type TypeIn<Processes extends Record<Kind, object>, Name> = { [K in Kind]: Name extends keyof Processes[K] ? Processes[K][Name] : never }[Kind];

/** Every field of a process in the config or in the model, except its name, which is its key in the config. */
export type FieldName = Exclude<{ [K in Kind]: keyof ConfigOf[K] | keyof ModelOf[K] }[Kind], 'name'>;

type ConfigValue<Name> = Exclude<TypeIn<ConfigOf, Name>, undefined>;
type ModelValue<Name> = TypeIn<ModelOf, Name>;

/** The kind, if both the config and the model have the field there; in only one of them, what the compiler's message shows. */
type If<K extends Kind, Name extends string> = Name extends keyof ConfigOf[K]
  ? [Name extends keyof ModelOf[K] ? K : `'${Name}' of a ${K} is missing in src/model/processes.ts`]
  : Name extends keyof ModelOf[K]
    ? [`'${Name}' of a ${K} is missing in src/vocabulary/processes.ts`]
    : [];

/** What a field may depend on, in addition to its own value. */
export interface Context {
  kind: Kind;
  /** The whole process in the config. */
  process: ConfigOf[Kind];
  /** The mode of the process, or else of the environment. */
  mode: model.Mode;
  /** The image of a process without `image`. */
  defaultImage: string;
  /** Whether Prometheus scrapes metrics. */
  prometheus: boolean;
  /** Whether everybody can reach a path of one of its ports. */
  isPublic: (port: string, path: string) => boolean;
}

/** One field of a process, from the config through the model to the values of the chart. */
export interface ProcessField<Name extends FieldName> {
  /** The kinds that have it. */
  kinds: readonly [...If<'component', Name>, ...If<'job', Name>, ...If<'cronJob', Name>];
  /** How an override of an environment or a cluster is merged. `byInnerKey`: a map of maps. `strategic`: as Kubernetes merges a patch. */
  merge: 'replace' | 'byKey' | 'byInnerKey' | 'strategic';
  /**
   * The value in the model if the config does not set the field. A saved model without the field gets it too, unless it
   * depends on the context: such a field needs a migration.
   */
  empty: ModelValue<Name> | ((context: Context) => ModelValue<Name>);
  resolve: (value: ConfigValue<Name>, context: Context) => ModelValue<Name>;
  /** The value in values.yaml; null, an empty list and an empty map are omitted. `mode`: the environment's. */
  values: (value: ModelValue<Name>, mode?: model.Mode) => string | number | boolean | object | null;
  /** Its schema in values.schema.json. */
  valuesSchema: Schema | ((model: model.Model) => Schema);
  /** The kinds that require it in their values. */
  required?: readonly Kind[];
}

export type ProcessFields = { readonly [Name in FieldName]: ProcessField<Name> };

/** The fields of one topic. */
export type Topic = Partial<ProcessFields>;

export const everyKind = ['component', 'job', 'cronJob'] as const;

const unchanged = <T>(value: T): T => value;
/** A field with the same value in the config, the model and the values. */
export const plain = { merge: 'replace', resolve: unchanged, values: unchanged } as const;
