import { definitionOf, serviceTypes } from '../../../src/auxiliary-services/index.ts';
import { providersOf } from '../../../src/auxiliary-services/service.ts';
import { vaultEntries } from '../../../src/derived/references.ts';
import type { Component, Model, ProvidedService } from '../../../src/model/model.ts';
import { chartPath } from '../../../src/model/names.ts';
import { clusterOf, hasTexts, mergesShapes, ownVolumes, processesOf, sharedVolumes, targetsOf } from '../../../src/model/queries.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { accessTo } from '../../../src/registries/index.ts';
import { verbatimTemplate, verbatimTemplates } from '../../../src/render/template.ts';
import { printYaml } from '../../../src/render/yaml.ts';

/** Which apps need a template. A template without an entry is in every chart. */
const needed: Record<string, (model: Model) => boolean> = {
  'extra-manifests.yaml': (model) => targetsOf(model).some((target) => target.extraManifests.length > 0),
  'configmaps.yaml': (model) => targetsOf(model).some((target) => processesOf(target).some(hasTexts)),
  '_merge.tpl': (model) => targetsOf(model).some((target) => processesOf(target).some(mergesShapes)),
  'cronjobs.yaml': (model) => model.cronJobs.length > 0,
  'deployments.yaml': (model) => hasComponent(model, (component) => ownVolumes(component).length === 0),
  'statefulsets.yaml': (model) => hasComponent(model, (component) => ownVolumes(component).length > 0),
  'jobs.yaml': (model) => model.jobs.length > 0,
  'services.yaml': (model) => model.components.some((component) => component.ports.length > 0),
  'horizontalpodautoscalers.yaml': (model) => hasComponent(model, ({ autoscaling }) => autoscaling !== null),
  'persistentvolumeclaims.yaml': (model) => targetsOf(model).some((target) => sharedVolumes(target).length > 0),
  'poddisruptionbudgets.yaml': (model) => hasComponent(model, ({ mode }) => mode === 'multi-instance'),
  'httproutes.yaml': (model) => routedBy(model, 'gateway'),
  'ingresses.yaml': (model) => routedBy(model, 'ingress'),
  'externalsecrets.yaml': readsVault,
  '_required-secrets.tpl': readsVault,
  'registry-credentials.yaml': (model) => renewsTokens(model),
  'registry-token/ecr.yaml': (model) => renewsTokens(model, 'registry-token/ecr.yaml'),
  'registry-token/gar.yaml': (model) => renewsTokens(model, 'registry-token/gar.yaml'),
  'registry-token/acr.yaml': (model) => renewsTokens(model, 'registry-token/acr.yaml'),
  'auxiliary-services/_helpers.tpl': (model) => model.auxiliaryServices.length > 0,
  'auxiliary-services/networkpolicies.yaml': (model) => hasService(model, ({ provider }) => provider !== 'external'),
  'auxiliary-services/_embedded.tpl': (model) => hasService(model, ({ provider }) => provider === 'embedded'),
  ...Object.fromEntries(
    serviceTypes.flatMap((type) => [
      [`auxiliary-services/_${type}.tpl`, (model: Model) => model.auxiliaryServices.some((service) => service.type === type)],
      ...providersOf(definitionOf(type)).map((provider) => [
        `auxiliary-services/${type}-${provider}.yaml`,
        (model: Model) => hasService(model, (service) => service.type === type && service.provider === provider),
      ]),
    ]),
  ),
  'monitoring/servicemonitors.yaml': (model) => model.monitoring.prometheus,
  'monitoring/prometheusrule.yaml': (model) => model.monitoring.prometheus,
  'monitoring/dashboard.yaml': (model) => model.monitoring.grafana,
};

/** true: the component is like that in some environment on some cluster. */
function hasComponent(model: Model, predicate: (component: Component) => boolean): boolean {
  return targetsOf(model).some(({ components }) => components.some(predicate));
}

function hasService(model: Model, predicate: (service: ProvidedService) => boolean): boolean {
  return targetsOf(model).some(({ auxiliaryServices }) => auxiliaryServices.some(predicate));
}

function readsVault(model: Model): boolean {
  return model.environments.some((environment) => vaultEntries(environment).length > 0);
}

/** true: External Secrets generates tokens of the registry on some cluster, with `template` if it is given. */
function renewsTokens(model: Model, template?: string): boolean {
  const { tokens } = accessTo(model.registry);
  return (template ?? tokens?.template) === tokens?.template && model.clusters.some((cluster) => cluster.imagePull.by === 'external-secrets');
}

function routedBy(model: Model, kind: 'gateway' | 'ingress'): boolean {
  return targetsOf(model).some((target) => target.routes.length > 0 && clusterOf(model, target).routing?.kind === kind);
}

export const chart: Generator = {
  id: 'config/chart',
  description: 'The Helm chart: Chart.yaml and the templates that this app needs',
  repository: 'config',
  files: (model) => {
    const folder = chartPath(model);
    const oldest = Math.min(...model.clusters.map((cluster) => Number(cluster.kubernetesVersion.split('.')[1])));
    const metadata = {
      apiVersion: 'v2',
      name: model.app.name,
      description: model.app.description,
      type: 'application',
      // Nothing publishes the chart, so its version never changes: Git has the history.
      version: '1.0.0',
      kubeVersion: `>=1.${oldest}.0-0`,
    };
    return [
      {
        path: `${folder}/Chart.yaml`,
        content: printYaml(metadata, {
          comments: {
            '/version': 'Never changes: the chart is not published, Git has its history.',
            '/kubeVersion': 'The oldest version among the clusters of this app.',
          },
        }),
      },
      { path: `${folder}/.helmignore`, content: verbatimTemplate('chart/.helmignore') },
      ...verbatimTemplates('chart/templates')
        .filter((path) => needed[path]?.(model) ?? true)
        .map((path) => ({ path: `${folder}/templates/${path}`, content: verbatimTemplate(`chart/templates/${path}`) })),
    ];
  },
};
