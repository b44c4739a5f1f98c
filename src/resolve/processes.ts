import { defaultImage } from '../config/default-image.ts';
import { publishedBy } from '../config/published.ts';
import type * as config from '../generated/pipeline-config.ts';
import type * as model from '../model/model.ts';
import type { ConfigOf, Context, Kind, ModelOf } from '../process-fields/field.ts';
import { fieldsOf } from '../process-fields/index.ts';
import { mergeProcesses } from '../process-fields/merge.ts';

type Layer = Pick<config.Environment, 'components' | 'jobs' | 'cronJobs'>;

interface Named<Item> {
  readonly [name: string]: Item;
}

/** Components, jobs and cron jobs with the overrides of some layers; a later layer wins. `mode`: the environment's. */
export function resolveProcesses(
  input: config.PipelineConfig,
  mode: model.Mode,
  layers: readonly Layer[],
): Pick<model.Target, 'components' | 'jobs' | 'cronJobs'> {
  type Overrides<K extends Kind> = (layer: Layer) => Named<Partial<ConfigOf[K]> | undefined> | undefined;
  const processes = <K extends Kind>(kind: K, bases: Named<ConfigOf[K]> = {}, overrides: Overrides<K>): ModelOf[K][] =>
    Object.entries(bases).map(([name, base]) => {
      const process = layers.reduce((merged, layer) => mergeProcesses(merged, overrides(layer)?.[name] ?? {}), base);
      return resolveProcess(input, kind, name, process, mode);
    });
  return {
    components: processes('component', input.components, ({ components }) => components),
    jobs: processes('job', input.jobs, ({ jobs }) => jobs),
    cronJobs: processes('cronJob', input.cronJobs, ({ cronJobs }) => cronJobs),
  };
}

function resolveProcess<K extends Kind>(input: config.PipelineConfig, kind: K, name: string, process: ConfigOf[K], mode: model.Mode): ModelOf[K] {
  const { mode: own = mode } = process as config.Component;
  const context: Context = {
    kind,
    process,
    mode: own,
    defaultImage: defaultImage(input),
    prometheus: input.monitoring?.prometheus === true,
    isPublic: (port, path) => publishedBy(input, name, process as config.Component, { port, path }) !== undefined,
  };
  const values = process as Readonly<Record<string, unknown>>;
  const fields = fieldsOf(kind).map(([field, { empty, resolve }]) => {
    if (values[field] !== undefined) return [field, resolve(values[field], context)];
    return [field, typeof empty === 'function' ? empty(context) : empty];
  });
  return { name, ...Object.fromEntries(fields) };
}
