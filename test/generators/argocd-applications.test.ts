/** How the Applications sync. */
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { argocdApplications } from '../../generators/config/argocd/application.ts';
import { examples } from '../../src/create/examples.ts';
import type { Environment, PipelineConfig } from '../../src/generated/pipeline-config.ts';
import { resolve } from '../../src/resolve/resolve.ts';

const shop = (examples.shop?.config ?? {}) as PipelineConfig;

/** How often Argo CD repeats a failed sync of prod on prod-eu. */
function retries(config: Partial<PipelineConfig>, prod: Partial<Environment> = {}): number | undefined {
  const environments = { ...shop.environments, prod: { ...(shop.environments.prod as Environment), ...prod } };
  const files = argocdApplications.files(resolve({ ...shop, ...config, environments }), { version: '1.0.0', planned: [] });
  return parse(files.find(({ path }) => path.endsWith('shop-prod-prod-eu.yaml'))?.content ?? '').spec.syncPolicy.retry?.limit;
}

const jobs = { jobs: { migrate: { args: ['migrate'] } } };

test('a sync that Argo CD starts is repeated five times', () => {
  expect(retries({}, { sync: 'automatic' })).toBe(5);
  expect(retries(jobs, { sync: 'automatic' })).toBe(5);
});

test('a sync that a person starts is repeated twice, and not where it would run Jobs again', () => {
  expect(retries({})).toBe(2);
  expect(retries(jobs)).toBeUndefined();
});

test('a retry takes the newest commit where nobody has to review it, and only there', () => {
  const policies = argocdApplications.files(resolve(shop), { version: '1.0.0', planned: [] }).map(({ content }) => parse(content).spec.syncPolicy);
  expect(policies.map(({ automated, retry }) => [automated?.enabled ?? false, retry.refresh ?? false])).toEqual([
    [true, true],
    [false, false],
    [false, false],
  ]);
});

test('a person prunes with the sync, and only the deletion of an Application asks once more', () => {
  const options = argocdApplications.files(resolve(shop), { version: '1.0.0', planned: [] }).map(({ content }) => parse(content).spec.syncPolicy.syncOptions);
  expect(options.map((each: string[]) => each.filter((option) => /confirm/i.test(option)))).toEqual([[], ['Delete=confirm'], ['Delete=confirm']]);
});
