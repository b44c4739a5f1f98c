/** What stands in which values file, and that Helm makes of the three exactly what the model says. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { valuesSchema } from '../../generators/config/chart/schema.ts';
import type { Values } from '../../src/chart/named-values.ts';
import { merge, targetValues, valuesFiles } from '../../src/chart/values.ts';
import { examples } from '../../src/create/examples.ts';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import type { Model } from '../../src/model/model.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { plainData } from '../../src/validate/plain-data.ts';
import { arbitraryConfig } from '../properties/arbitrary-config.ts';
import { sample } from '../support/sample.ts';

// biome-ignore lint/suspicious/noExplicitAny: parts of a config are changed at will
type Loose = any;

/** Without what providers need that do not provide here. */
function used(values: Values): Values {
  const services = Object.entries((values.auxiliaryServices ?? {}) as Record<string, Values>).map(([name, service]) => {
    const others = ['embedded', 'operator', 'external'].filter((provider) => provider !== service.provider);
    return [name, Object.fromEntries(Object.entries(service).filter(([key]) => !others.includes(key)))];
  });
  return values.auxiliaryServices === undefined ? values : { ...values, auxiliaryServices: Object.fromEntries(services) };
}

function holdTogether(model: Model): void {
  const { base, wrappers, clusters } = valuesFiles(model);
  for (const environment of model.environments)
    for (const target of environment.targets) {
      const merged = merge(merge(base, wrappers.get(environment) ?? {}), clusters.get(target) ?? {});
      expect(used(merged)).toEqual(used(targetValues(model, environment, target)));
    }
}

test('the three files merged are what the model says, for any config', () => {
  fc.assert(
    fc.property(arbitraryConfig, (config) => holdTogether(resolve(plainData(config).data as PipelineConfig))),
    { numRuns: sample(60, 300) },
  );
});

/** The services of each target, after Helm has merged the three files. */
function servicesIn(config: PipelineConfig): Record<string, string[]> {
  const model = resolve(config);
  const { base, wrappers, clusters } = valuesFiles(model);
  const targets = model.environments.flatMap((environment) => environment.targets.map((target) => ({ environment, target })));
  return Object.fromEntries(
    targets.map(({ environment, target }) => {
      const merged = merge(merge(base, wrappers.get(environment) ?? {}), clusters.get(target) ?? {});
      return [target.applicationName, Object.keys((merged.auxiliaryServices ?? {}) as Values)];
    }),
  );
}

test('values of a provider that one cluster uses otherwise, and another not at all, are whole where they stand', () => {
  const config = structuredClone(shopConfig) as Loose;
  config.environments.prod.auxiliaryServices.db = external({ secret: { name: 'shop-db', keys: { username: 'u', password: 'p' } } });
  config.environments.prod.overrides['prod-eu'] = { auxiliaryServices: { db: external({ secret: { name: 'eu-db', keys: { url: 'url' } } }) } };
  const model = resolve(config);
  const passes = new Ajv2020({ strict: false }).compile(valuesSchema(model));
  const { base, wrappers, clusters } = valuesFiles(model);
  for (const environment of model.environments)
    for (const target of environment.targets) {
      const delivered = { images: { shop: { tag: 'a', digest: `sha256:${'a'.repeat(64)}` } } };
      const merged = [base, wrappers.get(environment) ?? {}, clusters.get(target) ?? {}, delivered].reduce(merge);
      expect(passes(merged), JSON.stringify(passes.errors)).toBe(true);
    }
});

test('a service is only where it has a provider: without one, no values would pass their schema', () => {
  const config = structuredClone(shopConfig) as PipelineConfig & { environments: Record<string, { auxiliaryServices?: object }> };
  Object.assign(config, { components: { web: {} }, routes: {} });
  const { dev, prod } = config.environments;
  Object.assign(dev as object, { routes: {}, auxiliaryServices: { cache: { provider: 'embedded' } } });
  Object.assign(prod as object, { routes: {}, auxiliaryServices: {} });
  expect(servicesIn(config)).toEqual({ 'shop-dev-dev-eu': ['cache'], 'shop-prod-prod-dc1': ['db', 'cache'], 'shop-prod-prod-eu': [] });
  const model = resolve(config);
  const passes = new Ajv2020({ strict: false }).compile(valuesSchema(model));
  for (const environment of model.environments)
    for (const target of environment.targets) expect(passes(targetValues(model, environment, target)), JSON.stringify(passes.errors)).toBe(true);
});

const shopConfig = examples.shop?.config;

const external = (more: object) => ({ provider: 'external', host: 'db.example.com', ...more });

const cases: Record<string, (config: Loose) => void> = {
  'another handler of a probe': ({ environments }) => {
    environments.prod.components.web.readinessProbe = { tcpSocket: { port: 'http' } };
  },
  'another kind of value of a variable': ({ components, environments }) => {
    components.web.env.DATABASE_URL = { secretKeyRef: { name: 'other', key: 'url' } };
    environments.prod.components.web.env = { DATABASE_URL: { from: 'db.url' } };
  },
  'a plain value instead of a reference': ({ environments }) => {
    environments.prod.components.web.env = { CACHE_URL: 'redis://elsewhere' };
  },
  'other keys of a Secret, on one cluster': ({ environments }) => {
    environments.prod.auxiliaryServices.db = external({ secret: { name: 'shop-db', keys: { url: 'dsn' } } });
    environments.prod.overrides['prod-dc1'].auxiliaryServices.db = external({ secret: { name: 'dc1-db', keys: { username: 'u', password: 'p' } } });
  },
  'no Secret on one cluster': ({ environments }) => {
    environments.prod.overrides['prod-dc1'].auxiliaryServices.cache = external({});
  },
  'no CIDRs on one cluster': ({ environments }) => {
    environments.prod.auxiliaryServices.cache.cidrs = ['10.0.0.0/8'];
    environments.prod.overrides['prod-dc1'].auxiliaryServices.cache = external({});
  },
  'no parameter of the URL on one cluster': ({ environments }) => {
    environments.prod.auxiliaryServices.db.parameters = { sslmode: 'require' };
  },
  'no TLS Secret on one cluster': ({ environments }) => {
    environments.prod.routes.public.tlsSecret = 'shop-tls';
    environments.prod.overrides['prod-dc1'].routes = { public: { hosts: ['shop.dc1.example.com'] } };
  },
};

test.each(Object.entries(cases))('%s leaves nothing behind', (_, change) => {
  const config = structuredClone(shopConfig) as PipelineConfig;
  change(config);
  const model = resolve(config);
  holdTogether(model);
});

test('what all share stands in values.yaml alone, what an environment changes in its wrapper', () => {
  const config = structuredClone(shopConfig);
  cases['another handler of a probe']?.(config);
  const model = resolve(config as PipelineConfig);
  const { base, wrappers, clusters } = valuesFiles(model);
  const probeIn = (values: Values | undefined) => (values?.components as Record<string, Values> | undefined)?.web?.readinessProbe;
  expect(Object.keys(probeIn(base) ?? {})).toEqual(['initialDelaySeconds', 'periodSeconds', 'timeoutSeconds', 'failureThreshold']);
  const [dev, prod] = model.environments.map((environment) => probeIn(wrappers.get(environment)));
  expect([dev, prod]).toEqual([{ httpGet: { path: '/healthz', port: 'http' } }, { tcpSocket: { port: 'http' } }]);
  expect([...clusters.values()].map(probeIn)).toEqual([undefined, undefined, undefined]);
});

test('empty texts that the config allows pass the schema of the values', () => {
  const config = structuredClone(shopConfig) as PipelineConfig;
  const { public: route } = config.routes ?? {};
  const { db } = config.auxiliaryServices ?? {};
  const { dev } = config.environments;
  if (route === undefined || db === undefined || dev === undefined) throw new Error('the example has changed');
  route.annotations = { note: '' };
  Object.assign(db, { parameters: { options: '' } });
  dev.extraManifests = { note: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'note', labels: { a: '' }, annotations: { b: '' } } } };
  const model = resolve(config);
  const validate = new Ajv2020({ strict: false, allErrors: true }).compile(valuesSchema(model));
  for (const environment of model.environments)
    for (const target of environment.targets) {
      validate(targetValues(model, environment, target));
      expect(validate.errors ?? []).toEqual([]);
    }
});
