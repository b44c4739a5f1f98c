import { pathPrefix, resolveRegistry } from '../config/registry.ts';
import { syncGroups } from '../config/sync-groups.ts';
import { unsetValues } from '../config/unset.ts';
import type * as config from '../generated/pipeline-config.ts';
import { languageOf } from '../languages/index.ts';
import type * as model from '../model/model.ts';
import { modelSchemaVersion } from '../model/model.ts';
import { inFolder } from '../model/names.ts';
import { resolveCi } from './ci.ts';
import { resolveProcesses } from './processes.ts';
import { provideService, resolveService } from './services.ts';

type Config = config.PipelineConfig;

/** Fills in every default, and nowhere else. Expects a config that has passed the schema and the rules. */
export function resolve(input: Config): model.Model {
  const app = resolveApp(input);
  const images = resolveImages(input);
  const environments = Object.entries(input.environments).map(([name, environment]) => resolveEnvironment(input, name, environment));
  const used = new Set(environments.flatMap((environment) => environment.targets.map((target) => target.cluster)));
  return {
    schemaVersion: modelSchemaVersion,
    app,
    repositories: {
      app: repository(input.repositories.app, input.app.owners),
      config: repository(input.repositories.config, input.repositories.config.owners),
    },
    registry: resolveRegistry(input),
    images,
    ci: resolveCi(input),
    argocd: {
      namespace: input.argocd?.namespace ?? 'argocd',
      topology: input.argocd?.topology ?? 'hub',
      cluster: input.argocd?.cluster ?? null,
      bootstrap: input.argocd?.bootstrap ?? true,
    },
    clusters: Object.entries(input.clusters)
      .filter(([name]) => used.has(name))
      .map(([name, cluster]) => resolveCluster(name, cluster)),
    ...resolveProcesses(input, input.app.mode ?? 'multi-instance', []),
    routes: Object.entries<config.Route>(input.routes ?? {}).map(([name, route]) => resolveRoute(name, route)),
    auxiliaryServices: Object.entries(input.auxiliaryServices ?? {}).map(([name, service]) => resolveService(input, name, service)),
    monitoring: {
      prometheus: input.monitoring?.prometheus ?? false,
      grafana: input.monitoring?.grafana ?? false,
      namespace: input.monitoring?.namespace ?? 'monitoring',
    },
    extraManifests: resolveManifests([input]),
    environments,
    patches: (input.patches ?? []).map(resolvePatch),
    generator: { package: input.generator?.package ?? 'create-gitops-app' },
    unset: unsetValues(input),
  };
}

function resolveApp(input: Config): model.Model['app'] {
  const { name, description, language, owners } = input.app;
  return { name, description: description ?? name, language, owners: [...owners] };
}

function repository(from: { slug: string; defaultBranch?: string }, owners: readonly string[]): model.Repository {
  const [owner = '', name = ''] = from.slug.split('/');
  return { slug: from.slug, owner, name, defaultBranch: from.defaultBranch ?? 'main', owners: [...owners] };
}

function resolveImages(input: Config): model.Image[] {
  const registry = resolveRegistry(input);
  const given: Record<string, config.Image> = input.images ?? { [input.app.name]: {} };
  const ci = resolveCi(input);
  return Object.entries(given).map(([name, image]) => {
    const path = `${pathPrefix(registry)}${image.repository ?? name}`;
    return {
      name,
      path,
      repository: `${registry.host}/${path}`,
      context: image.context ?? ci.workingDirectory,
      dockerfile: image.dockerfile ?? inFolder(ci.workingDirectory, 'Dockerfile'),
      args: { ...image.args },
      command: [...(image.command ?? languageOf(input.app.language)?.command(input.app.name, ci.packageManager) ?? [])],
      build: resolveBuild(image.build),
    };
  });
}

function resolveBuild({ project, packages, installFrom, assets }: config.ImageBuild = {}): model.ImageBuild {
  return { project: project ?? null, packages: [...(packages ?? [])], installFrom: installFrom ?? 'manifests', assets: assets ?? false };
}

function resolveCluster(name: string, cluster: config.Cluster): model.Cluster {
  const { gateway, ingressClassName } = cluster;
  const gatewayRouting = gateway && { kind: 'gateway' as const, name: gateway.name, namespace: gateway.namespace, sectionName: gateway.sectionName ?? null };
  const ingressRouting = ingressClassName === undefined ? null : { kind: 'ingress' as const, ingressClassName };
  return {
    name,
    location: cluster.location,
    argocdName: cluster.name ?? name,
    kubernetesVersion: cluster.kubernetesVersion ?? '1.33',
    storageClass: cluster.storageClass ?? null,
    routing: gatewayRouting ?? ingressRouting,
    imagePull: resolveImagePull(cluster.imagePull ?? 'node'),
    mirrors: Object.fromEntries(Object.entries(cluster.mirrors ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function resolveImagePull(given: config.ImagePull): model.ImagePull {
  if (given === 'node') return { by: 'node' };
  if ('secret' in given) return { by: 'secret', secret: given.secret };
  if ('externalSecrets' in given) return { by: 'external-secrets', secret: given.externalSecrets };
  return { by: 'mirror', host: given.mirror };
}

function resolveEnvironment(input: Config, name: string, environment: config.Environment): model.Environment {
  const mode = environment.mode ?? input.app.mode ?? 'multi-instance';
  const own = layer(input, mode, [environment]);
  const vaultPath = `${input.app.name}/${name}`;
  const { secrets } = environment;
  return {
    name,
    mode,
    namespace: environment.namespace ?? `${input.app.name}-${name}`,
    delivery: environment.delivery,
    sync: environment.sync,
    promoteFrom: environment.promoteFrom ?? null,
    approval: environment.approval === undefined ? null : { by: environment.approval.by, reviewers: [...environment.approval.reviewers] },
    syncGroups: environment.sync === 'manual' ? syncGroups(input, environment) : [],
    secrets:
      secrets?.store === 'vault' ? { store: 'vault', secretStore: secrets.secretStore ?? 'vault', path: secrets.path ?? vaultPath } : { store: 'kubernetes' },
    ...own,
    targets: environment.clusters.map((cluster) => ({
      environment: name,
      cluster,
      applicationName: `${input.app.name}-${name}-${cluster}`,
      ...layer(input, mode, [environment, environment.overrides?.[cluster] ?? {}]),
    })),
  };
}

type Layer = Pick<config.Environment, 'components' | 'jobs' | 'cronJobs' | 'routes' | 'auxiliaryServices' | 'extraManifests'>;

/** Components, jobs, routes and services under the given layers; a later layer wins. */
function layer(
  input: Config,
  mode: model.Mode,
  layers: readonly Layer[],
): Pick<model.Target, 'components' | 'jobs' | 'cronJobs' | 'routes' | 'auxiliaryServices' | 'extraManifests'> {
  const routes = Object.entries<config.Route>(input.routes ?? {}).flatMap(([name, route]) => {
    const written = layers.flatMap((each) => each.routes?.[name] ?? []);
    const given = written.at(-1);
    if (given === undefined) return [];
    const annotations = Object.assign({}, route.annotations, ...written.map((each) => each.annotations));
    return [{ ...resolveRoute(name, { ...route, annotations }), hosts: [...given.hosts], tlsSecret: given.tlsSecret ?? null }];
  });
  const auxiliaryServices = Object.entries(input.auxiliaryServices ?? {}).flatMap(([name, service]) => {
    const given = layers.map((each) => each.auxiliaryServices?.[name]).findLast((each) => each !== undefined);
    return given === undefined ? [] : [provideService(input, resolveService(input, name, service), given)];
  });
  return { ...resolveProcesses(input, mode, layers), routes, auxiliaryServices, extraManifests: resolveManifests([input, ...layers]) };
}

function resolveRoute(name: string, { component, port, path, timeout, annotations }: config.Route): model.Route {
  return { name, component, port, path: path ?? '/', timeout: timeout ?? null, annotations: { ...annotations } };
}

/** A manifest is whole: that of a later layer takes the place of one of the same name. */
function resolveManifests(layers: readonly Pick<Layer, 'extraManifests'>[]): model.ExtraManifest[] {
  const merged = Object.assign({}, ...layers.map(({ extraManifests }) => extraManifests)) as Record<string, config.ExtraManifest>;
  return Object.entries(merged).map(([name, manifest]) => ({ name, manifest: structuredClone({ ...manifest }) }));
}

/** What belongs to the operation; the rules have seen that it is there. */
function resolvePatch({ output, path, operations }: config.Patch): model.Patch {
  return {
    output,
    path: path ?? null,
    operations: operations.map(({ op, path: at, from = '', value }): model.PatchOperation => {
      if (op === 'remove') return { op, path: at };
      return op === 'move' || op === 'copy' ? { op, from, path: at } : { op, path: at, value: structuredClone(value) };
    }),
  };
}
