import { anyOf, constant, listOf, mapOf, object, oneOf, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const environments = {
  Environment: object(
    'Where and how the app is deployed.',
    {
      clusters: listOf(ref('ClusterName'), 'Clusters, in the order in which they are synced.', {
        minItems: 1,
        uniqueItems: true,
        examples: [['prod-dc1', 'prod-eu']],
      }),
      mode: oneOf(['standalone', 'multi-instance'], 'Default: the app’s mode.', { examples: ['standalone'] }),
      namespace: ref('Label', 'Namespace. Default: `<app>-<environment>`.', { examples: ['shop-prod'] }),
      delivery: oneOf(
        ['continuous-deployment', 'continuous-delivery'],
        'Who writes Git. continuous-deployment: CI’s result is written at once. continuous-delivery: by promotion, with approval.',
        { examples: ['continuous-deployment'] },
      ),
      sync: oneOf(['automatic', 'manual'], 'Who applies. automatic: Argo CD, at once. manual: a person.', { examples: ['automatic'] }),
      promoteFrom: ref('EnvironmentName', 'The environment whose image is promoted. Required for continuous-delivery.'),
      approval: ref('Approval', 'Who lets a promotion in. Required for continuous-delivery.'),
      secrets: ref('Secrets', 'Where the environment’s secrets come from.'),
      components: mapOf('ComponentName', 'ComponentOverride', 'What differs from the app’s components.'),
      jobs: mapOf('JobName', 'JobOverride', 'What differs from the app’s jobs.'),
      cronJobs: mapOf('CronJobName', 'CronJobOverride', 'What differs from the app’s cron jobs.'),
      routes: mapOf('RouteName', 'EnvironmentRoute', 'Hosts of the routes.'),
      auxiliaryServices: ref('ServiceProviders'),
      extraManifests: mapOf(
        'ManifestName',
        'ExtraManifest',
        'Kubernetes objects of this environment alone; one of the same name takes the place of the app’s.',
      ),
      overrides: mapOf('ClusterName', 'ClusterOverride', 'What differs on one cluster of this environment.'),
    },
    ['clusters', 'delivery', 'sync'],
  ),
  Approval: object(
    'Who lets a promotion in.',
    {
      by: oneOf(
        ['pull-request', 'github-environment', 'argo-cd'],
        'pull-request: a code owner merges. github-environment: a required reviewer. argo-cd: whoever syncs, which Argo CD lets only `groups` do.',
        { examples: ['pull-request'] },
      ),
      reviewers: listOf(ref('Owner'), 'GitHub teams or users who approve.', { minItems: 1, examples: [['@acme/platform']] }),
      groups: listOf(
        ref('SignOnGroup'),
        'Groups that may sync, as Argo CD’s single sign-on names them. Default: the teams among the reviewers and, unless the sync is the approval, among the app’s owners, as Dex names them with `teamNameField: slug`: `acme:platform`.',
        { minItems: 1, uniqueItems: true, examples: [['acme:platform']] },
      ),
    },
    ['by', 'reviewers'],
  ),
  Secrets: anyOf(
    [
      object(
        'Kubernetes Secrets that somebody makes; the set-up runbook has the commands.',
        {
          store: constant('kubernetes', 'Kubernetes Secrets.'),
        },
        ['store'],
      ),
      object(
        'Vault, by External Secrets.',
        {
          store: constant('vault', 'Vault.'),
          secretStore: ref('Label', 'Name of the ClusterSecretStore.', { examples: ['vault'] }),
          path: text('Path in Vault’s key-value engine. Default: `<app>/<environment>`.', {
            pattern: '^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$',
            examples: ['shop/prod'],
          }),
        },
        ['store'],
      ),
    ],
    'Where secrets come from.',
  ),
  ClusterOverride: object('What differs on one cluster.', {
    components: mapOf('ComponentName', 'ComponentOverride', 'Fields of components that differ.'),
    jobs: mapOf('JobName', 'JobOverride', 'Fields of jobs that differ.'),
    cronJobs: mapOf('CronJobName', 'CronJobOverride', 'Fields of cron jobs that differ.'),
    routes: mapOf('RouteName', 'EnvironmentRoute', 'Hosts that differ.'),
    auxiliaryServices: ref('ServiceProviders'),
    extraManifests: mapOf(
      'ManifestName',
      'ExtraManifest',
      'Kubernetes objects of this cluster alone; one of the same name takes the place of the environment’s.',
    ),
  }),
} satisfies Definitions;
