import type { Environment, Model, Target } from '../../../src/model/model.ts';
import { applicationFile, chartPath, valueFiles } from '../../../src/model/names.ts';
import { podSecurity } from '../../../src/model/pod-security.ts';
import { clusterOf, environmentOf, targetsOf } from '../../../src/model/queries.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { printYaml } from '../../../src/render/yaml.ts';
import { destination, repositoryUrl, targetRevision } from './destination.ts';
import { projectName } from './project.ts';

export const argocdApplications: Generator = {
  id: 'config/argocd-applications',
  description: 'An Argo CD Application per environment and cluster: each syncs and rolls back independently',
  repository: 'config',
  files: (model) =>
    targetsOf(model).map((target) => {
      const environment = environmentOf(model, target);
      return {
        path: applicationFile(model, target),
        content: printYaml(application(model, environment, target), { header: header(model, environment, target), comments: comments(environment, target) }),
      };
    }),
};

function header(model: Model, environment: Environment, target: Target): string {
  const order = environment.targets.map((other) => other.cluster);
  const position = order.length === 1 ? '' : `\nSync order: ${order.join(', then ')}.`;
  const sync = environment.sync === 'automatic' ? 'Syncs automatically.' : 'Manual sync: syncPolicy.automated is unset on purpose.';
  return `${model.app.name} in ${environment.name} on ${target.cluster} (${clusterOf(model, target).location}). ${sync}${position}`;
}

function comments(environment: Environment, target: Target): Record<string, string> {
  return {
    '/metadata/annotations': 'Server-side diff: defaults set by the API server are not drift.',
    ...(autoscaled(target).length === 0 ? {} : { '/spec/ignoreDifferences': 'The HorizontalPodAutoscaler manages replicas.' }),
    // Never with a manual sync: a retry would apply a commit that nobody has reviewed.
    ...(environment.sync === 'automatic'
      ? { '/spec/syncPolicy/retry/refresh': 'A retry takes the newest commit: a fix must not wait for the retries of what it fixes.' }
      : {}),
    ...(environment.sync === 'manual' && retryLimit(environment, target) > 0
      ? { '/spec/syncPolicy/retry': 'Transient failures only, such as the webhook of an operator that is not ready yet.' }
      : {}),
  };
}

const autoscaled = (target: Target) => target.components.filter((component) => component.autoscaling !== null);

function application(model: Model, environment: Environment, target: Target): object {
  const scaled = autoscaled(target);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: target.applicationName,
      namespace: model.argocd.namespace,
      labels: { 'app.kubernetes.io/name': model.app.name, 'gitops-app/environment': environment.name, 'gitops-app/cluster': target.cluster },
      annotations: { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' },
    },
    spec: {
      project: projectName(model, environment),
      source: {
        repoURL: repositoryUrl(model),
        targetRevision: targetRevision(model),
        path: chartPath(model),
        helm: { releaseName: model.app.name, valueFiles: valueFiles(target), ignoreMissingValueFiles: false },
      },
      destination: destination(model, clusterOf(model, target), environment),
      ...(scaled.length === 0
        ? {}
        : {
            ignoreDifferences: scaled.map((component) => ({
              group: 'apps',
              kind: 'Deployment',
              name: `${model.app.name}-${component.name}`,
              jsonPointers: ['/spec/replicas'],
            })),
          }),
      syncPolicy: syncPolicy(environment, target),
    },
  };
}

function syncPolicy(environment: Environment, target: Target): object {
  const automatic = environment.sync === 'automatic';
  const limit = retryLimit(environment, target);
  const security = podSecurity(target);
  return {
    ...(automatic ? { automated: { enabled: true, prune: true, selfHeal: true } } : {}),
    syncOptions: [
      'CreateNamespace=true',
      'ServerSideApply=true',
      'ApplyOutOfSyncOnly=true',
      'PruneLast=true',
      'FailOnSharedResource=true',
      ...(autoscaled(target).length > 0 ? ['RespectIgnoreDifferences=true'] : []),
      // With a manual sync, a person prunes explicitly (`--prune`). Only deleting the Application itself asks once more.
      ...(automatic ? [] : ['Delete=confirm']),
    ],
    managedNamespaceMetadata: {
      labels: { 'pod-security.kubernetes.io/enforce': security, 'pod-security.kubernetes.io/warn': security },
    },
    ...(limit === 0 ? {} : { retry: { limit, ...(automatic ? { refresh: true } : {}), backoff: { duration: '10s', factor: 2, maxDuration: '3m' } } }),
  };
}

/**
 * How often Argo CD repeats a failed sync. Where a person syncs, twice, and never a sync with Jobs: it would run them again,
 * and the log of the one that failed would be gone.
 */
function retryLimit(environment: Environment, target: Target): number {
  if (environment.sync === 'automatic') return 5;
  return target.jobs.length === 0 ? 2 : 0;
}
