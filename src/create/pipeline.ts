import { teamGroups } from '../config/sync-groups.ts';
import { unsetMarker } from '../config/unset.ts';
import type { Detected } from '../detect/detected.ts';
import type { DetectedFolder } from '../detect/folder.ts';
import type { Cluster, Environment, PipelineConfig } from '../generated/pipeline-config.ts';
import { languages } from '../languages/index.ts';
import type { Model } from '../model/model.ts';
import { listed } from '../render/markdown.ts';
import { resolve } from '../resolve/resolve.ts';
import { proposedComponents } from './components.ts';
import type { ClusterAnswer } from './parse-answers.ts';
import type { Answers } from './questions.ts';
import { proposedProviders, proposedServices } from './services.ts';
import { argocdConfig, clusterConfig, domainIn, repositoryConfig } from './shared-settings.ts';

/** A config to print, with comments by JSON pointer. */
export interface CommentedPipeline {
  config: PipelineConfig;
  comments: Record<string, string>;
}

/** A guess: `create` cannot ask the single sign-on. */
const groupsComment = 'groups may sync in Argo CD. These are GitHub teams as Dex names them: use the names of your single sign-on.';

/** What the config repository has already. */
export interface ExistingConfigRepository {
  owners?: readonly string[];
  /** One of its apps, whose clusters, Argo CD and settings of the repository a new app shares. */
  peer?: Model;
}

/** The initial config: automatic deployment to dev, promotion to prod by a reviewed pull request and manual sync. */
export function pipelineOf(
  answers: Answers,
  detected: DetectedFolder,
  { owners: configOwners = answers.owners, peer }: ExistingConfigRepository = {},
): CommentedPipeline {
  const { name, owners, devClusters, prodClusters } = answers;
  const clusters = new Map([...devClusters, ...prodClusters].map((cluster) => [cluster.name, cluster]));
  const { config: parts, comments } = proposedComponents(name, detected);
  const groups = teamGroups(owners);
  const host = (environment: 'dev' | 'prod', usual: string) => {
    const domain = (peer && domainIn(peer, environment)) ?? usual;
    return parts.routes === undefined ? {} : { routes: { public: { hosts: [`${name}.${domain}`] } } };
  };
  const config: PipelineConfig = {
    app: {
      name,
      ...(detected.project?.description === undefined
        ? {}
        : { description: [...detected.project.description.value.replace(/\s+/g, ' ').trim()].slice(0, 200).join('') }),
      language: languageOf(detected),
      owners,
    },
    repositories: {
      app: {
        slug: answers.appRepository,
        ...branchOf(detected),
        ...(detected.tools.ignoreFiles === undefined ? {} : { ignoreFiles: detected.tools.ignoreFiles.value }),
      },
      config: { slug: answers.configRepository, owners: [...configOwners] },
    },
    registry: registryOf(answers),
    ...(parts.images === undefined ? {} : { images: parts.images }),
    ...ciOf(detected, answers.ci),
    argocd: {
      ...(answers.argocd.topology === 'per-cluster' || answers.argocd.cluster === undefined
        ? { topology: answers.argocd.topology }
        : { topology: 'hub', cluster: answers.argocd.cluster }),
      ...(peer === undefined ? {} : argocdConfig(peer.argocd)),
    },
    clusters: Object.fromEntries([...clusters.values()].map((cluster) => [cluster.name, clusterOf(cluster, answers, peer)])),
    components: parts.components,
    ...(parts.jobs === undefined ? {} : { jobs: parts.jobs }),
    ...(parts.routes === undefined ? {} : { routes: parts.routes }),
    ...proposedServices(detected.services),
    environments: {
      dev: environment(devClusters, {
        mode: 'standalone',
        delivery: 'continuous-deployment',
        sync: 'automatic',
        ...host('dev', `dev.${unsetMarker}`),
        ...proposedProviders(name, 'dev', detected.services),
      }),
      prod: environment(prodClusters, {
        delivery: 'continuous-delivery',
        sync: 'manual',
        promoteFrom: 'dev',
        approval: {
          by: 'pull-request',
          reviewers: owners,
          ...(isOnePerson(owners) ? { preventSelfReview: false } : {}),
          ...(groups.length === 0 ? {} : { groups }),
        },
        ...host('prod', unsetMarker),
        ...proposedProviders(name, 'prod', detected.services),
      }),
    },
  };
  return {
    config: peer === undefined ? config : withSettingsOf(peer, config),
    comments: {
      ...commentsOf(config, detected, answers.ci, peer),
      ...(groups.length === 0 ? {} : { '/environments/prod/approval': groupsComment }),
      ...comments,
    },
  };
}

function withSettingsOf(peer: Model, config: PipelineConfig): PipelineConfig {
  const { slug } = config.repositories.config;
  const { package: name, registry } = peer.generator;
  const usual = resolve(config);
  return {
    ...config,
    repositories: { ...config.repositories, config: { slug, ...repositoryConfig(peer.repositories.config, usual.repositories.config) } },
    ...(name === usual.generator.package && registry === null ? {} : { generator: { package: name, ...(registry === null ? {} : { registry }) } }),
  };
}

function languageOf(detected: DetectedFolder): PipelineConfig['app']['language'] {
  return detected.project?.language ?? (detected.empty ? 'node' : 'custom');
}

function branchOf({ defaultBranch }: DetectedFolder): { defaultBranch?: string } {
  return defaultBranch === undefined || defaultBranch.value === 'main' ? {} : { defaultBranch: defaultBranch.value };
}

function registryOf({ registry, name }: Answers): PipelineConfig['registry'] {
  switch (registry.type) {
    case 'ecr':
      return { ...registry, role: `${name}-ci` };
    case 'gar':
      return { ...registry, workloadIdentityProvider: unsetMarker, serviceAccount: `${name.slice(0, 27).replace(/-+$/, '')}-ci` };
    case 'acr':
      return { ...registry, tenantId: unsetMarker, subscriptionId: unsetMarker };
    default:
      return registry;
  }
}

function ciOf(detected: DetectedFolder, jobs: Answers['ci']): Pick<PipelineConfig, 'ci'> {
  const { project } = detected;
  const { checks = [] } = detected.github;
  const commands = project === undefined || jobs === 'build-only' ? [] : Object.entries(project.commands);
  const defaultManager = project === undefined ? undefined : languages[project.language].packageManagers[0];
  const ci: NonNullable<PipelineConfig['ci']> = {
    ...(jobs === 'full' ? {} : { jobs }),
    ...(jobs === 'full' || checks.length === 0 ? {} : { requiredChecks: checks }),
    ...(project?.versions === undefined ? {} : { versions: project.versions.value }),
    ...(project?.packageManager === undefined || project.packageManager.value === defaultManager ? {} : { packageManager: project.packageManager.value }),
    ...(project?.packageManagerVersion === undefined ? {} : { packageManagerVersion: project.packageManagerVersion.value }),
    ...(detected.workingDirectory === undefined ? {} : { workingDirectory: detected.workingDirectory.value }),
    ...(commands.length === 0 ? {} : { commands: Object.fromEntries(commands.map(([command, { value }]) => [command, value])) }),
    // Without existing CI, only the owner knows how to run the tests.
    ...(languageOf(detected) === 'custom' && jobs === 'full' ? { commands: { test: `echo ${unsetMarker}` } } : {}),
  };
  return Object.keys(ci).length === 0 ? {} : { ci };
}

function clusterOf({ name: cluster, location }: ClusterAnswer, { registry, name }: Answers, peer: Model | undefined): Cluster {
  const shared = peer?.clusters.find((each) => each.name === cluster);
  // Images are private by default; cloud nodes can pull only from the registry of their own cloud without a secret.
  const imagePull: Pick<Cluster, 'imagePull'> = ['ghcr', 'dockerhub', 'harbor'].includes(registry.type)
    ? { imagePull: { secret: `${name}-pull` } }
    : location === 'on-premise'
      ? { imagePull: { externalSecrets: `${name}-pull` } }
      : {};
  return { ...(shared === undefined ? { location, gateway: { name: unsetMarker, namespace: unsetMarker } } : clusterConfig(shared)), ...imagePull };
}

function environment(clusters: readonly ClusterAnswer[], rest: Omit<Environment, 'clusters'>): Environment {
  return { clusters: clusters.map(({ name }) => name), ...rest };
}

/** One user: nobody else could approve what they start. */
function isOnePerson(owners: readonly string[]): boolean {
  return owners.length === 1 && owners[0]?.includes('/') === false;
}

function commentsOf(
  { registry, environments }: PipelineConfig,
  { github, project, dockerfile }: DetectedFolder,
  jobs: Answers['ci'],
  peer: Model | undefined,
): Record<string, string> {
  const read = sourcesOf([project?.versions, project?.packageManager, project?.packageManagerVersion, ...Object.values(project?.commands ?? {})]);
  const image = sourcesOf([project?.command, ...Object.values(project?.build ?? {})]);
  return {
    '/repositories/config/owners': 'Who reviews changes to the pipeline: a platform team, if you have one.',
    ...(registry.type === 'ecr' ? { '/registry/role': 'The IAM role that CI assumes; the set-up runbook creates it.' } : {}),
    ...(registry.type === 'gar'
      ? { '/registry/workloadIdentityProvider': 'projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>' }
      : {}),
    ...(registry.type === 'acr' ? { '/registry/tenantId': "az account show --query '[tenantId, id]'" } : {}),
    ...(jobs === 'build-only'
      ? { '/ci': `The tests already run in ${github.ci?.source ?? 'your own workflow'}; the generated CI only builds the image.` }
      : read === ''
        ? {}
        : { '/ci': `From ${read}.` }),
    ...(image === '' || dockerfile !== undefined ? {} : { '/images': `Build and command of the image, from ${image}.` }),
    '/argocd': 'per-cluster: each cluster runs its own Argo CD. hub: one Argo CD deploys to all clusters.',
    '/clusters':
      peer === undefined
        ? 'gateway: the Gateway that routes attach to; use ingressClassName if the cluster has no Gateway.'
        : `As '${peer.app.name}' has them: apps in one config repository must agree on clusters and Argo CD.`,
    '/environments/dev': 'Each push to the default branch is deployed here.',
    ...(environments.prod?.approval?.preventSelfReview === false
      ? { '/environments/prod/approval/preventSelfReview': 'Nobody else can approve yet. Remove this when there is a second reviewer.' }
      : {}),
    '/environments/prod': 'Promoted from dev by a pull request, then synced manually, cluster by cluster.',
  };
}

/** The source files of a part of the config. */
function sourcesOf(detected: readonly (Detected<unknown> | undefined)[]): string {
  return listed([...new Set(detected.flatMap((fact) => (fact === undefined ? [] : [fact.source])))]);
}
