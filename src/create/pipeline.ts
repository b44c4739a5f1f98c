import type { Cluster, Component, Environment, PipelineConfig } from '../config/pipeline-config.ts';
import { unsetMarker } from '../config/unset.ts';
import type { FolderFacts } from '../detect/folder.ts';
import type { ClusterAnswer } from './parse-answers.ts';
import type { Answers } from './questions.ts';

/** A config with comments by JSON pointer, to be printed. */
export interface CommentedPipeline {
  config: PipelineConfig;
  comments: Record<string, string>;
}

/** The first config: dev deploys by itself, prod by promotion with a reviewed pull request and manual sync. */
export function pipelineOf(answers: Answers, facts: FolderFacts): CommentedPipeline {
  const { name, owners, devClusters, prodClusters } = answers;
  const clusters = new Map([...devClusters, ...prodClusters].map((cluster) => [cluster.name, cluster]));
  const port = facts.dockerfile?.port?.value ?? 8080;
  const config: PipelineConfig = {
    app: {
      name,
      ...(facts.node?.description === undefined ? {} : { description: [...facts.node.description.value.replace(/\s+/g, ' ').trim()].slice(0, 200).join('') }),
      language: languageOf(facts),
      owners,
    },
    repositories: {
      app: { slug: answers.appRepository, ...branchOf(facts) },
      config: { slug: answers.configRepository, owners },
    },
    registry: registryOf(answers),
    ...ciOf(facts),
    argocd:
      answers.argocd.topology === 'per-cluster' || answers.argocd.cluster === undefined
        ? { topology: answers.argocd.topology }
        : { topology: 'hub', cluster: answers.argocd.cluster },
    clusters: Object.fromEntries([...clusters.values()].map((cluster) => [cluster.name, clusterOf(cluster, answers)])),
    components: { web: componentOf(facts, port) },
    routes: { public: { component: 'web', port: 'http' } },
    environments: {
      dev: environment(devClusters, `${name}.dev.${unsetMarker}`, { mode: 'standalone', delivery: 'continuous-deployment', sync: 'automatic' }),
      prod: environment(prodClusters, `${name}.${unsetMarker}`, {
        delivery: 'continuous-delivery',
        sync: 'manual',
        promoteFrom: 'dev',
        approval: { by: 'pull-request', reviewers: owners },
      }),
    },
  };
  return { config, comments: commentsOf(config, facts) };
}

function languageOf(facts: FolderFacts): PipelineConfig['app']['language'] {
  return facts.node !== undefined || facts.empty ? 'node' : 'custom';
}

function branchOf({ defaultBranch }: FolderFacts): { defaultBranch?: string } {
  return defaultBranch === undefined || defaultBranch.value === 'main' ? {} : { defaultBranch: defaultBranch.value };
}

function registryOf({ registry, name }: Answers): PipelineConfig['registry'] {
  return registry.type === 'ghcr' ? { type: 'ghcr' } : { ...registry, role: `${name}-ci` };
}

function ciOf(facts: FolderFacts): Pick<PipelineConfig, 'ci'> {
  const { node, github } = facts;
  const ci: NonNullable<PipelineConfig['ci']> = {
    ...(github.ci === undefined ? {} : { jobs: 'build-only' }),
    ...(node?.version === undefined ? {} : { versions: [node.version.value] }),
    ...(node?.packageManager === undefined || node.packageManager.value === 'npm' ? {} : { packageManager: node.packageManager.value }),
    // Where CI exists it runs the tests; elsewhere nobody but the owner knows how.
    ...(languageOf(facts) === 'custom' && github.ci === undefined ? { commands: { test: `echo ${unsetMarker}` } } : {}),
  };
  return Object.keys(ci).length === 0 ? {} : { ci };
}

function clusterOf({ name: _, location }: ClusterAnswer, { registry, name }: Answers): Cluster {
  // Packages of GHCR are private until somebody says otherwise; ECR's nodes sign in by themselves inside Amazon alone.
  const imagePull: Pick<Cluster, 'imagePull'> =
    registry.type === 'ghcr' ? { imagePull: { secret: `${name}-pull` } } : location === 'on-premise' ? { imagePull: { externalSecrets: `${name}-pull` } } : {};
  return { location, gateway: { name: unsetMarker, namespace: unsetMarker }, ...imagePull };
}

function componentOf(facts: FolderFacts, port: number): Component {
  const user = facts.dockerfile?.user?.value;
  const uid = user !== undefined && /^[1-9]\d*$/.test(user) ? Number(user) : user === 'node' ? 1000 : undefined;
  return {
    ports: { http: { containerPort: port } },
    readinessProbe: { tcpSocket: { port: 'http' } },
    ...(uid === undefined ? {} : { runAsUser: uid }),
  };
}

function environment(clusters: readonly ClusterAnswer[], host: string, rest: Omit<Environment, 'clusters' | 'routes'>): Environment {
  return { clusters: clusters.map(({ name }) => name), ...rest, routes: { public: { hosts: [host] } } };
}

function commentsOf({ registry }: PipelineConfig, { github, dockerfile }: FolderFacts): Record<string, string> {
  return {
    '/repositories/config/owners': 'Who reviews the pipeline itself: a platform team, if there is one.',
    ...(registry.type === 'ecr' ? { '/registry/role': 'The IAM role that CI assumes; the set-up runbook makes it.' } : {}),
    ...(github.ci === undefined ? {} : { '/ci': `The tests run in ${github.ci.source} already: here the image is built.` }),
    '/argocd': 'per-cluster: each cluster runs its own Argo CD. hub: one deploys to every cluster.',
    '/clusters': 'gateway: the Gateway that routes attach to; ingressClassName where a cluster has none.',
    '/components/web/ports': dockerfile?.port === undefined ? 'The port that the process listens on.' : `From EXPOSE in the Dockerfile.`,
    '/components/web/readinessProbe': "A path that fails when the app cannot work tells more: httpGet: { path: '/healthz', port: 'http' }",
    '/environments/dev': 'Each push to the default branch is deployed here.',
    '/environments/prod': 'What dev runs is promoted by a pull request, then synced by a person, cluster by cluster.',
  };
}
