import { claims as claimsOf } from '../../../src/derived/claims.ts';
import { type Reference, references, type VaultEntry, vaultEntries } from '../../../src/derived/references.ts';
import { hostsOf } from '../../../src/derived/topology.ts';
import type { Environment, Model, ProvidedService, Target } from '../../../src/model/model.ts';
import {
  applicationFile,
  argocdAlertFile,
  argocdCommand,
  chartPath,
  docsPath,
  healthCheckFile,
  ownFolder,
  ownSecretStore,
  projectFile,
  skipReconcile,
  vaultRole,
} from '../../../src/model/names.ts';
import { clusterOf, environmentOf, targetsOf } from '../../../src/model/queries.ts';
import { accessTo } from '../../../src/registries/index.ts';
import { listed, markdownTable } from '../../../src/render/markdown.ts';
import { projectName } from '../argocd/project.ts';
import { targetData } from './runbook-data.ts';
import { needsExtensions } from './set-up-databases.ts';
import { needsSecrets } from './set-up-secrets.ts';

/** The same place before and after. */
interface Pair {
  before: Target;
  after: Target;
}

/** Something that gets another name. */
interface Renamed {
  from: string;
  to: string;
}

/** Data of rename.md: what an app was under its former name, and what it becomes. */
export function renameData(model: Model, former: Model) {
  const pairs = targetsOf(model).flatMap((after): Pair[] => {
    const before = targetsOf(former).find(({ environment, cluster }) => environment === after.environment && cluster === after.cluster);
    return before === undefined ? [] : [{ before, after }];
  });
  const places = pairs.map((pair) => placeData(model, former, pair));
  const moves = model.environments.flatMap(({ name }) => {
    const own = places.filter(({ environment }) => environment === name);
    return own.length === 0 ? [] : [{ name, promoted: model.environments.some((each) => each.name === name && each.promoteFrom !== null), places: own }];
  });
  const registryChanges = model.images.some(({ repository }) => !former.images.some((image) => image.repository === repository));
  const claims = places.flatMap((place) => place.claims);
  return {
    former: former.app.name,
    appTable: markdownTable(
      ['environment', 'cluster', 'Application', 'becomes', 'namespace', 'becomes'],
      places.map(({ environment, cluster, formerApplication, application, formerNamespace, namespace }) => [
        ...[environment, cluster, formerApplication, application, formerNamespace, namespace],
      ]),
    ),
    places,
    moves,
    external: serviceNames(pairs, ({ provider }) => provider === 'external'),
    moved: listed([...new Set(claims.map(({ from }) => `\`${from}\``))]),
    dumped: serviceNames(pairs, ({ provider }) => provider === 'operator'),
    inMemory: serviceNames(pairs, (service) => service.provider === 'embedded' && service.storage === null),
    queues: serviceNames(pairs, ({ type, provider }) => type === 'rabbitmq' && provider === 'embedded'),
    anyClaims: claims.length > 0,
    anyDatabases: places.some(({ databases }) => databases.length > 0),
    copies: places.filter(({ secrets }) => secrets.length > 0),
    entries: pairsOfEntries(model, former),
    before: stepsBefore(model, registryChanges),
    afterMerge: `*${model.argocd.bootstrap ? 'Root Application' : 'Applications'}*`,
    registryChanges,
    ...removal(model, former),
  };
}

function placeData(model: Model, former: Model, { before, after }: Pair) {
  const [old, now] = [environmentOf(former, before), environmentOf(model, after)];
  const argocd = argocdCommand(former, before.cluster);
  const routing = clusterOf(former, before).routing;
  return {
    ...targetData(model, after),
    formerApplication: before.applicationName,
    formerNamespace: old.namespace,
    formerArgocd: argocd,
    // What syncs automatically begins as soon as Argo CD goes on, and takes no second operation.
    formerManual: old.sync === 'manual',
    pause: skipReconcile(argocd, before.applicationName, '"true"'),
    resume: skipReconcile(argocd, before.applicationName, 'null'),
    routes: hostsOf(before).length === 0 || routing === null ? '' : ` ${routing.kind === 'gateway' ? 'httproutes' : 'ingresses'}`,
    claims: pairsOfClaims(model, former, { before, after }),
    databases: pairsOfDatabases(model, former, { before, after }),
    queues: queuesOf(former, before),
    secrets: pairsOfSecrets(model, former, { before, after }).map((secret) => ({ ...secret, namespace: now.namespace, formerNamespace: old.namespace })),
  };
}

/** Claims that the app has under both names. */
function pairsOfClaims(model: Model, former: Model, { before, after }: Pair): Renamed[] {
  const next = new Map(claimsOf(model, after).map(({ key, name }) => [key, name]));
  return claimsOf(former, before).flatMap(({ key, name }) => {
    const to = next.get(key);
    // RabbitMQ stores messages by the name of its pod.
    return to === undefined || queueNames(before).some((queue) => key === `service ${queue}`) ? [] : [{ from: name, to }];
  });
}

function pairsOfDatabases({ app }: Model, former: Model, { before, after }: Pair) {
  return before.auxiliaryServices.flatMap((old) => {
    const service = after.auxiliaryServices.find(({ name }) => name === old.name);
    if (old.provider !== 'operator' || service?.provider !== 'operator' || !('database' in old) || !('database' in service)) return [];
    return [{ from: `${former.app.name}-${old.name}`, to: `${app.name}-${old.name}`, formerDatabase: old.database, database: service.database }];
  });
}

const queueNames = ({ auxiliaryServices }: Target) =>
  auxiliaryServices.flatMap(({ type, provider, name }) => (type === 'rabbitmq' && provider === 'embedded' ? [name] : []));

function queuesOf({ app }: Model, target: Target): string[] {
  return queueNames(target).map((name) => `${app.name}-${name}-0`);
}

/** Secrets that a person has created. What a token may pull depends on the names of the images. */
function pairsOfSecrets(model: Model, former: Model, { before, after }: Pair): Renamed[] {
  const sameImages = model.images.every(({ repository }) => former.images.some((image) => image.repository === repository));
  const created = (each: Model, target: Target) =>
    references(each, target).filter(({ createdBy, usedBy }) => createdBy === 'person' && (sameImages || usedBy !== 'image pulls'));
  const old = created(former, before);
  return created(model, after).flatMap((secret) => {
    const same = old.filter((each) => purposeOf(each) === purposeOf(secret));
    const from = same.find(({ name }) => name === secret.name) ?? same[0];
    return from === undefined ? [] : [{ from: from.name, to: secret.name }];
  });
}

const purposeOf = ({ type, usedBy, keys }: Reference) => JSON.stringify([type, usedBy, keys]);

/** Entries of Vault that get another path. */
function pairsOfEntries(model: Model, former: Model): Renamed[] {
  return model.environments.flatMap((environment) => {
    const old = former.environments.find(({ name }) => name === environment.name);
    const known = old === undefined ? [] : vaultEntries(old);
    return vaultEntries(environment).flatMap((entry) => {
      const same = known.filter((each) => JSON.stringify(each.properties) === JSON.stringify(entry.properties));
      const from: VaultEntry | undefined = same.find(({ secret }) => secret === entry.secret) ?? same[0];
      return from === undefined || from.path === entry.path ? [] : [{ from: from.path, to: entry.path }];
    });
  });
}

/** Steps of the set-up runbook, in its order. */
function stepsBefore(model: Model, registryChanges: boolean): string {
  const steps = [
    ...(model.environments.some(({ approval }) => approval?.by === 'github-environment') ? ['Branch rules'] : []),
    ...(registryChanges ? [accessTo(model.registry).setUp.title] : []),
    'Clusters',
    ...(needsSecrets(model) ? ['Secrets'] : []),
    ...(needsExtensions(model) ? ['External databases'] : []),
  ];
  return listed(steps.map((step) => `*${step}*`));
}

function serviceNames(pairs: readonly Pair[], matches: (service: ProvidedService) => boolean): string {
  return listed([...new Set(pairs.flatMap(({ before }) => before.auxiliaryServices.filter(matches).map(({ name }) => `\`${name}\``)))]);
}

/** What is deleted in the end. */
function removal(model: Model, former: Model) {
  const targets = targetsOf(former);
  const folders = [chartPath(former), docsPath(former), `${ownFolder}/${former.app.name}`];
  const files = targets.flatMap((target) => [
    applicationFile(former, target),
    projectFile(former, target),
    healthCheckFile(former, target.cluster),
    argocdAlertFile(former, target.cluster),
  ]);
  const applications = targets.map((target) => `${argocdCommand(former, target.cluster)} app delete ${target.applicationName} --cascade=false --yes`);
  const projects = targets.map((target) => `${argocdCommand(former, target.cluster)} proj delete ${projectName(former, environmentOf(former, target))}`);
  const alerts = targets.map(
    (target) =>
      `kubectl --context ${targetData(former, target).argocdContext} --namespace ${former.argocd.namespace} delete prometheusrules.monitoring.coreos.com ${former.app.name}-argocd --ignore-not-found`,
  );
  const stores = former.environments.filter(({ secrets }) => secrets.store === 'vault');
  const used = model.environments.flatMap(vaultEntries).map(({ path }) => path);
  const left = (environment: Environment) => vaultEntries(environment).filter(({ path }) => !used.includes(path));
  const isOwn = ({ secrets }: Environment) => secrets.store === 'vault' && secrets.clusterSecretStore === null;
  return {
    removedPaths: [...new Set([...folders, ...files])].join(' \\\n  '),
    removedFromArgocd: [...new Set([...applications, ...projects, ...(former.monitoring.prometheus ? alerts : [])])],
    removedFromClusters: [
      ...new Set(
        targets.flatMap((target) => {
          const environment = environmentOf(former, target);
          return [
            `kubectl --context ${target.cluster} delete namespace ${environment.namespace}`,
            ...(isOwn(environment)
              ? [`kubectl --context ${target.cluster} delete clusterrolebinding ${ownSecretStore}-token-review-${environment.namespace}`]
              : []),
          ];
        }),
      ),
    ],
    removedFromVault: stores.flatMap((environment) => [
      ...(isOwn(environment) ? environment.targets.map(({ cluster }) => `vault delete auth/kubernetes-${cluster}/role/${vaultRole(former, environment)}`) : []),
      `vault policy delete ${vaultRole(former, environment)}`,
      ...left(environment).map(({ path }) => `vault kv metadata delete -mount=secret ${path}`),
    ]),
    formerImages: listed(
      former.images.filter(({ repository }) => !model.images.some((image) => image.repository === repository)).map(({ repository }) => `\`${repository}\``),
    ),
  };
}
