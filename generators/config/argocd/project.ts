import type { Environment, Model, Target } from '../../../src/model/model.ts';
import { projectFile } from '../../../src/model/names.ts';
import { clusterOf, hasTexts, ownVolumes, processesOf, sharedVolumes } from '../../../src/model/queries.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { accessTo } from '../../../src/registries/index.ts';
import { printYaml } from '../../../src/render/yaml.ts';
import { destination, repositoryUrl } from './destination.ts';

export const argocdProjects: Generator = {
  id: 'config/argocd-projects',
  description: 'An Argo CD AppProject per environment: limits sources, destinations and kinds',
  repository: 'config',
  files: (model) =>
    model.environments.flatMap((environment) => {
      // Without a hub, each cluster has its own Argo CD and so its own project.
      const groups = model.argocd.topology === 'hub' ? [environment.targets] : environment.targets.map((target) => [target]);
      return groups.map((targets) => ({
        path: projectFile(model, { environment: environment.name, cluster: targets[0]?.cluster ?? '' }),
        content: printYaml(project(model, environment, targets), {
          comments: {
            '/spec/clusterResourceWhitelist': 'Lets Argo CD create this namespace, and no other cluster-scoped object.',
            '/spec/namespaceResourceWhitelist': 'Only the kinds that the chart renders in this environment.',
            ...(environment.syncGroups.length === 0
              ? {}
              : { '/spec/roles': 'This role only grants. Check policy.default in argocd-rbac-cm too (set-up runbook).' }),
          },
        }),
      }));
    }),
};

export function projectName(model: Model, environment: Pick<Environment, 'name'>): string {
  return `${model.app.name}-${environment.name}`;
}

function project(model: Model, environment: Environment, targets: readonly Target[]): object {
  const clusters = [...new Map(targets.map((target) => [target.cluster, target])).values()];
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: projectName(model, environment), namespace: model.argocd.namespace },
    spec: {
      description: `${model.app.name} in ${environment.name}`,
      sourceRepos: [repositoryUrl(model)],
      destinations: clusters.map((target) => destination(model, clusterOf(model, target), environment)),
      clusterResourceWhitelist: [{ group: '', kind: 'Namespace', name: environment.namespace }],
      namespaceResourceWhitelist: kinds(model, environment, targets),
      ...(environment.syncGroups.length === 0 ? {} : { roles: [syncRole(projectName(model, environment), environment)] }),
    },
  };
}

/** Allows to view and sync the Applications of the project, not to change or delete them. */
function syncRole(project: string, { name, syncGroups }: Environment): object {
  const may = (resource: string, action: string) => `p, proj:${project}:sync, ${resource}, ${action}, ${project}/*, allow`;
  return {
    name: 'sync',
    description: `May sync ${name}`,
    policies: [may('applications', 'get'), may('applications', 'sync'), may('logs', 'get')],
    groups: syncGroups,
  };
}

/** Kinds that the chart renders for these targets, by group and kind. */
function kinds(model: Model, environment: Environment, targets: readonly Target[]): { group: string; kind: string }[] {
  const found = new Map<string, { group: string; kind: string }>();
  const add = (group: string, kind: string, when = true) => {
    if (when) found.set(`${group}/${kind}`, { group, kind });
  };
  add('', 'ServiceAccount');
  add('networking.k8s.io', 'NetworkPolicy');
  for (const target of targets) {
    const cluster = clusterOf(model, target);
    const embedded = target.auxiliaryServices.some((service) => service.provider === 'embedded');
    const stateful = (component: Target['components'][number]) => ownVolumes(component).length > 0;
    add('', 'Service', embedded || target.components.some((component) => component.ports.length > 0));
    add('apps', 'Deployment', !target.components.every(stateful));
    add('apps', 'StatefulSet', embedded || target.components.some(stateful));
    add('', 'PersistentVolumeClaim', sharedVolumes(target).length > 0);
    add('batch', 'Job', target.jobs.length > 0);
    add('batch', 'CronJob', target.cronJobs.length > 0);
    add(
      'autoscaling',
      'HorizontalPodAutoscaler',
      target.components.some((component) => component.autoscaling !== null),
    );
    add(
      'policy',
      'PodDisruptionBudget',
      target.components.some(({ mode, autoscaling, replicas }) => mode === 'multi-instance' && (autoscaling?.minReplicas ?? replicas) > 1),
    );
    add('gateway.networking.k8s.io', 'HTTPRoute', target.routes.length > 0 && cluster.routing?.kind === 'gateway');
    add('networking.k8s.io', 'Ingress', target.routes.length > 0 && cluster.routing?.kind === 'ingress');
    add(
      'postgresql.cnpg.io',
      'Cluster',
      target.auxiliaryServices.some((service) => service.provider === 'operator'),
    );
    add('external-secrets.io', 'ExternalSecret', cluster.imagePull.by === 'external-secrets' || readsVault(environment, target));
    const { tokens } = accessTo(model.registry);
    if (tokens !== null) add('generators.external-secrets.io', tokens.kind, cluster.imagePull.by === 'external-secrets');
    add('monitoring.coreos.com', 'ServiceMonitor', model.monitoring.prometheus && target.components.some((component) => component.metrics !== null));
    add('monitoring.coreos.com', 'PrometheusRule', model.monitoring.prometheus);
    for (const { manifest } of target.extraManifests) add(manifest.apiVersion.split('/').at(-2) ?? '', manifest.kind);
    add('', 'ConfigMap', model.monitoring.grafana || target.auxiliaryServices.some(makesExtensions) || processesOf(target).some(hasTexts));
  }
  return [...found.values()].sort((a, b) => (`${a.group}/${a.kind}` < `${b.group}/${b.kind}` ? -1 : 1));
}

/** Whether the chart renders a file of SQL for a database. */
function makesExtensions(service: Target['auxiliaryServices'][number]): boolean {
  return service.type === 'postgresql' && service.provider === 'embedded' && service.extensions.length > 0;
}

/** Whether the chart renders an ExternalSecret for the app's own secrets. */
function readsVault(environment: Environment, target: Target): boolean {
  if (environment.secrets.store !== 'vault') return false;
  const services = target.auxiliaryServices.some((service) => service.provider !== 'operator' && service.secret !== null);
  return services || processesOf(target).some(({ env, files }) => [...Object.values(env), ...Object.values(files)].some((value) => 'secretKeyRef' in value));
}
