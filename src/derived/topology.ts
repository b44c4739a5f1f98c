/** The topology of a model as text: a Mermaid diagram and a tree. */

import { serviceName } from '../auxiliary-services/index.ts';
import type { Environment, Model, ProvidedService, Target } from '../model/model.ts';
import { workflows, wrapperFile } from '../model/names.ts';
import { clusterOf, environmentOf, processesOf, targetsOf } from '../model/queries.ts';
import { accessTo } from '../registries/index.ts';

/** A Mermaid flowchart: app repository, CI, registry, CD, config repository, Argo CD, clusters and what runs there. */
export function topologyMermaid(model: Model): string {
  return ['flowchart LR', ...indent([...delivery(model), ...argocd(model), ...clusters(model), ...externals(model), ...traffic(model)])].join('\n');
}

/** A tree of environments, their clusters, and the workloads, routes and services on each. */
export function topologyText(model: Model): string {
  const { app, repositories, registry } = model;
  const lines = [`${app.name}: ${repositories.app.slug} → ${registry.host} → ${repositories.config.slug}`];
  for (const [index, environment] of model.environments.entries()) {
    const last = index === model.environments.length - 1;
    lines.push(`${last ? '└─' : '├─'} ${environment.name}: ${environmentSummary(environment).join(', ')}`);
    const rail = last ? '   ' : '│  ';
    for (const [position, target] of environment.targets.entries()) {
      const end = position === environment.targets.length - 1;
      const cluster = clusterOf(model, target);
      lines.push(
        `${rail}${end ? '└─' : '├─'} ${cluster.name} (${cluster.location}), namespace ${environment.namespace}, Application ${target.applicationName}`,
      );
      lines.push(...branches(targetLines(target)).map((line) => `${rail}${end ? '   ' : '│  '}${line}`));
    }
  }
  return `${lines.join('\n')}\n`;
}

/** How changes are delivered to an environment: mode, delivery, approval, sync. */
function environmentSummary(environment: Environment): string[] {
  const { mode, delivery, promoteFrom, sync, approval } = environment;
  return [
    mode,
    promoteFrom === null ? delivery.replace('-', ' ') : `promotion from ${promoteFrom}`,
    ...(approval === null ? [] : [`approval by ${approvalName(approval)}`]),
    `${sync} sync`,
  ];
}

/** `pull request of @acme/platform`. */
export function approvalName(approval: NonNullable<Environment['approval']>): string {
  const means = { 'pull-request': 'pull request', 'github-environment': 'GitHub environment', 'argo-cd': 'Argo CD sync' }[approval.by];
  return `${means} (${approval.reviewers.join(', ')})`;
}

/** The provider of a service, with its address if it is outside the cluster: `operator`, `external at db.example.com:5432`. */
export function providerName(service: ProvidedService): string {
  return service.provider === 'external' ? `external at ${service.host}:${service.port}` : service.provider;
}

/** When a job runs, as text for people. */
export function phaseName({ phase }: Pick<Target['jobs'][number], 'phase'>): string {
  return { Sync: 'before the pods of each release', PostSync: 'after each release' }[phase];
}

/** When a cron job runs, as text for people: `30 3 * * * Europe/Berlin`. */
function scheduleName({ schedule, timeZone, suspend }: Pick<Target['cronJobs'][number], 'schedule' | 'timeZone' | 'suspend'>): string {
  return `${schedule}${timeZone === null ? '' : ` ${timeZone}`}${suspend ? ', suspended' : ''}`;
}

/** Hosts of a target without duplicates, in the order of its routes. */
export function hostsOf(target: Pick<Target, 'routes'>): string[] {
  return [...new Set(target.routes.flatMap((route) => route.hosts))];
}

/** Hosts that more than one cluster of an environment serves. */
export function sharedHosts({ targets }: Pick<Environment, 'targets'>): string[] {
  const hosts = targets.flatMap(hostsOf);
  return [...new Set(hosts.filter((host, index) => hosts.indexOf(host) !== index))];
}

function targetLines(target: Target): string[] {
  const replicas = (component: Target['components'][number]) =>
    component.autoscaling === null ? `${component.replicas}` : `${component.autoscaling.minReplicas} to ${component.autoscaling.maxReplicas}`;
  return [
    ...target.components.map((component) => `component ${component.name}: ${replicas(component)} of image ${component.image}`),
    ...target.jobs.map((job) => `job ${job.name}: ${phaseName(job)}, of image ${job.image}`),
    ...target.cronJobs.map((cronJob) => `cron job ${cronJob.name}: ${scheduleName(cronJob)}, of image ${cronJob.image}`),
    ...target.auxiliaryServices.map((service) => `service ${service.name}: ${serviceName(service)}, ${providerName(service)}`),
    ...target.routes.map((route) => `route ${route.name}: ${route.hosts.map((host) => `${host}${route.path}`).join(', ')} → ${route.component}:${route.port}`),
  ];
}

function branches(lines: readonly string[]): string[] {
  return lines.map((line, index) => `${index === lines.length - 1 ? '└─' : '├─'} ${line}`);
}

/** Nodes and arrows from the commit to the values files. */
function delivery(model: Model): string[] {
  const { repositories, registry, environments } = model;
  const lines = [
    ...subgraph('app_repository', repositories.app.slug, [`ci[${label(`CI: ${workflows.ci}`)}]`]),
    `registry[(${label(accessTo(registry).label)})]`,
    ...subgraph('config_repository', repositories.config.slug, [
      `cd[${label(`CD: ${workflows.cd}`)}]`,
      ...environments.map((environment) => `${id('values', environment.name)}[/${label(wrapperFile(environment))}/]`),
    ]),
    `ci -->|${label('image, by digest')}| registry`,
  ];
  const deployed = environments.filter((environment) => environment.delivery === 'continuous-deployment');
  if (deployed.length > 0) lines.push(`ci -->|${label(`dispatch: ${deployed.map(({ name }) => name).join(', ')}`)}| cd`);
  for (const environment of environments) {
    const values = id('values', environment.name);
    if (environment.promoteFrom === null) lines.push(`cd -->|${label('commit')}| ${values}`);
    else {
      const approval = environment.approval === null || environment.approval.by === 'argo-cd' ? [] : [approvalName(environment.approval)];
      lines.push(`${id('values', environment.promoteFrom)} -->|${label('promotion', ...approval)}| ${values}`);
    }
  }
  return lines;
}

/** A box for each target: in the hub, or in the Argo CD of its own cluster. */
function argocd(model: Model): string[] {
  const { topology, cluster } = model.argocd;
  const targets = targetsOf(model);
  const applications = (of: readonly Target[]) => of.map(({ applicationName }) => `${id('application', applicationName)}[${label(applicationName)}]`);
  const boxes =
    topology === 'hub'
      ? subgraph('argocd', cluster === null ? 'Argo CD' : `Argo CD on ${cluster}`, applications(targets))
      : model.clusters.flatMap(({ name }) =>
          subgraph(id('argocd', name), `Argo CD on ${name}`, applications(targets.filter((target) => target.cluster === name))),
        );
  const arrows = targets.map((target) => {
    const environment = environmentOf(model, target);
    const approval = environment.approval?.by === 'argo-cd' ? [`by ${environment.approval.reviewers.join(', ')}`] : [];
    const arrow = environment.sync === 'automatic' ? '-->' : '-.->';
    return `${id('values', target.environment)} ${arrow}|${label(`${environment.sync} sync`, ...approval)}| ${id('application', target.applicationName)}`;
  });
  return [...boxes, ...arrows];
}

/** A box for each cluster, with the namespaces of the app. */
function clusters(model: Model): string[] {
  return model.clusters.flatMap((cluster) => {
    const targets = targetsOf(model).filter((target) => target.cluster === cluster.name);
    const inside = targets.flatMap((target) =>
      subgraph(id('target', target.applicationName), `namespace ${environmentOf(model, target).namespace}`, [
        ...target.components.map((component) => `${node(target, component.name)}[${label(component.name)}]`),
        ...target.jobs.map((job) => `${node(target, job.name)}[${label(job.name, `job, ${phaseName(job)}`)}]`),
        ...target.cronJobs.map((cronJob) => `${node(target, cronJob.name)}[${label(cronJob.name, `cron job, ${scheduleName(cronJob)}`)}]`),
        ...target.auxiliaryServices
          .filter((service) => service.provider !== 'external')
          .map((service) => `${node(target, service.name)}[(${label(service.name, `${serviceName(service)}, ${service.provider}`)})]`),
      ]),
    );
    const arrows = targets.map((target) => `${id('application', target.applicationName)} --> ${id('target', target.applicationName)}`);
    return [...subgraph(id('cluster', cluster.name), `${cluster.name} (${cluster.location})`, inside), ...arrows];
  });
}

/** A node for each service outside the clusters. */
function externals(model: Model): string[] {
  const nodes = new Map<string, string>();
  for (const service of targetsOf(model).flatMap((target) => target.auxiliaryServices))
    if (service.provider === 'external')
      nodes.set(external(service), `${external(service)}[(${label(service.name, `${serviceName(service)}, external`, service.host)})]`);
  return [...nodes.values()];
}

/** Lines from hosts to components, and from processes to the services that their variables name. */
function traffic(model: Model): string[] {
  const lines = new Set<string>();
  for (const target of targetsOf(model)) {
    for (const route of target.routes) for (const host of route.hosts) lines.add(`${node(target, route.component)} --- ${id('host', host)}([${label(host)}])`);
    for (const process of processesOf(target))
      for (const value of Object.values(process.env)) {
        if (!('from' in value)) continue;
        const service = target.auxiliaryServices.find((candidate) => candidate.name === value.from.service);
        if (service !== undefined)
          lines.add(`${node(target, process.name)} --> ${service.provider === 'external' ? external(service) : node(target, service.name)}`);
      }
  }
  return [...lines];
}

function subgraph(name: string, title: string, lines: readonly string[]): string[] {
  return [`subgraph ${name}[${label(title)}]`, ...indent(lines), 'end'];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function node(target: Target, name: string): string {
  return id(`in_${target.applicationName}`, name);
}

function external(service: Extract<ProvidedService, { provider: 'external' }>): string {
  return id('external', `${service.name}_${service.host}_${service.port}`);
}

/** A Mermaid identifier. A hyphen becomes one underscore and a dot two, so that Kubernetes names stay distinct. */
function id(kind: string, name: string): string {
  return `${kind}_${name}`
    .replaceAll('.', '__')
    .replaceAll('*', 'any')
    .replace(/[^A-Za-z0-9_]/g, '_');
}

/** A quoted label of one or more lines. */
function label(...lines: string[]): string {
  return `"${lines.map((line) => line.replaceAll('#', '#35;').replaceAll('"', '#quot;')).join('<br>')}"`;
}
