/** Paths and names that several outputs must agree on. Pure. */
import type { Environment, Model, RepositoryRole, Target } from './model.ts';

/** Folder of each repository that belongs to create-gitops-app. Its dot hides it from what compiles, lints and packs the app. */
export const ownFolder = '.gitops-app';

/** Name of the config. A text that does not know where it lies, such as one that several apps share, calls it so. */
export const configName = 'pipeline.config.ts';

/** Where commands look for the config, from the root of its repository; the first is where `create` writes it. */
export const configPlaces = [`${ownFolder}/${configName}`, configName] as const;

/** How the pipeline is changed, for the app's team. */
export const guidePath = `${ownFolder}/README.md`;

/** Path of a config that lies outside of the own folder; undefined: whatever covers the folder covers it. */
export function configOutside({ configFile }: Pick<Model, 'configFile'>): string | undefined {
  return configFile.startsWith(`${ownFolder}/`) ? undefined : configFile;
}

/** A path below a folder of a repository, whose root is '.'. */
export function inFolder(folder: string, path: string): string {
  return folder === '.' ? path : `${folder}/${path}`;
}

/** Device names that no file or folder on Windows can have. */
export const windowsNames = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/** Folder of the chart in the config repository. */
export function chartPath(model: Model): string {
  return `charts/${model.app.name}`;
}

/** The environment's wrapper values, relative to the chart. CD owns tag and digest in it. */
export function wrapperFile(environment: Pick<Environment, 'name'>): string {
  return `${environment.name}-values.yaml`;
}

/** The values of one cluster, relative to the chart. */
export function clusterValuesFile(target: Pick<Target, 'environment' | 'cluster'>): string {
  return `clusters/${target.environment}-${target.cluster}-values.yaml`;
}

/** Values files of a target in the order of Helm, relative to the chart, after the chart's own values.yaml. */
export function valueFiles(target: Pick<Target, 'environment' | 'cluster'>): string[] {
  return [wrapperFile({ name: target.environment }), clusterValuesFile(target)];
}

/** Folder of the Argo CD objects in the config repository: one for the hub, or one for each cluster. */
export function argocdPath(model: Model, cluster: string): string {
  return model.argocd.topology === 'hub' ? 'argocd' : `argocd/${cluster}`;
}

/** The folders of all Argo CDs: one for the hub, or one for each cluster. */
export function argocdFolders(model: Model): string[] {
  return [...new Set(model.clusters.map(({ name }) => argocdPath(model, name)))];
}

/** The Application of a target. */
export function applicationFile(model: Model, target: Pick<Target, 'cluster' | 'applicationName'>): string {
  return `${argocdPath(model, target.cluster)}/applications/${target.applicationName}.yaml`;
}

/** The AppProject of an environment; each Argo CD has its own. */
export function projectFile(model: Model, { environment, cluster }: Pick<Target, 'environment' | 'cluster'>): string {
  return `${argocdPath(model, cluster)}/projects/${model.app.name}-${environment}.yaml`;
}

/** The health checks that an app needs of the Argo CD of a cluster. */
export function healthCheckFile(model: Model, cluster: string): string {
  return `${argocdPath(model, cluster)}/health-checks/${model.app.name}.yaml`;
}

/** The alerts on an app's Applications, for the Prometheus beside the Argo CD of a cluster. */
export function argocdAlertFile(model: Model, cluster: string): string {
  return `${argocdPath(model, cluster)}/alerts/${model.app.name}.yaml`;
}

/** Lowercase letters and digits, with a hyphen for everything between them. */
const hyphenated = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
const withoutOuterHyphens = (text: string) => text.replace(/^-|-$/g, '');

/** What has a config repository: a model, or its name alone. */
interface NamedConfigRepository {
  repositories: { config: { name: string } };
}

/** The name of the config repository, as a valid Kubernetes name. */
export function configRepositoryName({ repositories }: NamedConfigRepository): string {
  return withoutOuterHyphens(hyphenated(repositories.config.name));
}

/** The name of the root Application and of its AppProject; an Argo CD may have those of several config repositories. */
export function rootName(model: NamedConfigRepository): string {
  return `${configRepositoryName(model)}-root`;
}

/** Folder of the app's documents in the config repository. */
export function docsPath(model: Model): string {
  return `docs/${model.app.name}`;
}

export type Runbook = 'set-up' | 'deploy' | 'promote' | 'sync' | 'roll-back' | 'rotate-a-secret' | 'audit' | 'rename' | 'troubleshoot';

/** URL of a runbook on GitHub; `anchor` is a heading in lower case. */
export function runbookUrl(model: Model, runbook: Runbook, anchor?: string): string {
  const { slug, defaultBranch } = model.repositories.config;
  return `https://github.com/${slug}/blob/${defaultBranch}/${runbookPath(model, runbook)}${anchor === undefined ? '' : `#${anchor}`}`;
}

/** Name of the GitHub environment that approves a promotion. */
export function githubEnvironment(model: Model, environment: Pick<Environment, 'name'>): string {
  return `${model.app.name}-${environment.name}`;
}

/**
 * The two GitHub Apps. CI's can only start workflows of the config repository; CD's can write to it, and is the only one that
 * may bypass the ruleset. Their client ids are variables of the repository. Their private keys are secrets of a GitHub
 * environment that only the default branch can use: any branch could read a secret of the repository.
 */
export const githubApps = {
  dispatch: { repository: 'app', clientIdVariable: 'DISPATCH_APP_CLIENT_ID', privateKeySecret: 'DISPATCH_APP_PRIVATE_KEY', environment: 'dispatch' },
  cd: { repository: 'config', clientIdVariable: 'CD_APP_CLIENT_ID', privateKeySecret: 'CD_APP_PRIVATE_KEY', environment: 'cd' },
} as const;

/** Slug that the set-up proposes for a GitHub App of a config repository; GitHub allows at most 34 characters. */
export function githubAppSlug(configRepository: string, task: 'dispatch' | 'cd' | 'read'): string {
  const base = withoutOuterHyphens(hyphenated(configRepository).slice(0, 25));
  return base === '' ? task : `${base}-${task}`;
}

/** The token for a registry that does not support GitHub's OIDC; its environment is only for the default branch of the app repository. */
export const registryToken = { environment: 'registry', secret: 'REGISTRY_TOKEN' } as const;

/** Name of the SecretStore of an environment and of its ServiceAccount. No name that the chart gives an account is without the app's. */
export const ownSecretStore = 'vault';

/** The store that the ExternalSecrets of an environment read. */
export function secretStoreRef({ clusterSecretStore }: { clusterSecretStore: string | null }): { kind: 'SecretStore' | 'ClusterSecretStore'; name: string } {
  return clusterSecretStore === null ? { kind: 'SecretStore', name: ownSecretStore } : { kind: 'ClusterSecretStore', name: clusterSecretStore };
}

/**
 * Name of the Vault policy of an environment, and of its role in each cluster's auth mount. A dot, which neither name can
 * have, keeps those of `shop` in `eu-prod` and of `shop-eu` in `prod` apart.
 */
export function vaultRole({ app }: Model, environment: Pick<Environment, 'name'>): string {
  return `${app.name}.${environment.name}`;
}

/** Folder of the config repository with the scripts of all apps' workflows. */
export const sharedFolder = '.gitops-app/shared';

/** File names of the workflows. */
export const workflows = {
  ci: 'gitops-ci.yaml',
  appCheck: 'gitops-check.yaml',
  cd: 'cd.yaml',
  rollback: 'rollback.yaml',
  configCheck: 'check.yaml',
  promotion: 'promotion.yaml',
  review: 'review.yaml',
} as const;

/** Paths of CODEOWNERS in GitHub's order: the first file is used, the others are ignored. */
export const codeownersPlaces = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

/** Titles of runs, as `gh run list` shows them. The arguments may be GitHub or shell expressions. */
export const runTitles = {
  cd: (app: string, environment: string) => `Deploy ${app} to ${environment}`,
  rollback: (action: string, app: string, environment: string) => `${action} ${app} in ${environment}`,
};

/**
 * Names of checks that rulesets require: GitHub identifies a check by the name of its job. `promotion` is no job, but the
 * status that CD's App sets: the jobs of a pull request are written by whoever opens it.
 */
export const checkNames = { generatedFiles: 'Generated files', manifests: 'Manifests', promotion: 'Promotion', test: 'Test' } as const;

/** Rulesets, as GitHub's API takes them. An app repository has only the first. */
export const rulesetFiles = {
  main: '.github/rulesets/main.json',
  history: '.github/rulesets/history.json',
  promotions: '.github/rulesets/promotions.json',
  tags: '.github/rulesets/tags.json',
} as const;

/** Beside `generatorLock` in the app repository, and in the shared folder of the config repository. */
export const generatorRunner = 'run-generator.sh';

/**
 * The lock of the generator. Not package-lock.json, which Dependabot and Renovate would update alone: `upgrade` changes the
 * version together with what it generates.
 */
export function generatorLockPath(model: Model, repository: RepositoryRole): string {
  return repository === 'app' ? '.gitops-app/generator-lock.json' : `.gitops-app/${model.app.name}/generator-lock.json`;
}

/** The command that generated files and messages use for the generator, with the version that wrote them. */
export function generatorCommand(model: Model, version: string): string {
  const { package: name, registry } = model.generator;
  // Without it, npm would ask the public registry, where somebody else may have taken the scope.
  const scope = registry === null ? '' : `--${name.split('/')[0]}:registry=${registry} `;
  return `npx --yes ${scope}${name}@${version}`;
}

/** The argocd command for the Argo CD of a cluster. */
export function argocdCommand({ argocd }: Pick<Model, 'argocd'>, cluster: string): string {
  return argocd.topology === 'hub' ? 'argocd' : `argocd --argocd-context ${cluster}`;
}

/** Makes Argo CD leave an Application alone, or go on: https://argo-cd.readthedocs.io/en/stable/user-guide/skip_reconcile/ */
export function skipReconcile(argocd: string, application: string, value: 'null' | '"true"'): string {
  return `${argocd} app patch ${application} --type merge --patch '{"metadata":{"annotations":{"argocd.argoproj.io/skip-reconcile":${value}}}}'`;
}

/** kubectl for a namespace of a cluster. */
export function kubectlIn(cluster: string, namespace: string): string {
  return `kubectl --context ${cluster} --namespace ${namespace}`;
}

/** The claim of a volume that a StatefulSet makes for its only pod. */
export function claimName(volume: string, statefulSet: string): string {
  return `${volume}-${statefulSet}-0`;
}

/** Path of a runbook in the config repository. */
export function runbookPath(model: Model, runbook: string): string {
  return `${docsPath(model)}/runbooks/${runbook}.md`;
}
