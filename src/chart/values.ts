/**
 * The chart's values, as maps that Helm merges: values.yaml contains what all environments share, a wrapper what differs in
 * its environment, a cluster file what differs on its cluster. Helm cannot remove a key that an earlier file has set, so a
 * key that some targets do not have is only in the files of the others. The values of a provider are under its name and may
 * remain: they are not used with another provider.
 */

import { memoize } from '../cache/memoize.ts';
import type { Cluster, Environment, Model, ProvidedRoute, Route, Routing, Target } from '../model/model.ts';
import { runbookUrl, secretStoreRef } from '../model/names.ts';
import type { Mode } from '../model/processes.ts';
import { clusterOf, targetsOf } from '../model/queries.ts';
import { accessTo } from '../registries/index.ts';
import { isObject } from '../text/print-value.ts';
import { alertsOf } from './alerts.ts';
import { httpsAnnotations } from './https-annotations.ts';
import { groupKindOf } from './kinds.ts';
import { byName, type Value, type Values } from './named-values.ts';
import { processValues } from './process-values.ts';
import { providedServiceValues, serviceValues } from './service-values.ts';

/** The values of the app before any environment. */
function baseValues(model: Model): Values {
  return {
    ...processesValues(model),
    ...(model.routes.length === 0 ? {} : { routes: byName(model.routes, routeValues) }),
    ...(model.auxiliaryServices.length === 0 ? {} : { auxiliaryServices: byName(model.auxiliaryServices, serviceValues) }),
    ...manifestValues(model),
    monitoring: {
      prometheus: { enabled: model.monitoring.prometheus },
      grafana: { enabled: model.monitoring.grafana },
      namespace: model.monitoring.namespace,
      runbookUrl: runbookUrl(model, 'troubleshoot'),
      ...(model.monitoring.prometheus ? { alerts: alertValues(model) } : {}),
    },
  };
}

/** The alerts by name, so that an environment can override one. */
function alertValues(model: Model): Values {
  return Object.fromEntries(
    alertsOf(model).map(({ name, expression, for: duration, severity, summary }) => [name, { expression, for: duration, severity, summary }]),
  );
}

/** The values files that Helm merges, in this order. */
export interface ValuesFiles {
  /** values.yaml */
  base: Values;
  /** By environment. */
  wrappers: ReadonlyMap<Environment, Values>;
  clusters: ReadonlyMap<Target, Values>;
}

/**
 * Splits the values into files. For every target, its three files merged are its targetValues, plus values of other
 * providers. Memoized, because three outputs use it.
 */
export const valuesFiles = memoize((model: Model): ValuesFiles => {
  const shared = baseValues(model);
  const whole = model.environments.map((environment) => {
    const values = environmentValues(model, environment, shared);
    const targets = environment.targets.map((target) => [target, targetValues(model, environment, target, values)] as const);
    return { environment, values, targets };
  });
  const valuesOf = (targets: (typeof whole)[number]['targets']) => targets.map(([, values]) => values);
  const base = common(
    shared,
    whole.flatMap(({ targets }) => valuesOf(targets)),
  );
  const wrappers = new Map(whole.map(({ environment, values, targets }) => [environment, difference(base, common(values, valuesOf(targets)))] as const));
  const clusters = whole.flatMap(({ environment, targets }) => {
    const above = merge(base, wrappers.get(environment) ?? {});
    return targets.map(([target, values]) => [target, difference(above, values)] as const);
  });
  return { base, wrappers, clusters: new Map(clusters) };
});

/** All values of one environment. CD fills in tag and digest of the images. */
function environmentValues(model: Model, environment: Environment, shared: Values): Values {
  const { secrets } = environment;
  return {
    environment: environment.name,
    mode: environment.mode,
    images: byName(model.images, ({ repository }) => ({ repository, tag: '', digest: '' })),
    ...withLevel(shared, levelValues(environment, environment.mode)),
    secrets: secrets.store === 'vault' ? { store: 'vault', secretStoreRef: secretStoreRef(secrets), path: secrets.path } : { store: 'kubernetes' },
  };
}

/** All values of one environment on one cluster. */
export function targetValues(
  model: Model,
  environment: Environment,
  target: Target,
  above: Values = environmentValues(model, environment, baseValues(model)),
): Values {
  return {
    ...withLevel(above, levelValues(target, environment.mode)),
    cluster: clusterValues(model, clusterOf(model, target)),
  };
}

/** Components, routes and services of a level replace the shared ones as a whole. A service without a provider there is left out. */
function withLevel(base: Values, level: Values): Values {
  const kept = Object.entries(base).filter(([kind]) => kind !== 'auxiliaryServices' || Object.hasOwn(level, kind));
  const over = Object.entries(level).map(([kind, items]) => [
    kind,
    kind === 'auxiliaryServices' ? items : { ...(base[kind] as Values | undefined), ...(items as Values) },
  ]);
  return { ...Object.fromEntries(kept), ...Object.fromEntries(over) };
}

/** The part of `values` whose keys exist in all of `others`; for values of a provider, in all with this provider. */
function common(values: Values, others: readonly Values[], path: readonly string[] = []): Values {
  const kept: Values = {};
  const isService = path.length === 2 && path[0] === 'auxiliaryServices';
  for (const key of Object.keys(values)) {
    const value = values[key] as Value;
    const same = others.flatMap((other) => (Object.hasOwn(other, key) ? [other[key]] : []));
    if ((same.length < others.length && !(isService && isProvider(key))) || !same.every((each) => isMap(each) === isMap(value))) continue;
    const inner = isMap(value) ? common(value, same as Values[], [...path, key]) : value;
    // A part of a provider's values would not pass the schema where another provider is used.
    if (same.length < others.length && !hasKeysOf(inner, value)) continue;
    if (!isMap(inner) || Object.keys(inner).length > 0 || Object.keys(value as Values).length === 0) kept[key] = inner;
  }
  return kept;
}

function hasKeysOf(value: Value, of: Value): boolean {
  if (!isMap(value) || !isMap(of)) return true;
  return Object.keys(of).every((key) => Object.hasOwn(value, key) && hasKeysOf(value[key] as Value, of[key] as Value));
}

function isProvider(key: string): boolean {
  return ['embedded', 'operator', 'external'].includes(key);
}

/** The values of `next` that differ from `base`. Merged over `base`, they result in `next`, which must have every key of `base`. */
function difference(base: Values, next: Values): Values {
  const changed: Values = {};
  for (const key of Object.keys(next)) {
    const value = next[key] ?? null;
    const before = base[key];
    if (isMap(before) && isMap(value)) {
      const inner = difference(before, value);
      if (Object.keys(inner).length > 0) changed[key] = inner;
    } else if (before === undefined || JSON.stringify(before) !== JSON.stringify(value)) changed[key] = value;
  }
  return changed;
}

/** Merges values as Helm does: maps by key, everything else is replaced. */
export function merge(base: Values, over: Values): Values {
  const merged: Values = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    merged[key] = isMap(before) && isMap(value) ? merge(before, value) : value;
  }
  return merged;
}

function isMap(value: Value | undefined): value is Values {
  return isObject(value);
}

function manifestValues({ extraManifests }: Pick<Model, 'extraManifests'>): Values {
  return extraManifests.length === 0 ? {} : { extraManifests: byName(extraManifests, ({ manifest }) => manifest as Values) };
}

function processesValues({ components, jobs, cronJobs }: Pick<Model, 'components' | 'jobs' | 'cronJobs'>, mode?: Mode): Values {
  return {
    components: byName(components, (component) => processValues('component', component, mode)),
    ...(jobs.length === 0 ? {} : { jobs: byName(jobs, (job) => processValues('job', job)) }),
    ...(cronJobs.length === 0 ? {} : { cronJobs: byName(cronJobs, (cronJob) => processValues('cronJob', cronJob)) }),
  };
}

function levelValues(level: Pick<Environment, 'components' | 'jobs' | 'cronJobs' | 'routes' | 'auxiliaryServices' | 'extraManifests'>, mode: Mode): Values {
  return {
    ...processesValues(level, mode),
    ...(level.routes.length === 0 ? {} : { routes: byName(level.routes, providedRouteValues) }),
    ...(level.auxiliaryServices.length === 0 ? {} : { auxiliaryServices: byName(level.auxiliaryServices, providedServiceValues) }),
    ...manifestValues(level),
  };
}

/** Whether an extra manifest is one of the objects that Prometheus selects by their labels. */
function hasMonitors({ extraManifests }: Target): boolean {
  return extraManifests.some(({ manifest }) => groupKindOf(manifest).group === 'monitoring.coreos.com');
}

function clusterValues(model: Model, cluster: Cluster): Values {
  const { routing, imagePull } = cluster;
  const { tokens } = accessTo(model.registry);
  const targets = targetsOf(model).filter((target) => target.cluster === cluster.name);
  const hasRoutes = targets.some(({ routes }) => routes.length > 0);
  const hasOperator = targets.some(({ auxiliaryServices }) => auxiliaryServices.some(({ provider }) => provider === 'operator'));
  const { dns, apiServer, operators } = cluster;
  const { labels, dashboardLabels } = cluster.monitoring;
  return {
    name: cluster.name,
    location: cluster.location,
    ...(cluster.storageClass === null ? {} : { storageClass: cluster.storageClass }),
    ...(routing === null || !hasRoutes ? {} : routingValues(routing)),
    dns: { namespace: dns.namespace, pods: dns.pods, port: dns.port, ...(dns.cidrs.length === 0 ? {} : { cidrs: dns.cidrs }) },
    ...(hasOperator ? { apiServer: { ports: apiServer.ports, ...(apiServer.cidrs.length === 0 ? {} : { cidrs: apiServer.cidrs }) }, operators } : {}),
    ...(Object.keys(labels).length > 0 && (model.monitoring.prometheus || targets.some(hasMonitors)) ? { monitoringLabels: labels } : {}),
    ...(model.monitoring.grafana ? { dashboardLabels } : {}),
    ...(Object.keys(cluster.mirrors).length === 0 ? {} : { mirrors: cluster.mirrors }),
    imagePull: {
      by: imagePull.by,
      ...(imagePull.by === 'secret' ? { secret: imagePull.secret } : {}),
      ...(imagePull.by === 'mirror' ? { mirror: imagePull.host } : {}),
      ...(imagePull.by === 'external-secrets' && tokens !== null
        ? {
            externalSecrets: {
              secret: imagePull.secret,
              registry: model.registry.host,
              generator: tokens.kind,
              refreshInterval: tokens.refreshInterval,
              ...tokens.values,
            },
          }
        : {}),
    },
  };
}

function routingValues(routing: Routing): Values {
  if (routing.kind === 'ingress') {
    const { ingressClassName } = routing;
    const annotations = httpsAnnotations(ingressClassName);
    return { ingressClassName, ...(annotations === undefined ? {} : { ingressAnnotations: { ...annotations } }) };
  }
  const { name, namespace, sectionName, redirectFrom } = routing;
  return { gateway: { name, namespace, sectionName, ...(redirectFrom === null ? {} : { redirectFrom }) } };
}

function routeValues({ component, port, path, timeout, annotations }: Route): Values {
  return { component, port, path, ...(timeout === null ? {} : { timeout }), ...(Object.keys(annotations).length === 0 ? {} : { annotations }) };
}

function providedRouteValues(route: ProvidedRoute): Values {
  return { ...routeValues(route), hosts: route.hosts, ...(route.tlsSecret === null ? {} : { tlsSecret: route.tlsSecret }) };
}
