import { anyOf, constant, flag, listOf, mapOf, object, oneOf, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const environments = {
  Environment: object(
    'An environment that the app is deployed to.',
    {
      clusters: listOf(ref('ClusterName'), 'Clusters to deploy to, in the order in which they are synced.', {
        minItems: 1,
        uniqueItems: true,
        examples: [['prod-dc1', 'prod-eu']],
      }),
      mode: oneOf(['standalone', 'multi-instance'], 'Mode in this environment. Default: the mode of the app.', { examples: ['standalone'] }),
      namespace: ref('Label', 'Namespace that the app is deployed to. Default: `<app>-<environment>`.', { examples: ['shop-prod'] }),
      delivery: oneOf(
        ['continuous-deployment', 'continuous-delivery'],
        'How new images get into Git. `continuous-deployment`: CD commits every image that CI builds. `continuous-delivery`: images are promoted from another environment, with approval.',
        { examples: ['continuous-deployment'] },
      ),
      sync: oneOf(
        ['automatic', 'manual'],
        'How changes in Git are applied. `automatic`: Argo CD syncs them immediately. `manual`: a person syncs them in Argo CD.',
        { examples: ['automatic'] },
      ),
      promoteFrom: ref('EnvironmentName', 'Environment to promote images from. Required if `delivery` is `continuous-delivery`.'),
      approval: ref('Approval', 'How promotions are approved, and by whom. Required if `delivery` is `continuous-delivery`.'),
      secrets: ref('Secrets', 'Source of the secrets in this environment. Default: Kubernetes Secrets.'),
      components: mapOf('ComponentName', 'ComponentOverride', 'Overrides of components, by name.'),
      jobs: mapOf('JobName', 'JobOverride', 'Overrides of jobs, by name.'),
      cronJobs: mapOf('CronJobName', 'CronJobOverride', 'Overrides of cron jobs, by name.'),
      routes: mapOf('RouteName', 'EnvironmentRoute', 'Hosts of routes, by name. A route without hosts is not served.'),
      auxiliaryServices: ref('ServiceProviders'),
      extraManifests: mapOf(
        'ManifestName',
        'ExtraManifest',
        'Additional Kubernetes objects in this environment, by name. An object replaces that of the app with the same name.',
      ),
      overrides: mapOf('ClusterName', 'ClusterOverride', 'Overrides for single clusters of this environment, by name.'),
    },
    ['clusters', 'delivery', 'sync'],
  ),
  Approval: object(
    'How promotions are approved, and by whom.',
    {
      by: oneOf(
        ['pull-request', 'github-environment', 'argo-cd'],
        '`pull-request`: a code owner merges the pull request. `github-environment`: a required reviewer approves the deployment. `argo-cd`: the person who syncs approves; Argo CD allows only `groups` to sync.',
        { examples: ['pull-request'] },
      ),
      reviewers: listOf(ref('Owner'), 'GitHub teams or users that approve promotions.', { minItems: 1, examples: [['@acme/platform']] }),
      groups: listOf(
        ref('SignOnGroup'),
        'Single sign-on groups that can sync, by their names in Argo CD. Default with `argo-cd`: the teams in `reviewers`, by the names that Dex uses with `teamNameField: slug`, such as `acme:platform`. Otherwise none: only administrators of Argo CD can sync.',
        { minItems: 1, uniqueItems: true, examples: [['acme:platform']] },
      ),
      preventSelfReview: flag(
        'Whether the person who starts a promotion is prevented from approving it. Default: true, except where one user owns everything and approves every promotion. The required status `Promotion` enforces it for `pull-request`, GitHub for `github-environment`. Argo CD does not know who started a promotion, so nothing enforces it for `argo-cd`.',
        { examples: [false] },
      ),
    },
    ['by', 'reviewers'],
  ),
  Secrets: anyOf(
    [
      object(
        'Kubernetes Secrets, created with the commands in the set-up runbook.',
        {
          store: constant('kubernetes', 'Kubernetes Secrets.'),
        },
        ['store'],
      ),
      object(
        'Secrets in Vault, which External Secrets reads.',
        {
          store: constant('vault', 'Vault.'),
          clusterSecretStore: ref(
            'Label',
            'Name of a ClusterSecretStore that the platform runs, instead of the SecretStore that the set-up creates in the environment’s namespace. Every namespace that its `conditions` admit can read whatever its Vault role can read.',
            { examples: ['platform-vault'] },
          ),
          path: text('Path in the KV secrets engine of Vault, for this environment alone. Default: `<app>/<environment>`.', {
            pattern: '^(?!.*(?:^|/)\\.{1,2}(?:/|$))[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$',
            examples: ['shop/prod'],
          }),
        },
        ['store'],
      ),
    ],
    'The source of secrets.',
  ),
  ClusterOverride: object('Overrides for one cluster.', {
    components: mapOf('ComponentName', 'ComponentOverride', 'Overrides of components, by name.'),
    jobs: mapOf('JobName', 'JobOverride', 'Overrides of jobs, by name.'),
    cronJobs: mapOf('CronJobName', 'CronJobOverride', 'Overrides of cron jobs, by name.'),
    routes: mapOf('RouteName', 'EnvironmentRoute', 'Hosts of routes, by name.'),
    auxiliaryServices: ref('ServiceProviders'),
    extraManifests: mapOf(
      'ManifestName',
      'ExtraManifest',
      'Additional Kubernetes objects on this cluster, by name. An object replaces that of the environment with the same name.',
    ),
  }),
} satisfies Definitions;
