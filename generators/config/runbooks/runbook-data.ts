import { syncSeconds } from '../../../src/derived/durations.ts';
import { hostsOf, sharedHosts } from '../../../src/derived/topology.ts';
import type { Environment, Model, Target } from '../../../src/model/model.ts';
import {
  argocdCommand,
  chartPath,
  checkNames,
  generatorCommand,
  githubEnvironment,
  guidePath,
  rulesetFiles,
  runTitles,
  workflows,
  wrapperFile,
} from '../../../src/model/names.ts';
import { clusterOf, environmentOf } from '../../../src/model/queries.ts';
import type { PlanContext } from '../../../src/plan/plan.ts';
import { listed } from '../../../src/render/markdown.ts';

/** One Argo CD Application and where it runs. */
export interface TargetData {
  environment: string;
  cluster: string;
  /** kubectl's context; set-up.md names it like the cluster. */
  context: string;
  location: string;
  namespace: string;
  application: string;
  /** `argocd`, with the context of the Argo CD that manages this Application. */
  argocd: string;
  /** kubectl's context of the cluster that runs that Argo CD. */
  argocdContext: string;
  /** How long to wait for a sync, in seconds. */
  timeout: number;
  /** URLs to check after a change; wildcard hosts have none. */
  urls: string[];
}

export interface EnvironmentData {
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
  preventSelfReview: boolean;
  reviewers: string;
  syncGroups: string;
  /** Titles of the runs of CD and of the rollback. */
  cdTitle: string;
  rollbackTitle: string;
  githubEnvironment: string;
  several: boolean;
  /** Whether it has a host. */
  reached: boolean;
  /** A host that several of its clusters serve; empty without one. */
  shared: string;
  /** `prod-dc1, then prod-eu`. */
  order: string;
  targets: TargetData[];
}

/** kubectl contexts of the clusters that run Argo CD; `argocd` is a hub outside the clusters of the config. */
export function argocdContexts({ argocd, clusters }: Model): string[] {
  return argocd.topology === 'hub' ? [argocd.cluster ?? 'argocd'] : clusters.map(({ name }) => name);
}

/** The argocd command for the Application of the variable `$where` in troubleshoot.md. */
export function argocdOfVariable({ argocd }: Model): string {
  return argocd.topology === 'hub' ? 'argocd' : 'argocd --argocd-context "$context"';
}

export function targetData(model: Model, target: Target): TargetData {
  const { name, location } = clusterOf(model, target);
  const urls = target.routes.flatMap((route) => route.hosts.filter((host) => !host.startsWith('*')).map((host) => `https://${host}${route.path}`));
  return {
    environment: target.environment,
    cluster: name,
    context: name,
    location,
    namespace: environmentOf(model, target).namespace,
    application: target.applicationName,
    argocd: argocdCommand(model, name),
    argocdContext: model.argocd.topology === 'hub' ? (model.argocd.cluster ?? 'argocd') : name,
    timeout: syncSeconds(target),
    urls,
  };
}

function environmentData(model: Model, environment: Environment): EnvironmentData {
  const { name, approval, promoteFrom, targets } = environment;
  const wrapperOf = (environmentName: string) => `${chartPath(model)}/${wrapperFile({ name: environmentName })}`;
  return {
    name,
    wrapper: wrapperOf(name),
    namespace: environment.namespace,
    from: promoteFrom ?? '',
    fromWrapper: promoteFrom === null ? '' : wrapperOf(promoteFrom),
    deployed: environment.delivery === 'continuous-deployment',
    manual: environment.sync === 'manual',
    standalone: environment.mode === 'standalone',
    byPullRequest: approval?.by === 'pull-request',
    byGithubEnvironment: approval?.by === 'github-environment',
    byArgocd: approval?.by === 'argo-cd',
    preventSelfReview: approval?.preventSelfReview === true,
    reviewers: alternatives(approval?.reviewers ?? []),
    cdTitle: runTitles.cd(model.app.name, name),
    rollbackTitle: runTitles.rollback('roll-back', model.app.name, name),
    syncGroups: listed(environment.syncGroups.map((group) => `\`${group}\``)),
    githubEnvironment: githubEnvironment(model, environment),
    several: targets.length > 1,
    reached: targets.some((target) => hostsOf(target).length > 0),
    shared: sharedHosts(environment).find((host) => !host.startsWith('*')) ?? '',
    order: targets.map(({ cluster }) => cluster).join(', then '),
    targets: targets.map((target) => targetData(model, target)),
  };
}

/** `` `@a`, `@b` or `@c` ``: GitHub requires an approval from one of several reviewers. */
export function alternatives(reviewers: readonly string[]): string {
  const names = reviewers.map((reviewer) => `\`${reviewer}\``);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** Data for all runbooks. */
export function runbookData(model: Model, { version }: PlanContext) {
  const { app, repositories, environments, monitoring, argocd } = model;
  const all = environments.map((environment) => environmentData(model, environment));
  return {
    app: app.name,
    configPath: model.configFile,
    guide: guidePath,
    appSlug: repositories.app.slug,
    appBranch: repositories.app.defaultBranch,
    configSlug: repositories.config.slug,
    configBranch: repositories.config.defaultBranch,
    cdApp: repositories.config.cdApp,
    chart: chartPath(model),
    workflows,
    checkNames,
    rulesetFiles,
    generator: generatorCommand(model, version),
    argocdNamespace: argocd.namespace,
    perCluster: argocd.topology === 'per-cluster',
    prometheus: monitoring.prometheus,
    environments: all,
    deployed: all.filter(({ deployed }) => deployed),
    promoted: all.filter(({ from }) => from !== ''),
    manual: all.filter(({ manual }) => manual),
    automatic: all.filter(({ manual }) => !manual),
    manualNames: listed(all.filter(({ manual }) => manual).map(({ name }) => name)),
    automaticNames: listed(all.filter(({ manual }) => !manual).map(({ name }) => name)),
  };
}
