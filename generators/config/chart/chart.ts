import { definitionOf, serviceTypes } from '../../../src/auxiliary-services/index.ts';
import { providersOf } from '../../../src/auxiliary-services/service.ts';
import { vaultEntries } from '../../../src/derived/references.ts';
import { clusterOf, hasTexts, type Model, type Provider, processesOf, type ServiceType, sharedVolumes, targetsOf } from '../../../src/model/model.ts';
import { chartPath } from '../../../src/model/names.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { accessTo } from '../../../src/registries/index.ts';
import { verbatimTemplate, verbatimTemplates } from '../../../src/render/template.ts';
import { printYaml } from '../../../src/render/yaml.ts';

/** Which templates an app needs; one without an entry is in every chart. */
const needed: Record<string, (model: Model) => boolean> = {
  'extra-manifests.yaml': (model) => targetsOf(model).some((target) => target.extraManifests.length > 0),
  'configmaps.yaml': (model) => targetsOf(model).some((target) => processesOf(target).some(hasTexts)),
  'cronjobs.yaml': (model) => model.cronJobs.length > 0,
  'workloads.yaml': (model) => model.components.length > 0,
  'jobs.yaml': (model) => model.jobs.length > 0,
  'services.yaml': (model) => model.components.some((component) => component.ports.length > 0),
  'horizontalpodautoscalers.yaml': (model) => targetsOf(model).some((target) => target.components.some((component) => component.autoscaling !== null)),
  'persistentvolumeclaims.yaml': (model) => targetsOf(model).some((target) => sharedVolumes(target).length > 0),
  'poddisruptionbudgets.yaml': (model) => targetsOf(model).some((target) => target.components.some(({ mode }) => mode === 'multi-instance')),
  'httproutes.yaml': (model) => routedBy(model, 'gateway'),
  'ingresses.yaml': (model) => routedBy(model, 'ingress'),
  'externalsecrets.yaml': (model) => model.environments.some((environment) => vaultEntries(environment).length > 0),
  'registry-credentials.yaml': (model) => renewsTokens(model),
  'registry-token/ecr.yaml': (model) => renewsTokens(model, 'registry-token/ecr.yaml'),
  'registry-token/gar.yaml': (model) => renewsTokens(model, 'registry-token/gar.yaml'),
  'registry-token/acr.yaml': (model) => renewsTokens(model, 'registry-token/acr.yaml'),
  'services/_embedded.tpl': (model) => targetsOf(model).some((target) => target.auxiliaryServices.some(({ provider }) => provider === 'embedded')),
  ...Object.fromEntries(
    serviceTypes.flatMap((type) => [
      [`services/_${type}.tpl`, (model: Model) => model.auxiliaryServices.some((service) => service.type === type)],
      ...providersOf(definitionOf(type)).map((provider) => [`services/${type}-${provider}.yaml`, (model: Model) => isProvided(model, type, provider)]),
    ]),
  ),
  'monitoring/servicemonitors.yaml': (model) => model.monitoring.prometheus,
  'monitoring/prometheusrule.yaml': (model) => model.monitoring.prometheus,
  'monitoring/dashboard.yaml': (model) => model.monitoring.grafana,
};

/** Whether External Secrets makes tokens of the registry; `template`: whether this generator does. */
function renewsTokens(model: Model, template?: string): boolean {
  const { tokens } = accessTo(model.registry);
  return (template ?? tokens?.template) === tokens?.template && model.clusters.some((cluster) => cluster.imagePull.by === 'external-secrets');
}

function routedBy(model: Model, kind: 'gateway' | 'ingress'): boolean {
  return targetsOf(model).some((target) => target.routes.length > 0 && clusterOf(model, target).routing?.kind === kind);
}

function isProvided(model: Model, type: ServiceType, provider: Provider): boolean {
  return targetsOf(model).some((target) => target.auxiliaryServices.some((service) => service.type === type && service.provider === provider));
}

export const chart: Generator = {
  id: 'config/chart',
  description: 'The Helm chart: Chart.yaml and the templates that this app needs, byte for byte',
  repository: 'config',
  files: (model) => {
    const folder = chartPath(model);
    const smallest = model.clusters.map((cluster) => Number(cluster.kubernetesVersion.split('.')[1])).sort((a, b) => a - b)[0] ?? 33;
    const metadata = {
      apiVersion: 'v2',
      name: model.app.name,
      description: model.app.description,
      type: 'application',
      // The chart is never published: Git is its version.
      version: '1.0.0',
      kubeVersion: `>=1.${smallest}.0-0`,
    };
    return [
      {
        path: `${folder}/Chart.yaml`,
        content: printYaml(metadata, {
          comments: { '/version': 'Never published: Git is its version.', '/kubeVersion': 'The oldest cluster that it runs on.' },
        }),
      },
      { path: `${folder}/.helmignore`, content: verbatimTemplate('chart/.helmignore') },
      ...verbatimTemplates('chart/templates')
        .filter((path) => needed[path]?.(model) ?? true)
        .map((path) => ({ path: `${folder}/templates/${path}`, content: verbatimTemplate(`chart/templates/${path}`) })),
    ];
  },
};
