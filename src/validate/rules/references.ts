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
import { type Path, printPath } from '../../problems/path.ts';
import { didYouMean } from '../../text/closest.ts';
import { listNames } from '../../text/list-names.ts';
import type { Finding, Rule } from './rule.ts';
import { configProcesses, overridePlaces } from './targets.ts';

// A name that refers to something must exist. The types say so in the editor; here it is said to everybody.

/** A name used in the config, and where. */
interface Use {
  name: string;
  at: Path;
  onName?: boolean;
  /** What is written there, where it is more than the name. */
  written?: string;
}

/** Findings for the uses of names that do not exist; `plural` is what the names are. */
function unknown(uses: readonly Use[], names: readonly string[], plural: string, from: readonly Path[] = []): Finding[] {
  return uses
    .filter(({ name }) => !names.includes(name))
    .map(({ name, at, onName, written = name }) => {
      const known = names.length === 0 ? `there are no ${plural}` : `${plural} are ${listNames(names)}`;
      const said = onName === true ? `${printPath(at.slice(0, -1))} has '${name}'` : `${printPath(at)} is '${written}'`;
      return { at, message: `${said}; ${known}.${didYouMean(name, names)}`, from, ...(onName === undefined ? {} : { onName }) };
    });
}

const keyUses = (value: object | undefined, path: Path): Use[] => Object.keys(value ?? {}).map((name) => ({ name, at: [...path, name], onName: true }));

/** Every component and job as it is written: the app's own, the environments' and the clusters'. */
const writtenProcesses = memoize(
  (config: PipelineConfig): { path: Path; value: Component | ComponentOverride | Job | JobOverride | CronJob | CronJobOverride }[] => {
    return [{ path: [], value: config }, ...overridePlaces(config)].flatMap(({ path, value }) =>
      (['components', 'jobs', 'cronJobs'] as const).flatMap((kind) =>
        Object.entries<ComponentOverride | JobOverride | CronJobOverride | undefined>(value[kind] ?? {}).map(([name, given]) => ({
          path: [...path, kind, name],
          value: given ?? {},
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
    const uses: Use[] = Object.entries<Environment>(config.environments).flatMap(([name, { clusters, overrides }]) => [
      ...clusters.map((cluster, index) => ({ name: cluster, at: ['environments', name, 'clusters', index] })),
      ...keyUses(overrides, ['environments', name, 'overrides']),
    ]);
    if (config.argocd?.cluster !== undefined) uses.push({ name: config.argocd.cluster, at: ['argocd', 'cluster'] });
    return unknown(uses, Object.keys(config.clusters), 'clusters');
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
      // A name that does not exist may be meant for the one that is overridden.
      if (!clusters.every(isCluster)) return [];
      return Object.keys(overrides ?? {})
        .filter((cluster) => isCluster(cluster) && !clusters.includes(cluster))
        .map((cluster) => ({
          at: ['environments', name, 'overrides', cluster],
          onName: true,
          message: `environments.${name} overrides '${cluster}', but is not on it; its clusters are ${listNames(clusters)}`,
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
    const overrides = overridePlaces(config).flatMap(({ path, value }) => keyUses(value.components, [...path, 'components']));
    return unknown([...routes, ...overrides], Object.keys(config.components), 'components');
  },
};

export const unknownJob: Rule = {
  code: 'UNKNOWN_JOB',
  explanation: {
    meaning: 'The name is not a job in `jobs`.',
    remedy: 'Fix the name, or add the job.',
  },
  check: (config) => {
    const uses = overridePlaces(config).flatMap(({ path, value }) => keyUses(value.jobs, [...path, 'jobs']));
    return unknown(uses, Object.keys(config.jobs ?? {}), 'jobs');
  },
};

export const unknownCronJob: Rule = {
  code: 'UNKNOWN_CRON_JOB',
  explanation: {
    meaning: 'The name is not a cron job in `cronJobs`.',
    remedy: 'Fix the name, or add the cron job.',
  },
  check: (config) => {
    const uses = overridePlaces(config).flatMap(({ path, value }) => keyUses(value.cronJobs, [...path, 'cronJobs']));
    return unknown(uses, Object.keys(config.cronJobs ?? {}), 'cron jobs');
  },
};

export const unknownEnvironment: Rule = {
  code: 'UNKNOWN_ENVIRONMENT',
  explanation: {
    meaning: 'The name is not an environment in `environments`.',
    remedy: 'Fix the name, or add the environment.',
  },
  check: (config) => {
    const uses = Object.entries<Environment>(config.environments).flatMap(([name, { promoteFrom }]) =>
      promoteFrom === undefined ? [] : [{ name: promoteFrom, at: ['environments', name, 'promoteFrom'] }],
    );
    return unknown(uses, Object.keys(config.environments), 'environments');
  },
};

export const unknownImage: Rule = {
  code: 'UNKNOWN_IMAGE',
  explanation: {
    meaning: 'The name is not an image in `images`.',
    remedy: 'Fix the name, or add the image.',
  },
  check: (config) => {
    const uses = writtenProcesses(config).flatMap(({ path, value: { image } }) => (image === undefined ? [] : [{ name: image, at: [...path, 'image'] }]));
    return config.images === undefined ? unknown(uses, [config.app.name], 'images', [['app', 'name']]) : unknown(uses, Object.keys(config.images), 'images');
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
        message: `${printPath([`${kind}s`, name])} has no image; images are ${listNames(images)}`,
        hint: `Say which one it runs: image: '${images[0]}'`,
      }));
  },
};

export const unknownRoute: Rule = {
  code: 'UNKNOWN_ROUTE',
  explanation: {
    meaning: 'The name is not a route in `routes`.',
    remedy: 'Fix the name, or add the route.',
  },
  check: (config) => {
    const uses = overridePlaces(config).flatMap(({ path, value }) => keyUses(value.routes, [...path, 'routes']));
    return unknown(uses, Object.keys(config.routes ?? {}), 'routes');
  },
};

/** Every `from` of an environment variable, split into service and output. */
const outputUses = memoize((config: PipelineConfig): { service: string; output: string; at: Path }[] => {
  return writtenProcesses(config).flatMap(({ path, value: { env } }) =>
    Object.entries<EnvValue>(env ?? {}).flatMap(([variable, given]) => {
      if (typeof given === 'string' || !('from' in given)) return [];
      const [service = '', output = ''] = given.from.split('.');
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
    const providers = overridePlaces(config).flatMap(({ path, value }) => keyUses(value.auxiliaryServices, [...path, 'auxiliaryServices']));
    const outputs = outputUses(config).map(({ service, output, at }) => ({ name: service, at, written: `${service}.${output}` }));
    return unknown([...providers, ...outputs], services, 'auxiliary services');
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
    return outputUses(config).flatMap(({ service, output, at }) => {
      const type = services.get(service)?.type;
      // Beside other mistakes it may be none, and the outputs of others are looked at all the same.
      if (type === undefined || !serviceTypes.includes(type)) return [];
      const known = definitionOf(type).outputs;
      if (known.includes(output)) return [];
      const message = `${printPath(at)} is '${service}.${output}'; outputs of ${type} are ${listNames(known)}.${didYouMean(output, known)}`;
      return [{ at, message, from: [['auxiliaryServices', service, 'type']] }];
    });
  },
};

/** Those that read names alone, each a key of a map at the root of the config. */
export const referencesByName: readonly Rule[] = [
  unknownCluster,
  unknownComponent,
  unknownEnvironment,
  unknownImage,
  unknownJob,
  unknownRoute,
  unknownService,
  clusterNotInEnvironment,
];
