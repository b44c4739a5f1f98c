/** Anybody reads what Prometheus reads: numbers of customers, versions, names of hosts, where a route serves the same port. */
import { describe, expect, test } from 'vitest';
import { examples } from '../../src/create/examples.ts';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { rules } from '../../src/validate/rules/index.ts';
import { checkRules } from '../../src/validate/rules/rule.ts';
import { goldenTargets } from '../judges/goldens.ts';
import type { Data } from '../judges/pods.ts';
import { renderedObjects } from '../judges/renders.ts';

/** `/metrics` is below `/` and `/metrics`, not below `/met`. */
const isBelow = (path: string, prefix: string) => `${path}/`.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);

/** Paths that routes of the release serve, with the Service and the port behind them. */
function served(objects: readonly Data[]): { path: string; service: string; port: string | number }[] {
  return objects.flatMap(({ kind, spec }) => {
    if (kind === 'HTTPRoute')
      return (spec.rules as Data[]).flatMap(({ matches, backendRefs = [] }) =>
        (matches as Data[]).flatMap(({ path }) => (backendRefs as Data[]).map(({ name, port }) => ({ path: path.value, service: name, port }))),
      );
    if (kind === 'Ingress')
      return (spec.rules as Data[]).flatMap(({ http }) =>
        (http.paths as Data[]).map(({ path, backend: { service } }) => ({ path, service: service.name, port: service.port.name })),
      );
    return [];
  });
}

// Its config says `public: true`: it has one port.
const publicByName = (name: string) => name.startsWith('chatwoot/');

test.each(goldenTargets())('no route serves what Prometheus reads: $name', async (target) => {
  const objects = (await renderedObjects({ ...target, delivered: true })) as Data[] | null;
  if (objects === null) return;
  const routes = served(objects);
  const found = objects.flatMap(({ kind, metadata, spec }) => {
    if (kind !== 'ServiceMonitor') return [];
    const ports = objects.find((object) => object.kind === 'Service' && object.metadata.name === metadata.name)?.spec.ports as Data[];
    return (spec.endpoints as Data[]).flatMap(({ port, path }) => {
      const number = ports.find(({ name }) => name === port)?.port;
      return routes.filter((route) => route.service === metadata.name && [port, number].includes(route.port) && isBelow(path, route.path));
    });
  });
  expect(found.length > 0).toBe(publicByName(target.name));
});

describe('a config whose only port is public', () => {
  const shop = examples.shop?.config as PipelineConfig;
  const config = (web: object): PipelineConfig => {
    const { ports: _, ...rest } = shop.components.web as object & { ports: object };
    return { ...shop, components: { web: { ...rest, ports: { http: { containerPort: 8080 } }, ...web } } } as PipelineConfig;
  };
  const problems = (given: PipelineConfig) => checkRules(given, rules).map(({ code, severity }) => [severity, code]);
  const metricsOf = (given: PipelineConfig) => resolve(given).environments.flatMap(({ targets }) => targets.map(({ components }) => components[0]?.metrics));

  test('has no metrics by default, and a warning', () => {
    expect(problems(config({}))).toEqual([['warning', 'METRICS_UNREAD']]);
    expect(new Set(metricsOf(config({})))).toEqual(new Set([null]));
  });

  test('is refused if it names that port', () => {
    expect(problems(config({ metrics: { port: 'http' } }))).toEqual([['error', 'METRICS_PUBLIC']]);
    expect(problems(config({ metrics: { port: 'http', path: '/actuator/prometheus' } }))).toEqual([['error', 'METRICS_PUBLIC']]);
  });

  test('is accepted if it says so by name', () => {
    expect(problems(config({ metrics: { port: 'http', public: true } }))).toEqual([]);
    expect(problems(config({ metrics: false }))).toEqual([]);
  });

  test('is refused for an exposed port without a route', () => {
    const exposed = { ports: { http: { containerPort: 8080 }, admin: { containerPort: 9090, exposed: true } }, service: { type: 'LoadBalancer' } };
    expect(problems(config({ ...exposed, metrics: { port: 'admin' } }))).toEqual([['error', 'METRICS_PUBLIC']]);
  });

  test('takes a port of its own by default', () => {
    const ports = { http: { containerPort: 8080 }, admin: { containerPort: 9090 } };
    expect(problems(config({ ports }))).toEqual([]);
    expect(metricsOf(config({ ports }))[0]).toEqual({ port: 'admin', path: '/metrics' });
  });
});
