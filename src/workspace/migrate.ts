import { teamGroups } from '../config/sync-groups.ts';
import { type Model, modelSchemaVersion } from '../model/model.ts';
import { configName, githubAppSlug } from '../model/names.ts';
import type { Kind } from '../process-fields/field.ts';
import { fieldsOf } from '../process-fields/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: a model of another version has another shape
type SavedModel = any;

/**
 * Migrates a copy of a model from each version to the next. A new field of processes needs no version: migrateModel adds
 * its empty value. Every other change does: another new field, and a field that is renamed, removed or redefined.
 */
const migrations: Readonly<Record<number, (model: SavedModel) => void>> = {
  // 2: jobs, build arguments, extensions of a database.
  1: (model) => {
    model.schemaVersion = 2;
    for (const image of model.images) image.args ??= {};
    for (const level of levelsOf(model)) {
      level.jobs ??= [];
      for (const service of level.auxiliaryServices) if (service.type === 'postgresql') service.extensions ??= [];
    }
  },
  // 3: extra manifests and patches.
  2: (model) => {
    model.schemaVersion = 3;
    model.patches = [];
    for (const level of levelsOf(model)) level.extraManifests = [];
  },
  // 4: the working directory of CI.
  3: (model) => {
    model.schemaVersion = 4;
    model.ci.workingDirectory = '.';
  },
  // 5: the mode of a component, named volumes, files, security, scheduling, service accounts, exposed ports, cron jobs; the
  // build settings of the first Dockerfile, and the version of the package manager.
  4: (model) => {
    model.schemaVersion = 5;
    model.ci.packageManagerVersion = null;
    for (const image of model.images) image.build = { project: null, packages: [], installFrom: 'manifests', assets: false };
    const levels = [
      model,
      ...model.environments,
      ...model.environments.flatMap(({ mode, targets }: SavedModel) => targets.map((target: SavedModel) => ({ ...target, mode }))),
    ];
    for (const level of levelsOf(model)) {
      level.cronJobs = [];
      for (const route of level.routes) Object.assign(route, { timeout: null, annotations: {} });
    }
    for (const { mode, components, jobs } of levels) {
      for (const component of components) {
        const { volume } = component;
        // The model did not save the app's own mode, only the number of replicas.
        component.mode = mode ?? (component.replicas === 1 ? 'standalone' : 'multi-instance');
        component.volumes = volume === null ? [] : [{ name: 'data', ...volume, accessModes: ['ReadWriteOnce'], existingClaim: null, readOnly: false }];
        delete component.volume;
      }
      for (const job of jobs) job.volumes = [];
      for (const component of components) {
        Object.assign(component, { podAnnotations: {}, serviceAccount: null, service: { type: 'ClusterIP', annotations: {}, externalTrafficPolicy: null } });
        for (const port of component.ports) port.exposed = false;
      }
      for (const process of [...components, ...jobs]) {
        const securityContext = { readOnlyRootFilesystem: true, runAsNonRoot: true, runAsGroup: null, capabilities: { add: [] } };
        Object.assign(process, { files: {}, securityContext, nodeSelector: {}, tolerations: [], priorityClassName: null });
        for (const rule of process.egress) rule.protocol = 'TCP';
      }
    }
  },
  // 6: groups that may sync, required checks of other tools.
  5: (model) => {
    model.schemaVersion = 6;
    model.ci.requiredChecks = [];
    for (const environment of model.environments) environment.syncGroups = environment.sync === 'manual' ? ownersGroups(model, environment) : [];
  },
  // 7: parameters of database URLs, mirrors of public registries.
  6: (model) => {
    model.schemaVersion = 7;
    for (const cluster of model.clusters) cluster.mirrors = {};
    for (const level of levelsOf(model))
      for (const service of level.auxiliaryServices) if (['postgresql', 'mysql', 'mariadb', 'mongodb'].includes(service.type)) service.parameters = {};
  },
  // 8: CD's GitHub App and signed commits; whether the starter of a promotion may approve it; groups that may sync are named,
  // those of owners were a default; DNS, API server and operators of a cluster, the listeners of its gateway; the identity of
  // a service account; a SecretStore for each environment; the place of the config, and the ignore files of the app; the version of
  // Argo CD, architectures, labels for monitoring, and the port of the pods of an external service; approvals, merge queue and
  // runners; the registry of the generator; the former name of the app.
  7: (model) => {
    model.schemaVersion = 8;
    const { config } = model.repositories;
    insertAfter(model.app, 'name', 'renamedFrom', null);
    for (const repository of Object.values<SavedModel>(model.repositories)) Object.assign(repository, { requiredApprovals: 1, mergeQueue: false });
    Object.assign(config, { cdApp: githubAppSlug(config.name, 'cd'), signedCommits: false, runsOn: 'ubuntu-24.04' });
    model.repositories.app.ignoreFiles = [];
    model.configFile = configName;
    model.generator.registry = null;
    for (const environment of model.environments) {
      const { approval, secrets } = environment;
      if (approval !== null) approval.preventSelfReview = approval.by !== 'argo-cd';
      if (approval?.by !== 'argo-cd' && `${environment.syncGroups}` === `${ownersGroups(model, environment)}`) environment.syncGroups = [];
      // All environments used one ClusterSecretStore, by default `vault`.
      if (!('secretStore' in secrets)) continue;
      const { store, secretStore, path } = secrets;
      environment.secrets = { store, clusterSecretStore: secretStore === 'vault' ? null : secretStore, path };
    }
    for (const cluster of model.clusters) {
      // A model is compared as it is written: each new field has its place.
      const { storageClass, routing, imagePull, mirrors } = cluster;
      for (const key of ['storageClass', 'routing', 'imagePull', 'mirrors']) delete cluster[key];
      const dns = {
        namespace: 'kube-system',
        pods: [{ 'k8s-app': 'kube-dns' }, { 'k8s-app': 'node-local-dns' }],
        port: 53,
        cidrs: ['169.254.20.10/32', '169.254.169.254/32'],
      };
      const apiServer = { ports: [443, 6443], cidrs: [] };
      const monitoring = { labels: {}, namespaceLabels: {}, dashboardLabels: { grafana_dashboard: '1' } };
      const operators = { cloudNativePG: 'cnpg-system' };
      Object.assign(cluster, { architectures: [], storageClass, routing, dns, apiServer, operators, monitoring, imagePull, mirrors });
      if (cluster.routing?.kind === 'gateway') Object.assign(cluster.routing, { sectionName: cluster.routing.sectionName ?? 'https', redirectFrom: null });
    }
    Object.assign(model.argocd, { version: '3.4', monitoring: { labels: null } });
    for (const { auxiliaryServices } of levelsOf(model))
      for (const service of auxiliaryServices) if (service.provider === 'external') insertAfter(service, 'port', 'targetPort', service.port);
    for (const { components } of levelsOf(model))
      for (const component of components) {
        const { serviceAccount, metrics, ports, name } = component;
        if (serviceAccount) serviceAccount.identity = 'iam.gke.io/gcp-service-account' in serviceAccount.annotations ? 'gke' : null;
        // Everybody could read them: the default is another port now, or none.
        const published = model.routes.some((route: SavedModel) => route.component === name && route.port === metrics?.port && route.path === '/');
        if (published || ports.some((port: SavedModel) => port.exposed && port.name === metrics?.port)) component.metrics = null;
      }
  },
};

/** The groups that could sync by default until version 8: teams among the reviewers and, unless the sync was the approval, the owners. */
function ownersGroups(model: SavedModel, { approval }: SavedModel): string[] {
  return teamGroups([...(approval?.reviewers ?? []), ...(approval?.by === 'argo-cd' ? [] : model.app.owners)]);
}

/** Adds a field behind another one: a model is compared as it is written. */
function insertAfter(object: SavedModel, field: string, name: string, value: unknown): void {
  const entries = Object.entries(object).flatMap(([key, each]) =>
    key === field
      ? [
          [key, each],
          [name, value],
        ]
      : [[key, each]],
  );
  for (const key of Object.keys(object)) delete object[key];
  Object.assign(object, Object.fromEntries(entries));
}

/** A saved model of any earlier schema version, migrated to the current one; undefined: not a known version. */
export function migrateModel(saved: unknown): Model | undefined {
  const version = (saved as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (version !== modelSchemaVersion && !(typeof version === 'number' && Object.hasOwn(migrations, version))) return undefined;
  const model = structuredClone(saved) as SavedModel;
  while (model.schemaVersion !== modelSchemaVersion) migrations[model.schemaVersion]?.(model);
  for (const level of levelsOf(model))
    for (const [key, kind] of kinds) if (key in level) level[key] = level[key].map((process: SavedModel) => withEveryField(kind, process));
  return model as Model;
}

const kinds = [
  ['components', 'component'],
  ['jobs', 'job'],
  ['cronJobs', 'cronJob'],
] as const;

/** In the order in which a model is written. */
function withEveryField(kind: Kind, process: SavedModel): SavedModel {
  const fields = fieldsOf(kind).flatMap(([name, { empty }]) => {
    if (Object.hasOwn(process, name)) return [[name, process[name]]];
    return typeof empty === 'function' ? [] : [[name, empty]];
  });
  return { name: process.name, ...Object.fromEntries(fields), ...process };
}

/** The app, its environments and their targets: each holds processes, routes, services and manifests. */
function levelsOf(model: SavedModel): SavedModel[] {
  const environments = model.environments ?? [];
  return [model, ...environments, ...environments.flatMap(({ targets }: SavedModel) => targets ?? [])];
}
