import { hostsOf, sharedHosts } from '../../../src/derived/topology.ts';
import { clusterOf, type Environment, environmentOf, type Model, type Target } from '../../../src/model/model.ts';
import { chartPath, docsPath, generatorCommand, githubEnvironment, runTitles, workflows, wrapperFile } from '../../../src/model/names.ts';
import type { PlanContext } from '../../../src/plan/plan.ts';
import { listed } from '../../../src/render/markdown.ts';

/** One Application, as commands name it. */
export interface TargetFacts {
  environment: string;
  cluster: string;
  /** kubectl's context; set-up.md names the contexts like the clusters. */
  context: string;
  location: string;
  namespace: string;
  application: string;
  /** `argocd`, with the context of the Argo CD that has this Application. */
  argocd: string;
  /** kubectl's context of the cluster that runs that Argo CD. */
  argocdContext: string;
  /** Addresses to look at after a change; a wildcard is no address. */
  urls: string[];
}

/** One environment, as runbooks speak of it. */
export interface EnvironmentFacts {
  name: string;
  /** Path of the values file that CD writes. */
  wrapper: string;
  namespace: string;
  /** Empty with continuous deployment. */
  from: string;
  /** Path of the source environment's values file; empty with continuous deployment. */
  fromWrapper: string;
  deployed: boolean;
  manual: boolean;
  standalone: boolean;
  byPullRequest: boolean;
  byGithubEnvironment: boolean;
  byArgocd: boolean;
  reviewers: string;
  /** Groups that may sync. */
  syncGroups: string;
  /** Titles of the runs of CD and of the rollback. */
  cdTitle: string;
  rollbackTitle: string;
  githubEnvironment: string;
  several: boolean;
  /** Whether it has an address to look at. */
  reached: boolean;
  /** A host that several of its clusters serve; empty where there is none. */
  shared: string;
  /** `prod-dc1, then prod-eu`. */
  order: string;
  targets: TargetFacts[];
}

/** kubectl contexts of the clusters that run an Argo CD. `argocd`: a hub outside the clusters of the config. */
export function argocdContexts({ argocd, clusters }: Model): string[] {
  return argocd.topology === 'hub' ? [argocd.cluster ?? 'argocd'] : clusters.map(({ name }) => name);
}

/** The argocd command that speaks to the Argo CD of a cluster. */
export function argocdCommand({ argocd }: Model, cluster: string): string {
  return argocd.topology === 'hub' ? 'argocd' : `argocd --argocd-context ${cluster}`;
}

export function targetFacts(model: Model, target: Target): TargetFacts {
  const { name, location } = clusterOf(model, target);
  const paths = target.routes.flatMap((route) => route.hosts.filter((host) => !host.startsWith('*')).map((host) => `https://${host}${route.path}`));
  return {
    environment: target.environment,
    cluster: name,
    context: name,
    location,
    namespace: environmentOf(model, target).namespace,
    application: target.applicationName,
    argocd: argocdCommand(model, name),
    argocdContext: model.argocd.topology === 'hub' ? (model.argocd.cluster ?? 'argocd') : name,
    urls: paths,
  };
}

function environmentFacts(model: Model, environment: Environment): EnvironmentFacts {
  const { name, approval, promoteFrom, targets } = environment;
  const wrapper = (of: string) => `${chartPath(model)}/${wrapperFile({ name: of })}`;
  return {
    name,
    wrapper: wrapper(name),
    namespace: environment.namespace,
    from: promoteFrom ?? '',
    fromWrapper: promoteFrom === null ? '' : wrapper(promoteFrom),
    deployed: environment.delivery === 'continuous-deployment',
    manual: environment.sync === 'manual',
    standalone: environment.mode === 'standalone',
    byPullRequest: approval?.by === 'pull-request',
    byGithubEnvironment: approval?.by === 'github-environment',
    byArgocd: approval?.by === 'argo-cd',
    reviewers: listed((approval?.reviewers ?? []).map((reviewer) => `\`${reviewer}\``)),
    cdTitle: runTitles.cd(model.app.name, name),
    rollbackTitle: runTitles.rollback('roll-back', model.app.name, name),
    syncGroups: listed(environment.syncGroups.map((group) => `\`${group}\``)),
    githubEnvironment: githubEnvironment(model, environment),
    several: targets.length > 1,
    reached: targets.some((target) => hostsOf(target).length > 0),
    shared: sharedHosts(environment).find((host) => !host.startsWith('*')) ?? '',
    order: targets.map(({ cluster }) => cluster).join(', then '),
    targets: targets.map((target) => targetFacts(model, target)),
  };
}

/** What every runbook may name. */
export function runbookFacts(model: Model, { version }: PlanContext) {
  const { app, repositories, environments, monitoring, argocd } = model;
  const all = environments.map((environment) => environmentFacts(model, environment));
  return {
    app: app.name,
    appSlug: repositories.app.slug,
    appBranch: repositories.app.defaultBranch,
    configSlug: repositories.config.slug,
    configBranch: repositories.config.defaultBranch,
    configOwners: listed(repositories.config.owners.map((owner) => `\`${owner}\``)),
    chart: chartPath(model),
    docs: docsPath(model),
    workflows,
    generator: generatorCommand(model, version),
    argocdNamespace: argocd.namespace,
    perCluster: argocd.topology === 'per-cluster',
    prometheus: monitoring.prometheus,
    grafana: monitoring.grafana,
    monitoringNamespace: monitoring.namespace,
    environments: all,
    deployed: all.filter(({ deployed }) => deployed),
    promoted: all.filter(({ from }) => from !== ''),
    manual: all.filter(({ manual }) => manual),
    automatic: all.filter(({ manual }) => !manual),
    automaticNames: listed(all.filter(({ manual }) => !manual).map(({ name }) => name)),
    hosts: [...new Set(environments.flatMap(({ targets }) => targets.flatMap(hostsOf)))],
  };
}
