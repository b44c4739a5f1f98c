/** Who may sync, as the AppProjects say it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { argocdProjects } from '../../generators/config/argocd/project.ts';
import { examples } from '../../src/create/examples.ts';
import type { Environment, PipelineConfig } from '../../src/generated/pipeline-config.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { goldenFolder } from '../golden/cases.ts';

const shop = (examples.shop?.config ?? {}) as PipelineConfig;

/** Groups that may sync prod, and the policies of their role. */
function syncOfProd(prod: Partial<Environment>): { groups: string[]; policies: string[] } | undefined {
  const environments = { ...shop.environments, prod: { ...(shop.environments.prod as Environment), ...prod } };
  const files = argocdProjects.files(resolve({ ...shop, environments }), { version: '1.0.0', planned: [] });
  return parse(files.find(({ path }) => path.endsWith('shop-prod.yaml'))?.content ?? '').spec.roles?.[0];
}

test('the sync is given to the groups of the approval alone', () => {
  const approval = { by: 'argo-cd', reviewers: ['@acme/platform'] } as const;
  expect(syncOfProd({ approval })?.groups).toEqual(['acme:platform']);
  expect(syncOfProd({ approval: { ...approval, groups: ['release managers'] } })?.groups).toEqual(['release managers']);
});

test('what is approved elsewhere is synced by the groups that the config names, by default by none', () => {
  expect(syncOfProd({})?.groups).toEqual(['acme:platform']);
  expect(syncOfProd({ approval: { by: 'pull-request', reviewers: ['@acme/platform'] } })).toBeUndefined();
});

test('nobody is given what Argo CD does by itself', () => {
  expect(syncOfProd({ sync: 'automatic' })).toBeUndefined();
});

test('a role may look and sync, in its own project', () => {
  expect(syncOfProd({})?.policies).toEqual([
    'p, proj:shop-prod:sync, applications, get, shop-prod/*, allow',
    'p, proj:shop-prod:sync, applications, sync, shop-prod/*, allow',
    'p, proj:shop-prod:sync, logs, get, shop-prod/*, allow',
  ]);
});

test('the set-up runbook looks at what else lets somebody sync', () => {
  const text = readFileSync(join(goldenFolder, 'shop/config/docs/shop/runbooks/set-up.md'), 'utf8');
  expect(text).toContain('argocd admin settings rbac can somebody sync applications shop-prod/shop-prod-prod-');
});
