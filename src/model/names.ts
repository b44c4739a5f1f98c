/** Paths and names that several outputs must agree on. Pure. */
import type { Environment, Model, Target } from './model.ts';

/** A path below a folder of a repository, whose root is '.'. */
export function inFolder(folder: string, path: string): string {
  return folder === '.' ? path : `${folder}/${path}`;
}

/** Files of these names cannot exist on Windows, and a folder or file carries the name. */
export const windowsNames = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/** Folder of the chart in the config repository. */
export function chartPath(model: Model): string {
  return `charts/${model.app.name}`;
}

/** The environment's wrapper values, relative to the chart. CD owns tag and digest in it. */
export function wrapperFile(environment: Pick<Environment, 'name'>): string {
  return `${environment.name}-values.yaml`;
}

/** What differs on one cluster, relative to the chart. */
export function clusterValuesFile(target: Pick<Target, 'environment' | 'cluster'>): string {
  return `clusters/${target.environment}-${target.cluster}-values.yaml`;
}

/** Values files of a target in Helm's order, relative to the chart; the chart's own values.yaml comes before them. */
export function valueFiles(target: Pick<Target, 'environment' | 'cluster'>): string[] {
  return [wrapperFile({ name: target.environment }), clusterValuesFile(target)];
}

/** Folder of the Argo CD objects in the config repository: one for the hub, one a cluster without. */
export function argocdPath(model: Model, cluster: string): string {
  return model.argocd.topology === 'hub' ? 'argocd' : `argocd/${cluster}`;
}

/** The Application of a target. */
export function applicationFile(model: Model, target: Pick<Target, 'cluster' | 'applicationName'>): string {
  return `${argocdPath(model, target.cluster)}/applications/${target.applicationName}.yaml`;
}

/** The AppProject of an environment, which each Argo CD has for itself. */
export function projectFile(model: Model, { environment, cluster }: Pick<Target, 'environment' | 'cluster'>): string {
  return `${argocdPath(model, cluster)}/projects/${model.app.name}-${environment}.yaml`;
}

/** The health checks that an app needs of the Argo CD of a cluster. */
export function healthCheckFile(model: Model, cluster: string): string {
  return `${argocdPath(model, cluster)}/health-checks/${model.app.name}.yaml`;
}

/** The config repository, as Kubernetes may call what belongs to it. */
export function configRepositoryName({ repositories }: Model): string {
  return repositories.config.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** The root Application: an Argo CD may have those of other config repositories beside it. */
export function rootName(model: Model): string {
  return `${configRepositoryName(model)}-root`;
}

/** Folder of the app's documents in the config repository. */
export function docsPath(model: Model): string {
  return `docs/${model.app.name}`;
}

export type Runbook = 'set-up' | 'deploy' | 'promote' | 'sync' | 'roll-back' | 'rotate-a-secret' | 'audit' | 'troubleshoot';

/** Where a person reads a runbook; `anchor` is a heading of it in lower case. */
export function runbookUrl(model: Model, runbook: Runbook, anchor?: string): string {
  const { slug, defaultBranch } = model.repositories.config;
  return `https://github.com/${slug}/blob/${defaultBranch}/${docsPath(model)}/runbooks/${runbook}.md${anchor === undefined ? '' : `#${anchor}`}`;
}

/** Name of the GitHub environment that approves a promotion. */
export function githubEnvironment(model: Model, environment: Pick<Environment, 'name'>): string {
  return `${model.app.name}-${environment.name}`;
}

/**
 * The two GitHub Apps, by what each may do. CI's may only start workflows of the config repository; CD's may write
 * there, and is the only one that the ruleset lets past. Each is known by a variable of its repository, and by a key in
 * a GitHub environment that only the default branch may use: a secret of the repository could be read from any branch.
 */
export const githubApps = {
  dispatch: { repository: 'app', clientIdVariable: 'DISPATCH_APP_CLIENT_ID', privateKeySecret: 'DISPATCH_APP_PRIVATE_KEY', environment: 'dispatch' },
  cd: { repository: 'config', clientIdVariable: 'CD_APP_CLIENT_ID', privateKeySecret: 'CD_APP_PRIVATE_KEY', environment: 'cd' },
} as const;

/** The token of a registry that knows no identity of GitHub's; the environment is the app repository's, for its default branch alone. */
export const registryToken = { environment: 'registry', secret: 'REGISTRY_TOKEN' } as const;

/** Folder of the config repository with what the workflows of all apps run. */
export const sharedFolder = '.gitops-app/shared';

/** File names of the workflows. */
export const workflows = {
  ci: 'gitops-ci.yaml',
  appCheck: 'gitops-check.yaml',
  cd: 'cd.yaml',
  rollback: 'rollback.yaml',
  configCheck: 'check.yaml',
} as const;

/** Where GitHub looks for CODEOWNERS: the first is used, the others are then ignored. */
export const codeownersPlaces = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

/** Titles of runs, as `gh run list` shows them. The arguments may be GitHub or shell expressions. */
export const runTitles = {
  cd: (app: string, environment: string) => `Deploy ${app} to ${environment}`,
  rollback: (action: string, app: string, environment: string) => `${action} ${app} in ${environment}`,
};

/** Names of jobs that rulesets require: GitHub identifies a check by the name of its job. */
export const checkNames = { generatedFiles: 'Generated files', manifests: 'Manifests', test: 'Test' } as const;

/** How generated files and messages call the generator, at the version that wrote them. */
export function generatorCommand(model: Model, version: string): string {
  return `npx --yes ${model.generator.package}@${version}`;
}
