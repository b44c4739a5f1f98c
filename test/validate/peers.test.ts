/** Apps that share a config repository. */
import { expect, test } from 'vitest';
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

test('a renamed app still runs under its old name', () => {
  const renamed = app('store', ({ repositories }) => {
    repositories.app.slug = 'acme/shop';
  });
  const [problem] = peerProblems(renamed, [app('shop')]);
  expect(problem).toMatchObject({
    code: 'APP_RENAMED',
    severity: 'warning',
    hint: expect.stringContaining('argocd app delete shop-dev-dev-eu shop-prod-prod-dc1 shop-prod-prod-eu;'),
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
