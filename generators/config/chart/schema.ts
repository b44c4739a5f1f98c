import { typeName } from '../../../src/auxiliary-services/service.ts';
import { digestPattern, tagPattern } from '../../../src/github/contract.ts';
import { type Model, targetsOf } from '../../../src/model/model.ts';
import { chartPath } from '../../../src/model/names.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { accessTo } from '../../../src/registries/index.ts';
import { printJson } from '../../../src/render/json.ts';
import { texts } from '../../../src/render/texts.ts';
import { closed, fields, named, ref, rule, type Schema, text } from './schema-parts.ts';
import { processSchema } from './schema-processes.ts';
import { service } from './schema-services.ts';

/** Both empty: not delivered yet. Both given: what CD wrote. */
const image: Schema = {
  anyOf: [
    closed({ repository: text, tag: { const: '' }, digest: { const: '' } }),
    closed({
      repository: text,
      tag: { type: 'string', pattern: tagPattern, not: { const: 'latest' } },
      digest: { type: 'string', pattern: digestPattern },
    }),
  ],
};

const alertMap: Schema = {
  type: 'object',
  propertyNames: { pattern: '^[A-Z][A-Za-z]+$' },
  additionalProperties: closed({
    expression: text,
    for: { type: 'string', pattern: '^[0-9]+[smh]$' },
    severity: { enum: ['warning', 'critical'] },
    summary: text,
  }),
};

const textMap: Schema = { type: 'object', additionalProperties: text };
/** Of the fields of its kind, Kubernetes judges. */
const manifest: Schema = {
  type: 'object',
  properties: { apiVersion: text, kind: text, metadata: closed({ name: text, labels: textMap, annotations: textMap }, ['name']) },
  required: ['apiVersion', 'kind', 'metadata'],
  additionalProperties: {},
};

const cluster = (model: Model): Schema =>
  closed(
    {
      name: { enum: model.clusters.map(({ name }) => name) },
      location: { enum: ['cloud', 'on-premise'] },
      storageClass: text,
      gateway: closed({ name: text, namespace: text, sectionName: text }, ['name', 'namespace']),
      ingressClassName: text,
      mirrors: textMap,
      imagePull: closed(
        {
          by: { enum: ['node', 'secret', 'external-secrets', 'mirror'] },
          secret: ref('SecretName'),
          mirror: text,
          externalSecrets: closed({
            secret: ref('SecretName'),
            registry: text,
            generator: text,
            refreshInterval: text,
            ...Object.fromEntries(Object.keys(accessTo(model.registry).tokens?.values ?? {}).map((key) => [key, text])),
          }),
        },
        ['by'],
      ),
    },
    ['name', 'location', 'imagePull'],
  );

function route(model: Model): Schema {
  return closed(
    {
      component: { enum: model.components.map(({ name }) => name) },
      port: ref('PortName'),
      path: text,
      hosts: { type: 'array', items: text, minItems: 1 },
      tlsSecret: ref('SecretName'),
      timeout: text,
      annotations: textMap,
    },
    ['component', 'port', 'path'],
  );
}

/** One schema for all values of the chart, merged. Draft 2020-12, closed at every depth, nothing remote. */
function valuesSchema(model: Model): Schema {
  // Exactly one writer: Kubernetes would let it scale.
  const one = fields({ replicas: { const: 1 }, autoscaling: fields({ enabled: { const: false } }) });
  const standalone = { mode: { const: 'standalone' } };
  const components = (schema: Schema) => fields({ components: fields(Object.fromEntries(model.components.map(({ name }) => [name, schema]))) });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Values of ${model.app.name}`,
    ...closed(
      {
        // Helm passes it to every chart.
        global: closed({}),
        environment: { enum: model.environments.map(({ name }) => name) },
        mode: { enum: ['standalone', 'multi-instance'] },
        images: named(
          model.images.map(({ name }) => name),
          () => ref('Image'),
        ),
        components: named(
          model.components.map(({ name }) => name),
          () => ref('Component'),
        ),
        ...(model.jobs.length === 0
          ? {}
          : {
              jobs: named(
                model.jobs.map(({ name }) => name),
                () => ref('Job'),
              ),
            }),
        ...(model.cronJobs.length === 0
          ? {}
          : {
              cronJobs: named(
                model.cronJobs.map(({ name }) => name),
                () => ref('CronJob'),
              ),
            }),
        ...(model.routes.length === 0
          ? {}
          : {
              routes: named(
                model.routes.map(({ name }) => name),
                () => ref('Route'),
              ),
            }),
        ...(model.auxiliaryServices.length === 0
          ? {}
          : {
              auxiliaryServices: closed(Object.fromEntries(model.auxiliaryServices.map(({ name, type }) => [name, ref(typeName(type))]))),
            }),
        ...(targetsOf(model).every(({ extraManifests }) => extraManifests.length === 0)
          ? {}
          : { extraManifests: { type: 'object', additionalProperties: manifest } }),
        monitoring: closed(
          {
            prometheus: closed({ enabled: { type: 'boolean' } }),
            grafana: closed({ enabled: { type: 'boolean' } }),
            namespace: text,
            runbookUrl: text,
            alerts: alertMap,
          },
          ['prometheus', 'grafana', 'namespace', 'runbookUrl'],
        ),
        secrets: closed({ store: { enum: ['kubernetes', 'vault'] }, secretStore: text, path: text }, ['store']),
        cluster: cluster(model),
      },
      ['environment', 'mode', 'images', 'components', 'monitoring', 'secrets', 'cluster'],
    ),
    allOf: [
      // A component's own mode counts before the environment's.
      rule(fields(standalone), components(rule({ not: fields({ mode: {} }, { required: ['mode'] }) }, one))),
      components(rule(fields(standalone, { required: ['mode'] }), one)),
      rule(
        fields({ secrets: fields({ store: { const: 'vault' } }) }),
        fields({ secrets: fields({ secretStore: {}, path: {} }, { required: ['secretStore', 'path'] }) }),
      ),
    ],
    $defs: {
      ...texts.definitions,
      Image: image,
      Component: processSchema('component', model),
      ...(model.jobs.length === 0 ? {} : { Job: processSchema('job', model) }),
      ...(model.cronJobs.length === 0 ? {} : { CronJob: processSchema('cronJob', model) }),
      ...(model.routes.length === 0 ? {} : { Route: route(model) }),
      ...Object.fromEntries([...new Set(model.auxiliaryServices.map(({ type }) => type))].map((type) => [typeName(type), service(type)])),
    },
  };
}

/** For one values file alone, in an editor: nothing is required, and rules between fields are left to Helm. */
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
  description: 'values.schema.json for Helm, over the merged values, and one without required fields for editors',
  repository: 'config',
  files: (model) => {
    const schema = valuesSchema(model);
    return [
      { path: `${chartPath(model)}/values.schema.json`, content: printJson(schema) },
      { path: `${chartPath(model)}/values.partial.schema.json`, content: printJson(partial(schema)) },
    ];
  },
};
