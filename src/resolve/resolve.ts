import { pathPrefix, resolveRegistry } from '../config/registry.ts';
import { soleMaintainer } from '../config/sole-maintainer.ts';
import { syncGroups } from '../config/sync-groups.ts';
import { unsetValues } from '../config/unset.ts';
import type * as config from '../generated/pipeline-config.ts';
import { languageOf } from '../languages/index.ts';
import type * as model from '../model/model.ts';
import { modelSchemaVersion } from '../model/model.ts';
import { configPlaces, githubAppSlug, inFolder } from '../model/names.ts';
import { resolveCi, resolveRunsOn } from './ci.ts';
import { resolveArgocd, resolveCluster } from './clusters.ts';
import { resolveProcesses } from './processes.ts';
import { provideService, resolveService } from './services.ts';

type Config = config.PipelineConfig;

/** Fills in every default; no other stage does. The place of the config is where `create` writes it, unless the caller knows another. Expects a config that matches the schema and the rules. */
export function resolve(input: Config): model.Model {
  const app = resolveApp(input);
  const images = resolveImages(input);
  const environments = Object.entries(input.environments).map(([name, environment]) => resolveEnvironment(input, name, environment));
  const used = new Set(environments.flatMap((environment) => environment.targets.map((target) => target.cluster)));
  return {
    schemaVersion: modelSchemaVersion,
    app,
    repositories: {
      app: { ...repository(input.repositories.app, input.app.owners, input), ignoreFiles: [...(input.repositories.app.ignoreFiles ?? [])] },
      config: configRepository(input),
    },
    registry: resolveRegistry(input),
    images,
    ci: resolveCi(input),
    argocd: resolveArgocd(input.argocd),
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
    generator: { package: input.generator?.package ?? 'create-gitops-app', registry: input.generator?.registry ?? null },
    unset: unsetValues(input),
    configFile: configPlaces[0],
  };
}

function resolveApp(input: Config): model.Model['app'] {
  const { name, renamedFrom, description, language, owners } = input.app;
  return { name, renamedFrom: renamedFrom ?? null, description: description ?? name, language, owners: [...owners] };
}

function repository(from: config.AppRepository | config.ConfigRepository, owners: readonly string[], input: Config): model.Repository {
  const [owner = '', name = ''] = from.slug.split('/');
  return {
    slug: from.slug,
    owner,
    name,
    defaultBranch: from.defaultBranch ?? 'main',
    owners: [...owners],
    requiredApprovals: from.requiredApprovals ?? (soleMaintainer(input) === undefined ? 1 : 0),
    mergeQueue: from.mergeQueue ?? false,
  };
}

/** Argo CD does not know who started a promotion, and nobody else can approve what a sole maintainer starts. */
function resolveApproval({ by, reviewers, preventSelfReview }: config.Approval, input: Config): NonNullable<model.Environment['approval']> {
  return { by, reviewers: [...reviewers], preventSelfReview: (preventSelfReview ?? soleMaintainer(input) === undefined) && by !== 'argo-cd' };
}

function configRepository(input: Config): model.ConfigRepository {
  const { config: from } = input.repositories;
  const resolved = repository(from, from.owners, input);
  return {
    ...resolved,
    cdApp: from.cdApp ?? githubAppSlug(resolved.name, 'cd'),
    signedCommits: from.signedCommits ?? false,
    runsOn: resolveRunsOn(from.runsOn),
  };
}

function resolveImages(input: Config): model.Image[] {
  const registry = resolveRegistry(input);
  const images: Record<string, config.Image> = input.images ?? { [input.app.name]: {} };
  const ci = resolveCi(input);
  return Object.entries(images).map(([name, image]) => {
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

function resolveEnvironment(input: Config, name: string, environment: config.Environment): model.Environment {
  const mode = environment.mode ?? input.app.mode ?? 'multi-instance';
  const own = mergeLayers(input, mode, [environment]);
  const vaultPath = `${input.app.name}/${name}`;
  const { secrets } = environment;
  // Until its data has moved, nobody but the runbook starts what has a new name.
  const sync = input.app.renamedFrom === undefined ? environment.sync : 'manual';
  return {
    name,
    mode,
    namespace: environment.namespace ?? `${input.app.name}-${name}`,
    delivery: environment.delivery,
    sync,
    promoteFrom: environment.promoteFrom ?? null,
    approval: environment.approval === undefined ? null : resolveApproval(environment.approval, input),
    syncGroups: sync === 'manual' ? syncGroups(environment) : [],
    secrets:
      secrets?.store === 'vault'
        ? { store: 'vault', clusterSecretStore: secrets.clusterSecretStore ?? null, path: secrets.path ?? vaultPath }
        : { store: 'kubernetes' },
    ...own,
    targets: environment.clusters.map((cluster) => ({
      environment: name,
      cluster,
      applicationName: `${input.app.name}-${name}-${cluster}`,
      ...mergeLayers(input, mode, [environment, environment.overrides?.[cluster] ?? {}]),
    })),
  };
}

type Layer = Pick<config.Environment, 'components' | 'jobs' | 'cronJobs' | 'routes' | 'auxiliaryServices' | 'extraManifests'>;

/** Components, jobs, routes and services with overrides; a later layer wins. */
function mergeLayers(
  input: Config,
  mode: model.Mode,
  layers: readonly Layer[],
): Pick<model.Target, 'components' | 'jobs' | 'cronJobs' | 'routes' | 'auxiliaryServices' | 'extraManifests'> {
  const routes = Object.entries<config.Route>(input.routes ?? {}).flatMap(([name, route]) => {
    const overrides = layers.flatMap((each) => each.routes?.[name] ?? []);
    const last = overrides.at(-1);
    if (last === undefined) return [];
    const annotations = Object.assign({}, route.annotations, ...overrides.map((each) => each.annotations));
    return [{ ...resolveRoute(name, { ...route, annotations }), hosts: [...last.hosts], tlsSecret: last.tlsSecret ?? null }];
  });
  const auxiliaryServices = Object.entries(input.auxiliaryServices ?? {}).flatMap(([name, service]) => {
    const provider = layers.map((each) => each.auxiliaryServices?.[name]).findLast((each) => each !== undefined);
    return provider === undefined ? [] : [provideService(input, resolveService(input, name, service), provider)];
  });
  return { ...resolveProcesses(input, mode, layers), routes, auxiliaryServices, extraManifests: resolveManifests([input, ...layers]) };
}

function resolveRoute(name: string, { component, port, path, timeout, annotations }: config.Route): model.Route {
  return { name, component, port, path: path ?? '/', timeout: timeout ?? null, annotations: { ...annotations } };
}

/** Manifests are not merged: one of a later layer replaces one with the same name. */
function resolveManifests(layers: readonly Pick<Layer, 'extraManifests'>[]): model.ExtraManifest[] {
  const merged = Object.assign({}, ...layers.map(({ extraManifests }) => extraManifests)) as Record<string, config.ExtraManifest>;
  return Object.entries(merged).map(([name, manifest]) => ({ name, manifest: structuredClone({ ...manifest }) }));
}

/** Only the fields of the operation; the rules have checked that they exist. */
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
