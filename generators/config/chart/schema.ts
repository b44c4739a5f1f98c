import { typeName } from '../../../src/auxiliary-services/service.ts';
import { memoize } from '../../../src/cache/memoize.ts';
import { digestPattern, tagPattern } from '../../../src/github/contract.ts';
import type { Model } from '../../../src/model/model.ts';
import { chartPath } from '../../../src/model/names.ts';
import { targetsOf } from '../../../src/model/queries.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { accessTo } from '../../../src/registries/index.ts';
import { printJson } from '../../../src/render/json.ts';
import { closed, describe, fields, named, type ObjectSchema, port, ref, rule, type Schema, text } from '../../../src/render/json-schema.ts';
import { texts } from '../../../src/render/texts.ts';
import { processSchema } from './schema-processes.ts';
import { service } from './schema-services.ts';
import { sections } from './sections.ts';

const repository: Schema = { ...text, description: 'Repository in the registry, without a tag.' };
const tag: Schema = { description: 'Tag of the image, for information only. Empty before the first delivery.' };
const digest: Schema = { description: 'Digest of the image, which pins the image. Empty before the first delivery.' };

/** Tag and digest are both empty, before the first delivery, or both set by CD. */
const image: Schema = {
  description: 'An image of the app.',
  anyOf: [
    closed({ repository, tag: { ...tag, const: '' }, digest: { ...digest, const: '' } }),
    closed({
      repository,
      tag: { ...tag, type: 'string', pattern: tagPattern, not: { const: 'latest' } },
      digest: { ...digest, type: 'string', pattern: digestPattern },
    }),
  ],
};

const alertMap: Schema = {
  type: 'object',
  description: 'Alerts in the PrometheusRule, by name.',
  propertyNames: { pattern: '^[A-Z][A-Za-z]+$' },
  additionalProperties: closed({
    expression: { ...text, description: 'PromQL expression. `$namespace` and `$app` stand for the namespace and the release.' },
    for: { description: 'How long the expression must hold before the alert fires.', type: 'string', pattern: '^[0-9]+[smh]$' },
    severity: { description: 'Severity of the alert.', enum: ['warning', 'critical'] },
    summary: { ...text, description: 'One-sentence summary. Prometheus expands `$labels`.' },
  }),
};

const metadataMap: Schema = { type: 'object', propertyNames: ref('MetadataKey'), additionalProperties: ref('MetadataValue') };
const labelMap: Schema = { type: 'object', propertyNames: ref('MetadataKey'), additionalProperties: ref('LabelValue') };
/** Kubernetes validates the other fields of each kind. */
const manifest: Schema = {
  description: 'A Kubernetes object.',
  type: 'object',
  properties: {
    apiVersion: { ...text, description: 'API group and version.' },
    kind: { ...text, description: 'Kind of the object.' },
    metadata: closed(
      {
        name: { ...text, description: 'Name of the object.' },
        labels: { ...metadataMap, description: 'Labels of the object.' },
        annotations: { ...metadataMap, description: 'Annotations of the object.' },
      },
      ['name'],
      { description: 'Name, labels and annotations. The namespace is that of the release.' },
    ),
  },
  required: ['apiVersion', 'kind', 'metadata'],
  additionalProperties: {},
};

const cidrs: Schema = { type: 'array', items: text, minItems: 1 };

const cluster = (model: Model): Schema =>
  closed(
    {
      name: { description: 'Name of the cluster in the config, used in the labels of alerts.', enum: model.clusters.map(({ name }) => name) },
      location: { description: 'Location of the cluster, for information only: no template reads it.', enum: ['cloud', 'on-premise'] },
      storageClass: { ...text, description: 'StorageClass of persistent volumes. Default: the default StorageClass of the cluster.' },
      gateway: describe('Gateway', closed({ name: text, namespace: text, sectionName: text, redirectFrom: text }, ['name', 'namespace', 'sectionName'])),
      ingressClassName: { ...text, description: 'IngressClass, if routes become Ingresses instead of HTTPRoutes.' },
      ingressAnnotations: { ...metadataMap, description: 'Annotations of every Ingress that make its controller redirect to HTTPS.' },
      dns: closed(
        {
          namespace: { ...text, description: 'Namespace of the DNS pods.' },
          pods: { type: 'array', description: 'Label sets of the DNS pods.', items: metadataMap, minItems: 1 },
          port: { ...port, description: 'Port of the DNS pods.' },
          cidrs: { ...cidrs, description: 'DNS servers outside of the pod network, on port 53.' },
        },
        ['namespace', 'pods', 'port'],
        { description: 'DNS servers of the cluster, which the NetworkPolicies allow.' },
      ),
      apiServer: closed(
        {
          ports: { type: 'array', description: 'Ports.', items: port, minItems: 1 },
          cidrs: { ...cidrs, description: 'Addresses. Default: all addresses.' },
        },
        ['ports'],
        { description: 'The Kubernetes API server, which the instances of CloudNativePG connect to.' },
      ),
      operators: closed({ cloudNativePG: { ...text, description: 'Namespace of CloudNativePG.' } }, undefined, {
        description: 'Namespaces of operators, which may connect to the databases that they manage.',
      }),
      monitoringLabels: {
        ...labelMap,
        description: 'Labels of ServiceMonitors, PrometheusRules and similar objects, which the Prometheus of the cluster selects.',
      },
      dashboardLabels: { ...labelMap, description: 'Labels of the dashboard, which the sidecar of Grafana selects.' },
      mirrors: { type: 'object', description: 'Mirrors of public registries, by the registry host that they replace.', additionalProperties: text },
      imagePull: closed(
        {
          by: {
            description:
              'How nodes pull the images of the app. `node`: without a Secret. `secret`: with an existing Secret. `external-secrets`: with tokens that External Secrets renews. `mirror`: from a mirror.',
            enum: ['node', 'secret', 'external-secrets', 'mirror'],
          },
          secret: { ...ref('SecretName'), description: 'Secret of type `kubernetes.io/dockerconfigjson` in the namespace. Required if `by` is `secret`.' },
          mirror: { ...text, description: 'Host that replaces the host of the registry. Required if `by` is `mirror`.' },
          externalSecrets: closed(
            {
              secret: { ...ref('SecretName'), description: 'Secret in the namespace with a credential that can only pull.' },
              registry: { ...text, description: 'Host of the registry.' },
              generator: { ...text, description: 'Kind of the External Secrets generator.' },
              refreshInterval: { ...text, description: 'Interval at which the token is renewed, before it expires.' },
              ...Object.fromEntries(
                Object.keys(accessTo(model.registry).tokens?.values ?? {}).map((key) => [key, { ...text, description: 'Setting of the generator.' }]),
              ),
            },
            undefined,
            { description: 'Settings of the token generator. Required if `by` is `external-secrets`.' },
          ),
        },
        ['by'],
        { description: 'Access to the registry of the app.' },
      ),
    },
    ['name', 'location', 'dns', 'imagePull'],
  );

function route(model: Model): Schema {
  const schema = closed(
    {
      component: { description: 'Component that serves the route.', enum: model.components.map(({ name }) => name) },
      port: { ...ref('PortName'), description: 'Name of a port of the component.' },
      path: text,
      hosts: { type: 'array', description: 'Host names that the route serves. A release without hosts has no such route.', items: text, minItems: 1 },
      tlsSecret: ref('SecretName'),
      timeout: text,
      annotations: metadataMap,
    },
    ['component', 'port', 'path'],
  );
  return describe('EnvironmentRoute', describe('Route', schema));
}

const switched = (what: string): Schema =>
  closed({ enabled: { type: 'boolean', description: `Whether to create ${what}.` } }, undefined, { description: `${what[0]?.toUpperCase()}${what.slice(1)}.` });

const monitoring = closed(
  {
    prometheus: switched('ServiceMonitors and a PrometheusRule'),
    grafana: switched('a ConfigMap with a Grafana dashboard'),
    namespace: { ...text, description: 'Namespace that Prometheus runs in. The NetworkPolicies allow it to scrape the app.' },
    runbookUrl: { ...text, description: 'URL of the runbook that alerts link to; it has a heading for each alert.' },
    alerts: alertMap,
  },
  ['prometheus', 'grafana', 'namespace', 'runbookUrl'],
);

const secrets = closed(
  {
    store: { description: '`kubernetes`: Secrets exist in the namespace. `vault`: External Secrets reads them from Vault.', enum: ['kubernetes', 'vault'] },
    secretStoreRef: closed(
      {
        kind: { description: '`SecretStore`: in the namespace of the release.', enum: ['SecretStore', 'ClusterSecretStore'] },
        name: { ...text, description: 'Name of the store.' },
      },
      ['kind', 'name'],
      { description: 'The store that External Secrets reads. Required if `store` is `vault`.' },
    ),
    path: { ...text, description: 'Path in the KV secrets engine of Vault, above the names of the Secrets. Required if `store` is `vault`.' },
  },
  ['store'],
);

/** Schema of all values of the chart, merged. Draft 2020-12, closed at every depth, nothing remote. Shared: do not change. */
export const valuesSchema = memoize((model: Model): ObjectSchema & { $defs: Record<string, Schema> } => {
  // Kubernetes itself would allow more than one pod.
  const one = fields({ replicas: { const: 1 }, autoscaling: fields({ enabled: { const: false } }) });
  const standalone = { mode: { const: 'standalone' } };
  const components = (schema: Schema) => fields({ components: fields(Object.fromEntries(model.components.map(({ name }) => [name, schema]))) });
  const schema = closed(
    {
      // Helm passes it to every chart.
      global: closed({}),
      environment: { enum: model.environments.map(({ name }) => name) },
      mode: { enum: ['standalone', 'multi-instance'] },
      images: named(model.images, 'Image'),
      components: named(model.components, 'Component'),
      ...(model.jobs.length === 0 ? {} : { jobs: named(model.jobs, 'Job') }),
      ...(model.cronJobs.length === 0 ? {} : { cronJobs: named(model.cronJobs, 'CronJob') }),
      ...(model.routes.length === 0 ? {} : { routes: named(model.routes, 'Route') }),
      ...(model.auxiliaryServices.length === 0 ? {} : { auxiliaryServices: servicesOf(model) }),
      ...(targetsOf(model).every(({ extraManifests }) => extraManifests.length === 0)
        ? {}
        : { extraManifests: { type: 'object', additionalProperties: manifest } }),
      monitoring,
      secrets,
      cluster: cluster(model),
    },
    ['environment', 'mode', 'images', 'components', 'monitoring', 'secrets', 'cluster'],
  );
  const described = Object.entries(schema.properties).map(([name, property]) => [name, { description: sections[name as keyof typeof sections], ...property }]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Values of ${model.app.name}`,
    ...schema,
    properties: Object.fromEntries(described),
    allOf: [
      // A component's own mode overrides the environment's.
      rule(fields(standalone), components(rule({ not: fields({ mode: {} }, { required: ['mode'] }) }, one))),
      components(rule(fields(standalone, { required: ['mode'] }), one)),
      rule(
        fields({ secrets: fields({ store: { const: 'vault' } }) }),
        fields({ secrets: fields({ secretStoreRef: {}, path: {} }, { required: ['secretStoreRef', 'path'] }) }),
      ),
    ],
    $defs: {
      ...(texts.definitions as Record<string, Schema>),
      Image: image,
      Component: processSchema('component', model),
      ...(model.jobs.length === 0 ? {} : { Job: processSchema('job', model) }),
      ...(model.cronJobs.length === 0 ? {} : { CronJob: processSchema('cronJob', model) }),
      ...(model.routes.length === 0 ? {} : { Route: route(model) }),
      ...Object.fromEntries([...new Set(model.auxiliaryServices.map(({ type }) => type))].map((type) => [typeName(type), service(type)])),
    },
  };
});

/** Required are those that every target has: without a provider, a service is not there. */
function servicesOf(model: Model): ObjectSchema {
  const isEverywhere = (name: string) => targetsOf(model).every(({ auxiliaryServices }) => auxiliaryServices.some((service) => service.name === name));
  return closed(
    Object.fromEntries(model.auxiliaryServices.map(({ name, type }) => [name, ref(typeName(type))])),
    model.auxiliaryServices.map(({ name }) => name).filter(isEverywhere),
  );
}

/** For one values file alone, in an editor: without required fields and rules between fields, which hold for merged values only. */
function partial(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(partial);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(schema)) {
    const value = (schema as Record<string, unknown>)[key];
    if (!((key === 'required' || key === 'allOf') && Array.isArray(value))) kept[key] = partial(value);
  }
  return kept;
}

export const chartSchema: Generator = {
  id: 'config/chart-schema',
  description: 'values.schema.json, which Helm validates merged values against, and one without required fields for editors',
  repository: 'config',
  files: (model) => {
    const schema = valuesSchema(model);
    return [
      { path: `${chartPath(model)}/values.schema.json`, content: printJson(schema) },
      { path: `${chartPath(model)}/values.partial.schema.json`, content: printJson(partial(schema)) },
    ];
  },
};
