import { definitionOf, serviceTypes } from '../../auxiliary-services/index.ts';
import { memoize } from '../../cache/memoize.ts';
import type {
  AuxiliaryService,
  Component,
  ComponentOverride,
  CronJob,
  CronJobOverride,
  Environment,
  EnvValue,
  Job,
  JobOverride,
  PipelineConfig,
  Route,
} from '../../generated/pipeline-config.ts';
import type { RuleCode } from '../../problems/errors.ts';
import { type Path, printPath } from '../../problems/path.ts';
import { didYouMean } from '../../text/closest.ts';
import { listNames } from '../../text/list-names.ts';
import type { Finding, Rule } from './rule.ts';
import { configProcesses, overrideLayers } from './targets.ts';

// A name that refers to something must exist. The types check that in an editor; these rules check it everywhere.

/** A name in the config that refers to something, and where it is. */
interface Reference {
  name: string;
  at: Path;
  onName?: boolean;
  /** The whole value, where it is more than the name. */
  value?: string;
}

/** A finding for each reference to a name that does not exist; `plural` is what the names are. */
function unknownNames(references: readonly Reference[], names: readonly string[], plural: string, from: readonly Path[] = []): Finding[] {
  return references
    .filter(({ name }) => !names.includes(name))
    .map(({ name, at, onName, value = name }) => {
      const known = names.length === 0 ? `no ${plural} are defined` : `known ${plural}: ${listNames(names)}`;
      const used = onName === true ? `${printPath(at.slice(0, -1))} has '${name}'` : `${printPath(at)} is '${value}'`;
      return { at, message: `${used}; ${known}.${didYouMean(name, names)}`, from, ...(onName === undefined ? {} : { onName }) };
    });
}

const keyReferences = (value: object | undefined, path: Path): Reference[] =>
  Object.keys(value ?? {}).map((name) => ({ name, at: [...path, name], onName: true }));

/** The keys of a map in all overrides of environments and clusters. */
const overrideReferences = (config: PipelineConfig, field: 'components' | 'jobs' | 'cronJobs' | 'routes' | 'auxiliaryServices'): Reference[] =>
  overrideLayers(config).flatMap(({ path, value }) => keyReferences(value[field], [...path, field]));

/** A rule for names that only overrides refer to. `noun`: one item of the map. */
function unknownOverride(code: RuleCode, field: 'jobs' | 'cronJobs' | 'routes', noun: string): Rule {
  return {
    code,
    explanation: { meaning: `The name is not a ${noun} in \`${field}\`.`, remedy: `Fix the name, or add the ${noun}.` },
    check: (config) => unknownNames(overrideReferences(config, field), Object.keys(config[field] ?? {}), `${noun}s`),
  };
}

/** Every component and job in the config: the app's own and the overrides of environments and clusters. */
const processDefinitions = memoize(
  (config: PipelineConfig): { path: Path; value: Component | ComponentOverride | Job | JobOverride | CronJob | CronJobOverride }[] => {
    return [{ path: [], value: config }, ...overrideLayers(config)].flatMap(({ path, value }) =>
      (['components', 'jobs', 'cronJobs'] as const).flatMap((kind) =>
        Object.entries<ComponentOverride | JobOverride | CronJobOverride | undefined>(value[kind] ?? {}).map(([name, process]) => ({
          path: [...path, kind, name],
          value: process ?? {},
        })),
      ),
    );
  },
);

export const unknownCluster: Rule = {
  code: 'UNKNOWN_CLUSTER',
  explanation: {
    meaning: 'The name is not a cluster in `clusters`.',
    remedy: 'Fix the name, or add the cluster.',
  },
  check: (config) => {
    const references: Reference[] = Object.entries<Environment>(config.environments).flatMap(([name, { clusters, overrides }]) => [
      ...clusters.map((cluster, index) => ({ name: cluster, at: ['environments', name, 'clusters', index] })),
      ...keyReferences(overrides, ['environments', name, 'overrides']),
    ]);
    if (config.argocd?.cluster !== undefined) references.push({ name: config.argocd.cluster, at: ['argocd', 'cluster'] });
    return unknownNames(references, Object.keys(config.clusters), 'clusters');
  },
};

export const clusterNotInEnvironment: Rule = {
  code: 'CLUSTER_NOT_IN_ENVIRONMENT',
  explanation: {
    meaning: 'An environment overrides something on a cluster that is not in its `clusters`.',
    remedy: 'Add the cluster to the environment, or remove the override.',
  },
  check: (config) =>
    Object.entries<Environment>(config.environments).flatMap(([name, { clusters, overrides }]) => {
      const isCluster = (cluster: string) => Object.hasOwn(config.clusters, cluster);
      // A misspelled name may mean the cluster that is overridden.
      if (!clusters.every(isCluster)) return [];
      return Object.keys(overrides ?? {})
        .filter((cluster) => isCluster(cluster) && !clusters.includes(cluster))
        .map((cluster) => ({
          at: ['environments', name, 'overrides', cluster],
          onName: true,
          message: `${printPath(['environments', name])} overrides '${cluster}', which is not one of its clusters: ${listNames(clusters)}`,
          hint: `Add '${cluster}' to ${printPath(['environments', name, 'clusters'])}, or remove the override.`,
        }));
    }),
};

export const unknownComponent: Rule = {
  code: 'UNKNOWN_COMPONENT',
  explanation: {
    meaning: 'The name is not a component in `components`.',
    remedy: 'Fix the name, or add the component.',
  },
  check: (config) => {
    const routes = Object.entries<Route>(config.routes ?? {}).map(([name, { component }]) => ({ name: component, at: ['routes', name, 'component'] }));
    return unknownNames([...routes, ...overrideReferences(config, 'components')], Object.keys(config.components), 'components');
  },
};

export const unknownJob = unknownOverride('UNKNOWN_JOB', 'jobs', 'job');
export const unknownCronJob = unknownOverride('UNKNOWN_CRON_JOB', 'cronJobs', 'cron job');
export const unknownRoute = unknownOverride('UNKNOWN_ROUTE', 'routes', 'route');

export const unknownEnvironment: Rule = {
  code: 'UNKNOWN_ENVIRONMENT',
  explanation: {
    meaning: 'The name is not an environment in `environments`.',
    remedy: 'Fix the name, or add the environment.',
  },
  check: (config) => {
    const references = Object.entries<Environment>(config.environments).flatMap(([name, { promoteFrom }]) =>
      promoteFrom === undefined ? [] : [{ name: promoteFrom, at: ['environments', name, 'promoteFrom'] }],
    );
    return unknownNames(references, Object.keys(config.environments), 'environments');
  },
};

export const unknownImage: Rule = {
  code: 'UNKNOWN_IMAGE',
  explanation: {
    meaning: 'The name is not an image in `images`.',
    remedy: 'Fix the name, or add the image.',
  },
  check: (config) => {
    const references = processDefinitions(config).flatMap(({ path, value: { image } }) =>
      image === undefined ? [] : [{ name: image, at: [...path, 'image'] }],
    );
    return config.images === undefined
      ? unknownNames(references, [config.app.name], 'images', [['app', 'name']])
      : unknownNames(references, Object.keys(config.images), 'images');
  },
};

export const imageAmbiguous: Rule = {
  code: 'IMAGE_AMBIGUOUS',
  explanation: {
    meaning: 'There are several images, and a component or job does not say which one it runs.',
    remedy: 'Add `image` to it.',
  },
  check: (config) => {
    const images = Object.keys(config.images ?? {});
    if (images.length < 2 || images.includes(config.app.name)) return [];
    return configProcesses(config)
      .filter(({ process }) => process.image === undefined)
      .map(({ kind, name }) => ({
        at: [`${kind}s`, name],
        onName: true,
        message: `${printPath([`${kind}s`, name])} has no image; known images: ${listNames(images)}`,
        hint: `Add, for example, image: '${images[0]}'.`,
      }));
  },
};

/** Every `from` of an environment variable, split into service and output. */
const outputReferences = memoize((config: PipelineConfig): { service: string; output: string; at: Path }[] => {
  return processDefinitions(config).flatMap(({ path, value: { env } }) =>
    Object.entries<EnvValue>(env ?? {}).flatMap(([variable, value]) => {
      if (typeof value === 'string' || !('from' in value)) return [];
      const [service = '', output = ''] = value.from.split('.');
      return [{ service, output, at: [...path, 'env', variable, 'from'] }];
    }),
  );
});

export const unknownService: Rule = {
  code: 'UNKNOWN_SERVICE',
  explanation: {
    meaning: 'The name is not a service in `auxiliaryServices`.',
    remedy: 'Fix the name, or add the service.',
  },
  check: (config) => {
    const services = Object.keys(config.auxiliaryServices ?? {});
    const outputs = outputReferences(config).map(({ service, output, at }) => ({ name: service, at, value: `${service}.${output}` }));
    const used = processDefinitions(config).flatMap(({ path, value: { uses } }) =>
      (uses ?? []).map((name: string, index: number) => ({ name, at: [...path, 'uses', index] })),
    );
    return unknownNames([...overrideReferences(config, 'auxiliaryServices'), ...outputs, ...used], services, 'auxiliary services');
  },
};

export const unknownOutput: Rule = {
  code: 'UNKNOWN_OUTPUT',
  explanation: {
    meaning: "The service has no such output, as in `from: 'db.hots'`.",
    remedy: 'Use one of the outputs in the message.',
  },
  local: true,
  check: (config) => {
    const services = new Map(Object.entries<AuxiliaryService>(config.auxiliaryServices ?? {}));
    return outputReferences(config).flatMap(({ service, output, at }) => {
      const type = services.get(service)?.type;
      // The rule also runs on configs that the schema rejects, where the type may be unknown.
      if (type === undefined || !serviceTypes.includes(type)) return [];
      const known = definitionOf(type).outputs;
      if (known.includes(output)) return [];
      const message = `${printPath(at)} is '${service}.${output}'; known outputs of ${type}: ${listNames(known)}.${didYouMean(output, known)}`;
      return [{ at, message, from: [['auxiliaryServices', service, 'type']] }];
    });
  },
};

/** The rules that need only names, which are keys of maps at the root of the config. */
export const nameReferenceRules: readonly Rule[] = [
  unknownCluster,
  unknownComponent,
  unknownEnvironment,
  unknownImage,
  unknownJob,
  unknownRoute,
  unknownService,
  clusterNotInEnvironment,
];
