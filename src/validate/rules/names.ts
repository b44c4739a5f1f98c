import type { AuxiliaryService, Cluster, Component, Environment, FileContent, Image, PipelineConfig, Port, Volume } from '../../generated/pipeline-config.ts';
import { ownSecretStore, rootName, windowsNames } from '../../model/names.ts';
import { type Path, printPath } from '../../problems/path.ts';
import type { Finding, Rule } from './rule.ts';
import { type ConfigComponent, type ConfigProcess, configComponents, configProcesses, configTargets, providers } from './targets.ts';

/** Helm rejects longer release names: https://helm.sh/docs/chart_best_practices/. */
const releaseNameLimit = 53;
/** Kubernetes' limit for label values and DNS labels: Argo CD's instance label, Services, namespaces. */
const labelLimit = 63;
/** Pods of a StatefulSet have a label with its name and a hash of ten characters. */
const statefulSetLimit = labelLimit - 11;
/** Kubernetes appends eleven characters to the name of a CronJob for each Job. */
const cronJobLimit = labelLimit - 11;
/** CloudNativePG rejects longer cluster names. */
const operatorLimit = 50;

export const nameTooLong: Rule = {
  code: 'NAME_TOO_LONG',
  explanation: {
    meaning: 'A name, or a name composed of several, exceeds a limit; a Helm release, for example, has at most 53 characters.',
    remedy: 'Shorten the name or one of its parts.',
  },
  check: (config) => {
    const app = config.app.name;
    const findings: Finding[] = [];
    const limit = (name: string, max: number, kind: string, at: Path) => {
      if (name.length > max)
        findings.push({
          at,
          onName: true,
          message: `${kind} name '${name}' is ${name.length} characters long; the limit is ${max}`,
          hint: 'Shorten one of the names it is composed of.',
        });
    };
    limit(app, releaseNameLimit, 'Helm release', ['app', 'name']);
    for (const name of Object.keys(config.components)) limit(`${app}-${name}`, labelLimit, 'Service', ['components', name]);
    for (const name of Object.keys(config.jobs ?? {})) limit(`${app}-${name}`, labelLimit, 'Job', ['jobs', name]);
    for (const name of Object.keys(config.cronJobs ?? {})) limit(`${app}-${name}`, cronJobLimit, 'CronJob', ['cronJobs', name]);
    for (const { name, component } of configComponents(config))
      if (isSplit(component)) limit(`${app}-${name}-exposed`, labelLimit, 'Service', ['components', name]);
    for (const component of configComponents(config))
      if (isStatefulSet(component)) limit(`${app}-${component.name}`, statefulSetLimit, 'StatefulSet', ['components', component.name]);
    if (redirects(config)) for (const name of Object.keys(config.routes ?? {})) limit(`${app}-${name}-redirect`, labelLimit, 'HTTPRoute', ['routes', name]);
    for (const target of configTargets(config)) {
      const at = ['environments', target.environmentName];
      limit(`${app}-${target.environmentName}-${target.cluster}`, labelLimit, 'Argo CD Application', at);
      if (target.environment.namespace === undefined) limit(`${app}-${target.environmentName}`, labelLimit, 'namespace', at);
      for (const { name, value } of providers(target)) {
        if (value.provider === 'embedded') limit(`${app}-${name}`, statefulSetLimit, 'StatefulSet', ['auxiliaryServices', name]);
        if (value.provider === 'operator') limit(`${app}-${name}`, operatorLimit, 'CloudNativePG cluster', ['auxiliaryServices', name]);
      }
    }
    return findings;
  },
};

/** Whether only some of its ports are exposed: the chart then creates a second Service for those. */
function isSplit({ ports }: Component): boolean {
  const exposed = Object.values<Port>(ports ?? {}).map((port) => port.exposed === true);
  return exposed.includes(true) && exposed.includes(false);
}

/** Whether the chart runs it as a StatefulSet, with a second Service that is headless. */
function isStatefulSet({ component, mode }: ConfigComponent): boolean {
  return (
    mode === 'standalone' &&
    Object.values<Volume>(component.volumes ?? {}).some(({ size, accessModes }) => size !== undefined && accessModes?.[0] !== 'ReadWriteMany')
  );
}

/** Whether the chart creates a second HTTPRoute for each route, which redirects to HTTPS. */
function redirects({ clusters }: PipelineConfig): boolean {
  return Object.values<Cluster>(clusters).some(({ gateway }) => gateway?.redirectFrom !== undefined);
}

/** Whether the chart creates a ConfigMap for its files. */
function hasTextFiles({ process }: ConfigProcess): boolean {
  return Object.values<FileContent>(process.files ?? {}).some((content) => typeof content === 'string');
}

/** Objects that are named after the config. Names of one kind must differ by more than case. */
function* namedObjects(config: PipelineConfig): Iterable<{ kind: string; name: string; at: Path }> {
  for (const [name, cluster] of Object.entries<Cluster>(config.clusters))
    yield { kind: 'the Argo CD cluster', name: cluster.name ?? name, at: ['clusters', name, ...(cluster.name === undefined ? [] : ['name'])] };
  for (const [name, image] of Object.entries<Image>(config.images ?? {}))
    yield { kind: 'the image repository', name: image.repository ?? name, at: ['images', name, ...(image.repository === undefined ? [] : ['repository'])] };
  for (const name of Object.keys(config.components)) yield { kind: 'the workload', name: `${config.app.name}-${name}`, at: ['components', name] };
  for (const name of Object.keys(config.jobs ?? {})) yield { kind: 'the workload', name: `${config.app.name}-${name}`, at: ['jobs', name] };
  for (const name of Object.keys(config.cronJobs ?? {})) yield { kind: 'the workload', name: `${config.app.name}-${name}`, at: ['cronJobs', name] };
  // Second Services: for exposed ports, and for the pod of a StatefulSet.
  const components = configComponents(config);
  for (const [suffix, owners] of [
    ['exposed', components.filter(({ component }) => isSplit(component))],
    ['headless', components.filter(isStatefulSet)],
  ] as const)
    for (const name of new Set(owners.map((owner) => owner.name)))
      yield { kind: 'the workload', name: `${config.app.name}-${name}-${suffix}`, at: ['components', name] };
  if (redirects(config))
    for (const name of Object.keys(config.routes ?? {}))
      for (const suffix of ['', '-redirect']) yield { kind: 'the HTTPRoute', name: `${config.app.name}-${name}${suffix}`, at: ['routes', name] };
  for (const name of Object.keys(config.auxiliaryServices ?? {}))
    yield { kind: 'the workload', name: `${config.app.name}-${name}`, at: ['auxiliaryServices', name] };
  const operatorServices = new Set(
    configTargets(config).flatMap((target) =>
      providers(target)
        .filter(({ value }) => value.provider === 'operator')
        .map(({ name }) => name),
    ),
  );
  // Services that CloudNativePG creates: https://cloudnative-pg.io/documentation/current/service_management/
  for (const service of operatorServices)
    for (const suffix of ['rw', 'ro', 'r']) yield { kind: 'the workload', name: `${config.app.name}-${service}-${suffix}`, at: ['auxiliaryServices', service] };
  for (const { kind, name } of [
    ...new Map(configProcesses(config).flatMap((process) => (hasTextFiles(process) ? [[process.name, process] as const] : []))).values(),
  ])
    yield { kind: 'the ConfigMap', name: `${config.app.name}-${name}-files`, at: [`${kind}s`, name] };
  if (config.monitoring?.grafana === true) yield { kind: 'the ConfigMap', name: `${config.app.name}-dashboard`, at: ['monitoring', 'grafana'] };
  for (const [name, service] of Object.entries<AuxiliaryService>(config.auxiliaryServices ?? {}))
    if (service.type === 'postgresql' && (service.extensions ?? []).length > 0)
      yield { kind: 'the ConfigMap', name: `${config.app.name}-${name}`, at: ['auxiliaryServices', name] };
  const slug: Path = ['repositories', 'config', 'slug'];
  const root = rootName({ repositories: { config: { name: config.repositories.config.slug.split('/')[1] ?? '' } } });
  for (const kind of ['the Argo CD Application', 'the AppProject']) yield { kind, name: root, at: slug };
  for (const name of Object.keys(config.environments)) yield { kind: 'the AppProject', name: `${config.app.name}-${name}`, at: ['environments', name] };
  const targets = new Set<string>();
  for (const { environmentName, cluster } of configTargets(config)) {
    if (targets.has(`${environmentName}/${cluster}`)) continue;
    targets.add(`${environmentName}/${cluster}`);
    yield { kind: 'the Argo CD Application', name: `${config.app.name}-${environmentName}-${cluster}`, at: ['environments', environmentName] };
  }
}

export const nameDuplicate: Rule = {
  code: 'NAME_DUPLICATE',
  explanation: {
    meaning: 'Two names would create the same object, or differ only by case.',
    remedy: 'Rename one.',
  },
  local: true,
  check: (config) => {
    const owners = new Map<string, Path>();
    return [...namedObjects(config)].flatMap(({ kind, name, at }): Finding[] => {
      const key = `${kind} ${name.toLowerCase()}`;
      const owner = owners.get(key);
      owners.set(key, owner ?? at);
      if (owner === undefined) return [];
      const message = `${printPath(owner)} and ${printPath(at)} both create ${kind} '${name}'`;
      return [{ at, onName: true, message, hint: 'Rename one of them.', from: [owner, ['app', 'name']] }];
    });
  },
};

/** Names of the volumes that the chart itself adds to pods. */
const chartVolumes = /^(tmp|texts|(writable|secret)-[0-9]+)$/;
/**
 * Namespaces of the cluster itself and of what platforms run in it, by name or by the convention of their vendors. Kubernetes
 * reserves kube-: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
 */
const platformNamespaces = new Map<RegExp, string>([
  [/^(default$|kube-)/, 'it is reserved by Kubernetes'],
  [/^openshift(-|$)/, 'it is reserved by OpenShift'],
  [/^argocd$/, 'Argo CD runs there'],
  [/^external-secrets$/, 'External Secrets runs there'],
  [
    /^(cert-manager|ingress-nginx|haproxy-controller|traefik|envoy-gateway|kyverno|tigera-operator|rook-ceph|vault|velero|olm|operators)$/,
    'an operator runs there',
  ],
  [/-system$/, 'operators run in namespaces that end in -system'],
]);

/** Why an app cannot have a namespace; undefined: it can. */
function whyReserved(namespace: string, { argocd, monitoring, clusters }: PipelineConfig): string | undefined {
  if (namespace === argocd?.namespace) return 'Argo CD runs there';
  if (namespace === (monitoring?.namespace ?? 'monitoring')) return 'Prometheus and Grafana run there';
  if (Object.values<Cluster>(clusters).some(({ gateway }) => gateway?.namespace === namespace)) return 'a Gateway is there';
  return [...platformNamespaces].find(([pattern]) => pattern.test(namespace))?.[1];
}

/** Why a name on Windows is rejected. */
const windowsDevice = 'it is a reserved device name on Windows';

export const nameReserved: Rule = {
  code: 'NAME_RESERVED',
  explanation: {
    meaning: 'The name is reserved or already taken.',
    remedy: 'Choose another name.',
  },
  local: true,
  check: (config) => {
    const findings: Finding[] = [];
    const reserve = (at: Path, name: string, why: string, onName = true) =>
      findings.push({
        at,
        onName,
        message: `'${name}' cannot be used as ${onName ? `a name in ${printPath(at.slice(0, -1))}` : printPath(at)}: ${why}`,
        hint: 'Choose another name.',
      });
    for (const kind of ['clusters', 'components', 'environments', 'images', 'jobs', 'cronJobs', 'routes', 'auxiliaryServices'] as const)
      for (const name of Object.keys(config[kind] ?? {})) {
        if (windowsNames.test(name)) reserve([kind, name], name, windowsDevice);
      }
    for (const { process, pathTo } of configProcesses(config))
      for (const volume of Object.keys(process.volumes ?? {}))
        if (chartVolumes.test(volume)) reserve(pathTo('volumes', volume), volume, 'the chart has a volume of that name');
    const { name } = config.app;
    if (windowsNames.test(name)) reserve(['app', 'name'], name, windowsDevice, false);
    if (name === 'shared') reserve(['app', 'name'], name, '.gitops-app/shared/ in the config repository belongs to all apps', false);
    if (name === ownSecretStore && configTargets(config).some(({ environment: { secrets } }) => secrets?.store === 'vault'))
      reserve(['app', 'name'], name, 'the SecretStore that the set-up creates has a ServiceAccount of that name', false);
    if (Object.hasOwn(config.environments, 'clusters'))
      reserve(['environments', 'clusters'], 'clusters', 'clusters/ in the chart contains the values of each cluster');
    if (Object.hasOwn(config.clusters, 'in-cluster')) reserve(['clusters', 'in-cluster'], 'in-cluster', 'it is the name of Argo CD’s own cluster');
    for (const [environmentName, environment] of Object.entries<Environment>(config.environments)) {
      const namespace = environment.namespace ?? `${name}-${environmentName}`;
      const why = whyReserved(namespace, config);
      const at = ['environments', environmentName];
      if (why !== undefined && environment.namespace !== undefined) reserve([...at, 'namespace'], namespace, why, false);
      else if (why !== undefined)
        findings.push({
          at,
          onName: true,
          message: `the namespace of environment '${environmentName}' would be '${namespace}': ${why}`,
          hint: `Set environments.${environmentName}.namespace.`,
          from: [['app', 'name']],
        });
    }
    return findings;
  },
};
