import type { AuxiliaryService, Cluster, Component, FileContent, Image, PipelineConfig, Port, Volume } from '../../generated/pipeline-config.ts';
import { windowsNames } from '../../model/names.ts';
import { type Path, pointerOf, printPath } from '../../problems/path.ts';
import type { Finding, Rule } from './rule.ts';
import { type ConfigProcess, configComponents, configProcesses, configTargets, providers } from './targets.ts';

/** Helm refuses a longer release name: https://helm.sh/docs/chart_best_practices/. */
const releaseNameLimit = 53;
/** A name that becomes the value of a label: Argo CD's instance label, a Service, a namespace. */
const labelLimit = 63;
/** A StatefulSet's pods carry its name and a hash of ten characters in a label. */
const statefulSetLimit = labelLimit - 11;
/** A CronJob's Jobs carry its name and eleven characters more. */
const cronJobLimit = labelLimit - 11;
/** CloudNativePG refuses a longer cluster name. */
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
    const limit = (name: string, most: number, what: string, at: Path) => {
      if (name.length > most)
        findings.push({
          at,
          onName: true,
          message: `${what} '${name}' has ${name.length} characters; at most ${most} are possible`,
          hint: 'Shorten one of the names that it is made of.',
        });
    };
    limit(app, releaseNameLimit, 'the Helm release', ['app', 'name']);
    for (const name of Object.keys(config.components)) limit(`${app}-${name}`, labelLimit, 'the Service', ['components', name]);
    for (const name of Object.keys(config.jobs ?? {})) limit(`${app}-${name}`, labelLimit, 'the Job', ['jobs', name]);
    for (const name of Object.keys(config.cronJobs ?? {})) limit(`${app}-${name}`, cronJobLimit, 'the CronJob', ['cronJobs', name]);
    for (const { name, component } of configComponents(config))
      if (isSplit(component)) limit(`${app}-${name}-exposed`, labelLimit, 'the Service', ['components', name]);
    for (const { name, component, mode } of configComponents(config))
      if (
        mode === 'standalone' &&
        Object.values<Volume>(component.volumes ?? {}).some(({ size, accessModes }) => size !== undefined && accessModes?.[0] !== 'ReadWriteMany')
      )
        limit(`${app}-${name}`, statefulSetLimit, 'the StatefulSet', ['components', name]);
    for (const target of configTargets(config)) {
      const at = ['environments', target.environmentName];
      limit(`${app}-${target.environmentName}-${target.cluster}`, labelLimit, 'the Argo CD Application', at);
      if (target.environment.namespace === undefined) limit(`${app}-${target.environmentName}`, labelLimit, 'the namespace', at);
      for (const { name, value } of providers(target)) {
        if (value.provider === 'embedded') limit(`${app}-${name}`, statefulSetLimit, 'the StatefulSet', ['auxiliaryServices', name]);
        if (value.provider === 'operator') limit(`${app}-${name}`, operatorLimit, 'the CloudNativePG cluster', ['auxiliaryServices', name]);
      }
    }
    return findings;
  },
};

/** Whether some of its ports are exposed and others not: two Services. */
function isSplit({ ports }: Component): boolean {
  const exposed = Object.values<Port>(ports ?? {}).map((port) => port.exposed === true);
  return exposed.includes(true) && exposed.includes(false);
}

/** Whether the chart makes a ConfigMap of its files. */
function hasText({ process }: ConfigProcess): boolean {
  return Object.values<FileContent>(process.files ?? {}).some((content) => typeof content === 'string');
}

/** Things that get a name from the config: two of one kind must differ, by more than case. */
function* namedThings(config: PipelineConfig): Iterable<{ kind: string; name: string; at: Path }> {
  for (const [name, cluster] of Object.entries<Cluster>(config.clusters))
    yield { kind: 'the cluster of Argo CD', name: cluster.name ?? name, at: ['clusters', name, ...(cluster.name === undefined ? [] : ['name'])] };
  for (const [name, image] of Object.entries<Image>(config.images ?? {}))
    yield { kind: 'the image repository', name: image.repository ?? name, at: ['images', name, ...(image.repository === undefined ? [] : ['repository'])] };
  for (const name of Object.keys(config.components)) yield { kind: 'the workload', name: `${config.app.name}-${name}`, at: ['components', name] };
  for (const name of Object.keys(config.jobs ?? {})) yield { kind: 'the workload', name: `${config.app.name}-${name}`, at: ['jobs', name] };
  for (const name of Object.keys(config.cronJobs ?? {})) yield { kind: 'the workload', name: `${config.app.name}-${name}`, at: ['cronJobs', name] };
  // The Service of exposed ports.
  for (const name of new Set(configComponents(config).flatMap(({ name, component }) => (isSplit(component) ? [name] : []))))
    yield { kind: 'the workload', name: `${config.app.name}-${name}-exposed`, at: ['components', name] };
  for (const name of Object.keys(config.auxiliaryServices ?? {}))
    yield { kind: 'the workload', name: `${config.app.name}-${name}`, at: ['auxiliaryServices', name] };
  const operated = new Set(
    configTargets(config).flatMap((target) =>
      providers(target)
        .filter(({ value }) => value.provider === 'operator')
        .map(({ name }) => name),
    ),
  );
  // CloudNativePG's own: https://cloudnative-pg.io/documentation/current/service_management/
  for (const service of operated)
    for (const suffix of ['rw', 'ro', 'r']) yield { kind: 'the workload', name: `${config.app.name}-${service}-${suffix}`, at: ['auxiliaryServices', service] };
  for (const { kind, name } of [
    ...new Map(configProcesses(config).flatMap((process) => (hasText(process) ? [[process.name, process] as const] : []))).values(),
  ])
    yield { kind: 'the ConfigMap', name: `${config.app.name}-${name}-files`, at: [`${kind}s`, name] };
  if (config.monitoring?.grafana === true) yield { kind: 'the ConfigMap', name: `${config.app.name}-dashboard`, at: ['monitoring', 'grafana'] };
  for (const [name, service] of Object.entries<AuxiliaryService>(config.auxiliaryServices ?? {}))
    if (service.type === 'postgresql' && (service.extensions ?? []).length > 0)
      yield { kind: 'the ConfigMap', name: `${config.app.name}-${name}`, at: ['auxiliaryServices', name] };
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
    return [...namedThings(config)].flatMap(({ kind, name, at }): Finding[] => {
      const key = `${kind} ${name.toLowerCase()}`;
      const owner = owners.get(key);
      owners.set(key, owner ?? at);
      if (owner === undefined) return [];
      const message = `${printPath(owner)} and ${printPath(at)} both make ${kind} '${name}'`;
      return [{ at, onName: true, message, hint: 'Rename one of the two.', from: [owner, ['app', 'name']] }];
    });
  },
};

/** Volumes that the chart gives to every pod. */
const chartVolumes = /^(tmp|texts|(writable|secret)-[0-9]+)$/;
/** Namespaces that Kubernetes keeps for itself. */
const systemNamespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

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
        message: `'${name}' cannot be ${onName ? 'a name' : 'the name'} in ${printPath(at.slice(0, -1))}: ${why}`,
        hint: 'Choose another name.',
      });
    for (const kind of ['clusters', 'components', 'environments', 'images', 'jobs', 'cronJobs', 'routes', 'auxiliaryServices'] as const)
      for (const name of Object.keys(config[kind] ?? {})) {
        if (windowsNames.test(name)) reserve([kind, name], name, 'Windows keeps it for a device');
      }
    for (const { process, pathTo } of configProcesses(config))
      for (const volume of Object.keys(process.volumes ?? {}))
        if (chartVolumes.test(volume)) reserve(pathTo('volumes', volume), volume, 'the chart has a volume of its own so');
    const { name } = config.app;
    if (windowsNames.test(name)) reserve(['app', 'name'], name, 'Windows keeps it for a device', false);
    if (name === 'shared') reserve(['app', 'name'], name, '.gitops-app/shared/ of the config repository belongs to all apps', false);
    if (Object.hasOwn(config.environments, 'clusters'))
      reserve(['environments', 'clusters'], 'clusters', 'clusters/ in the chart holds the values of each cluster');
    if (Object.hasOwn(config.clusters, 'in-cluster')) reserve(['clusters', 'in-cluster'], 'in-cluster', 'Argo CD calls its own cluster so');
    const argocd = config.argocd?.namespace ?? 'argocd';
    const seen = new Set<string>();
    for (const { environmentName, environment } of configTargets(config)) {
      const at = ['environments', environmentName, 'namespace'];
      const { namespace } = environment;
      if (namespace === undefined || seen.has(pointerOf(at))) continue;
      seen.add(pointerOf(at));
      if (systemNamespaces.includes(namespace)) reserve(at, namespace, 'Kubernetes has it for itself', false);
      if (namespace === argocd) reserve(at, namespace, 'Argo CD runs there', false);
    }
    return findings;
  },
};
