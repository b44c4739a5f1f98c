/** Apps that share a config repository. */
import { describe, expect, test } from 'vitest';
import { examples } from '../../src/create/examples.ts';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import type { Model } from '../../src/model/model.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { claimRegister } from '../../src/validate/claims.ts';
import { peerProblems } from '../../src/validate/peers.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests change any part of a config
function app(name: string, change: (config: any) => void = () => {}): Model {
  const config = structuredClone(examples.shop?.config) as PipelineConfig;
  config.app.name = name;
  config.repositories.app.slug = `acme/${name}`;
  Object.assign(config.registry, { role: `${name}-ci` });
  for (const [environment, { routes }] of Object.entries(config.environments))
    if (routes?.public !== undefined) routes.public.hosts = [`${name}.${environment}.example.com`];
  change(config);
  return resolve(config);
}

const problemsOf = (model: Model, peer: Model, saved?: Model) =>
  peerProblems(model, [peer], () => saved).map(({ code, severity, pointer }) => `${severity} ${code} ${pointer}`);

test('two apps with the same settings have no problem', () => {
  expect(problemsOf(app('shop'), app('mail'))).toEqual([]);
});

test.each<[string, (config: never) => void, string]>([
  [
    'a cluster',
    ({ clusters }: { clusters: Record<string, { storageClass?: string }> }) => Object.assign(clusters['prod-dc1'] ?? {}, { storageClass: 'other' }),
    '/clusters/prod-dc1',
  ],
  ['Argo CD', ({ argocd }: { argocd: { namespace?: string } }) => Object.assign(argocd, { namespace: 'gitops' }), '/argocd/namespace'],
  [
    'the owners of the repository',
    ({ repositories }: PipelineConfig) => Object.assign(repositories.config, { owners: ['@acme/other'] }),
    '/repositories/config/owners',
  ],
  ['its name', ({ repositories }: PipelineConfig) => Object.assign(repositories.config, { slug: 'acme/moved' }), '/repositories/config/slug'],
  ['its branch', ({ repositories }: PipelineConfig) => Object.assign(repositories.config, { defaultBranch: 'trunk' }), '/repositories/config/defaultBranch'],
])('%s: an error for an app that differs, a warning for the app that changes it first', (_, change, pointer) => {
  const changed = app('mail', change as (config: unknown) => void);
  expect(problemsOf(changed, app('shop'))).toEqual([`error SHARED_SETTING_CONFLICT ${pointer}`]);
  expect(problemsOf(changed, app('shop'), app('mail'))).toEqual([`warning SHARED_SETTING_CONFLICT ${pointer}`]);
  expect(problemsOf(app('shop'), changed, app('shop'))).toEqual([`error SHARED_SETTING_CONFLICT ${pointer}`]);
});

test('a conflict names the fields that differ', () => {
  const changed = app('mail', ({ clusters }: PipelineConfig) =>
    Object.assign(clusters['dev-eu'] ?? {}, { gateway: { name: 'internal', namespace: 'gateways' } }),
  );
  expect(peerProblems(changed, [app('shop')])[0]?.message).toBe(
    "gateway or ingressClassName of cluster 'dev-eu' is name 'internal' here, but name 'public' in 'shop', which shares the config repository",
  );
});

test('on a cluster, only one app can serve a host and path', () => {
  const hosts = (config: PipelineConfig) => {
    for (const { routes } of Object.values(config.environments)) if (routes?.public !== undefined) routes.public.hosts = ['one.example.com'];
  };
  const problems = peerProblems(app('mail', hosts), [app('shop', hosts)]);
  expect(problems[0]).toMatchObject({
    code: 'HOST_DUPLICATE',
    pointer: '/environments/dev/routes/public',
    message: "'mail' and 'shop' in the same config repository both use 'one.example.com/' on cluster 'dev-eu', which can belong to only one app",
  });
  expect(problems).toHaveLength(3);
});

describe('an app with another name', () => {
  const renamed = (renamedFrom?: string, database?: string, slug = 'acme/shop') =>
    app('store', (config) => {
      config.repositories.app.slug = slug;
      if (renamedFrom !== undefined) config.app.renamedFrom = renamedFrom;
      if (database !== undefined) config.auxiliaryServices.db.database = database;
    });

  test('is refused, with the way, unless the config says what it was called', () => {
    expect(peerProblems(renamed(), [app('shop')])).toEqual([
      expect.objectContaining({
        code: 'APP_RENAMED',
        severity: 'error',
        pointer: '/app/name',
        hint: expect.stringMatching(/add app\.renamedFrom: 'shop': generate then writes docs\/store\/runbooks\/rename\.md/),
      }),
    ]);
    expect(problemsOf(renamed('market', 'shop'), app('shop'))).toEqual(['error APP_RENAMED /app/name', 'warning APP_RENAMED /app/renamedFrom']);
  });

  test('keeps the names of its databases, except those of an operator', () => {
    expect(problemsOf(renamed('shop'), app('shop'))).toEqual(['warning APP_RENAMED /app/renamedFrom', 'error APP_RENAMED /auxiliaryServices/db']);
    expect(problemsOf(renamed('shop', 'shop'), app('shop'))).toEqual(['warning APP_RENAMED /app/renamedFrom']);
    const operated = (name: string, change: (config: PipelineConfig) => void = () => {}) =>
      app(name, (config) => {
        config.repositories.app.slug = 'acme/shop';
        for (const environment of Object.values<{ auxiliaryServices?: object }>(config.environments))
          Object.assign(environment.auxiliaryServices ?? {}, { db: { provider: 'operator' } });
        change(config);
      });
    const after = operated('store', (config) => Object.assign(config.app, { renamedFrom: 'shop' }));
    expect(problemsOf(after, operated('shop'))).toEqual(['warning APP_RENAMED /app/renamedFrom']);
  });

  test('has its hosts and its Vault path, but no namespace of the old one', () => {
    const at = (name: string, slug: string) =>
      app(name, (config) => {
        config.repositories.app.slug = slug;
        if (name === 'store') Object.assign(config.app, { renamedFrom: 'shop' });
        config.auxiliaryServices.db.database = 'shop';
        for (const environment of Object.values<{ routes: { public: object }; secrets: object; namespace?: string }>(config.environments))
          Object.assign(environment.routes.public, { hosts: ['one.example.com'] });
        config.environments.prod.secrets.path = 'team/prod';
        config.environments.prod.namespace = 'team-prod';
      });
    expect(problemsOf(at('store', 'acme/shop'), at('shop', 'acme/shop'))).toEqual([
      ...['error OWNED_BY_ANOTHER_APP /environments/prod/namespace', 'error OWNED_BY_ANOTHER_APP /environments/prod/namespace'],
      'warning APP_RENAMED /app/renamedFrom',
    ]);
    const others = problemsOf(at('store', 'acme/store'), at('shop', 'acme/shop'));
    expect(others).toContain('error HOST_DUPLICATE /environments/dev/routes/public');
    expect(others).toContain('error OWNED_BY_ANOTHER_APP /environments/prod/secrets/path');
  });

  test('is complete once the old one has gone', () => {
    expect(peerProblems(renamed('shop', 'shop'), [app('mail')])).toEqual([
      expect.objectContaining({ code: 'APP_RENAMED', severity: 'warning', hint: expect.stringContaining('Remove app.renamedFrom') }),
    ]);
  });

  test('is synced by a person alone', () => {
    expect(renamed('shop').environments.map(({ sync }) => sync)).toEqual(['manual', 'manual']);
    expect(renamed().environments.map(({ sync }) => sync)).toEqual(['automatic', 'manual']);
  });
});

test('the register finds every pair of apps that share something, and paths above and below another', () => {
  const register = claimRegister();
  const vault = (name: string, path: string) => {
    const model = structuredClone(app(name as 'shop'));
    model.app.name = `${name}-${path}`;
    for (const environment of model.environments) Object.assign(environment, { namespace: `${name}-${path}`, targets: [], secrets: { store: 'vault', path } });
    return { ...model, environments: model.environments.slice(0, 1), images: [], registry: { type: 'ghcr' } } as unknown as typeof model;
  };
  expect(register(vault('shop', 'team/shop/prod'))).toEqual([]);
  expect(register(vault('shop', 'team/shop-2'))).toEqual([]);
  expect(register(vault('shop', 'team/shop'))).toEqual(['shop-team/shop/prod']);
  expect(register(vault('shop', 'team')).sort()).toEqual(['shop-team/shop', 'shop-team/shop-2', 'shop-team/shop/prod']);
  expect(register(vault('shop', 'team/shop/prod/db')).sort()).toEqual(['shop-team', 'shop-team/shop', 'shop-team/shop/prod']);
});
