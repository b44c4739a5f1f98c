/** The follow-ups that generate prints: what Argo CD does not do by itself, and the order of the pull requests. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generators } from '../../generators/index.ts';
import { exitCodes } from '../../src/problems/errors.ts';
import { openWorkspace, type Workspace } from '../support/run-commands.ts';

const hub = "argocd: { topology: 'hub', cluster: 'prod-eu' }";

async function generated(): Promise<Workspace> {
  const workspace = openWorkspace();
  await workspace.generate({ generators });
  return workspace;
}

describe('from a hub to an Argo CD in each cluster', () => {
  test('deletes only Applications of the old Argo CD, and no workload', async () => {
    const workspace = await generated();
    workspace.edit(hub, "argocd: { topology: 'per-cluster' }");
    const { out } = await workspace.generate({ generators });
    expect(out).toContain('Moved to another Argo CD: shop-config-root, shop-dev-dev-eu, shop-prod-prod-dc1, shop-prod-prod-eu.');
    expect(out).toContain('  argocd app delete shop-config-root --cascade=false\n  argocd app delete shop-dev-dev-eu --cascade=false\n');
    expect(out).toContain('Then apply argocd/dev-eu/bootstrap/root.yaml, argocd/prod-dc1/bootstrap/root.yaml, argocd/prod-eu/bootstrap/root.yaml');
    expect(out).not.toMatch(/--cascade$/m);
    // The root of the hub is deleted.
    expect(existsSync(join(workspace.config, 'argocd/bootstrap/root.yaml'))).toBe(false);
    expect((await workspace.check({ generators })).code).toBe(exitCodes.clean);
  });

  test('and back, with the context of each cluster', async () => {
    const workspace = await generated();
    workspace.edit(hub, "argocd: { topology: 'per-cluster' }");
    await workspace.generate({ generators });
    workspace.edit("argocd: { topology: 'per-cluster' }", hub);
    const { out } = await workspace.generate({ generators });
    expect(out).toContain('  argocd --argocd-context prod-dc1 app delete shop-prod-prod-dc1 --cascade=false\n');
  });
});

describe('another Argo CD that reads the same files', () => {
  test('another hub: its Applications are deleted before it deploys files of the new hub to its own cluster', async () => {
    const workspace = await generated();
    workspace.edit(hub, hub.replace('prod-eu', 'dev-eu'));
    const { out } = await workspace.generate({ generators });
    expect(out).toContain('Argo CD moves from prod-eu, namespace argocd to dev-eu, namespace argocd.');
    expect(out).toMatch(/\nBefore you merge to main, /);
    expect(out.match(/ {2}argocd .+/g)).toEqual(
      ['shop-config-root', 'shop-dev-dev-eu', 'shop-prod-prod-dc1', 'shop-prod-prod-eu'].map(
        (name) => `  argocd --argocd-context prod-eu app delete ${name} --cascade=false`,
      ),
    );
    expect((await workspace.generate({ generators })).out).not.toContain('moves');
  });

  test('another namespace, in each cluster', async () => {
    const workspace = await generated();
    workspace.edit(hub, "argocd: { topology: 'per-cluster' }");
    await workspace.generate({ generators });
    workspace.edit("argocd: { topology: 'per-cluster' }", "argocd: { topology: 'per-cluster', namespace: 'gitops', bootstrap: false }");
    const { out } = await workspace.generate({ generators });
    expect(out).toContain('Argo CD moves from namespace argocd to namespace gitops.');
    expect(out).toContain('  argocd --argocd-context prod-dc1 app delete shop-config-root --cascade=false\n');
    expect(out).toContain('  argocd --argocd-context prod-dc1 app delete shop-prod-prod-dc1 --cascade=false\n');
    expect(out.match(/--argocd-context prod-dc1 app delete shop-config-root/g)).toHaveLength(1);
  });

  test('prints nothing if Argo CD stays', async () => {
    const workspace = await generated();
    workspace.edit('replicas: 3', 'replicas: 4');
    expect((await workspace.generate({ generators })).out).not.toContain('moves');
  });
});

test('a config repository with another name has a page for it, in place of single commands', async () => {
  const workspace = await generated();
  workspace.edit("slug: 'acme/shop-config'", "slug: 'acme/platform-config', cdApp: 'shop-config-cd'");
  const { out } = await workspace.generate({ generators });
  expect(out).toContain('The config repository acme/shop-config is acme/platform-config now.');
  expect(out).toContain('follow “The config repository was renamed or moved” in docs/shop/runbooks/troubleshoot.md');
  expect(out).not.toContain('app delete');
  const page = readFileSync(join(workspace.config, 'docs/shop/runbooks/troubleshoot.md'), 'utf8');
  expect(page).toContain('argocd app delete "$former-root" --cascade=false --yes\nargocd proj delete "$former-root"\nkubectl --context prod-eu apply');
  expect((await workspace.generate({ generators })).out).not.toContain('platform-config now');
});

describe('Secrets that only a person creates', () => {
  const withQueue = async (provider: string) => {
    const workspace = await generated();
    workspace.edit("cache: { type: 'redis' } },", "cache: { type: 'redis' }, queue: { type: 'rabbitmq' } },");
    workspace.edit("cache: { provider: 'embedded' } },\n    },", `cache: { provider: 'embedded' }, queue: ${provider} },\n    },`);
    return (await workspace.generate({ generators })).out;
  };

  test('a service in an environment that was there before: its Secret comes first', async () => {
    expect(await withQueue("{ provider: 'embedded' }")).toContain(
      'dev of shop needs another Secret: shop-queue. Before you merge to main, follow docs/shop/runbooks/set-up.md for it: step Secrets.',
    );
  });

  test('a cluster that an environment gets: what the set-up did for the others', async () => {
    const workspace = await generated();
    workspace.edit("clusters: ['dev-eu'],", "clusters: ['dev-eu', 'prod-eu'],");
    expect((await workspace.generate({ generators })).out).toContain(
      'dev of shop is new on prod-eu. dev of shop needs more Secrets: shop-db, shop-cache. Before you merge to main, follow docs/shop/runbooks/set-up.md for it: steps Clusters and Secrets.',
    );
  });

  test('nothing where none is new', async () => {
    const workspace = await generated();
    workspace.edit('replicas: 3', 'replicas: 4');
    expect((await workspace.generate({ generators })).out).not.toContain('Secret');
  });
});

test('an environment in another namespace: lists what runs in the old one, per cluster', async () => {
  const workspace = await generated();
  workspace.edit("clusters: ['prod-dc1', 'prod-eu']", "clusters: ['prod-dc1', 'prod-eu'],\n      namespace: 'store'");
  const { out } = await workspace.generate({ generators });
  expect(out).toContain('prod of shop moves from the namespace shop-prod to store. The new namespace starts without Secrets and without data.');
  expect(out.match(/ {2}kubectl .+/g)).toEqual([
    '  kubectl --context prod-dc1 --namespace shop-prod get all,persistentvolumeclaims',
    '  kubectl --context prod-eu --namespace shop-prod get all,persistentvolumeclaims',
  ]);
  expect((await workspace.generate({ generators })).out).not.toContain('moves');
});

test('an existing Argo CD: the root is deleted, and the Applications stay', async () => {
  const workspace = await generated();
  workspace.edit(hub, hub.replace(' }', ', bootstrap: false }'));
  const { out } = await workspace.generate({ generators });
  expect(existsSync(join(workspace.config, 'argocd/bootstrap/root.yaml'))).toBe(false);
  const runbook = readFileSync(join(workspace.config, 'docs/shop/runbooks/set-up.md'), 'utf8');
  expect(runbook).toMatch(/## \d+\. Applications\n[\s\S]*--context prod-eu apply --server-side \\\n {2}--filename argocd\/projects\/shop-dev\.yaml \\\n/);
  expect(out).toContain('  argocd app delete shop-config-root --cascade=false\nThen let your own Argo CD read argocd: see the set-up runbook.\n');
  expect((await workspace.check({ generators })).code).toBe(exitCodes.clean);
});

test('a health check of an existing app has to be merged by hand', async () => {
  const workspace = openWorkspace();
  const [operator, embedded] = ["db: { provider: 'operator' }", "db: { provider: 'embedded', dataLoss: 'accepted' }"];
  workspace.edit(operator, embedded);
  await workspace.generate({ generators });
  workspace.edit(embedded, operator);
  const { out } = await workspace.generate({ generators });
  expect(out).toContain("Before the next sync, merge argocd/health-checks/shop.yaml into Argo CD's ConfigMap argocd-cm: the set-up runbook has the command.");
  expect((await workspace.generate({ generators })).out).not.toContain('argocd-cm');
});

test('for a new app, only the set-up runbook has that step', async () => {
  const { out } = await openWorkspace().generate({ generators });
  expect(out).not.toContain('ConfigMap argocd-cm');
  expect(out).not.toContain('Nothing applies these files by itself');
});

test('a root Application of an earlier version has to be applied again, with what is new beside it', async () => {
  const workspace = openWorkspace();
  const path = 'argocd/bootstrap/root.yaml';
  const content = 'kind: Application\nmetadata:\n  name: shop-config-root\nspec:\n  project: default\n';
  const earlier = generators.flatMap((generator) => {
    if (generator.id === 'config/argocd-root') return [{ ...generator, files: () => [{ path, content }] }];
    return ['config/argocd-metrics', 'config/argocd-alerts'].includes(generator.id) ? [] : [generator];
  });
  await workspace.generate({ generators: earlier });
  const { out } = await workspace.generate({ generators });
  const files = [...['argocd-cm', 'default-project', 'metrics', 'project', 'root'].map((name) => `argocd/bootstrap/${name}.yaml`), 'argocd/alerts/shop.yaml'];
  const [, printed = ''] = /\nNothing applies these files by itself: (.+)\.\nAfter the merge to main, repeat the steps of the set-up runbook/.exec(out) ?? [];
  expect(printed.split(', ').sort()).toEqual(files.sort());
  expect(out).not.toContain('app delete');
  expect((await workspace.generate({ generators })).out).not.toContain('Nothing applies');
});

test('groups that may no longer sync are named, with the field that names them', async () => {
  const workspace = await generated();
  workspace.edit("reviewers: ['@acme/platform'], groups: ['acme:platform']", "reviewers: ['@acme/platform']");
  const { out } = await workspace.generate({ generators });
  expect(out).toContain(
    "'acme:platform' may no longer sync prod of shop in Argo CD; its administrators may. To let a group sync, name it in environments.prod.approval.groups.\n",
  );
});

test('a cluster that leaves an environment: its Application, and then what runs there', async () => {
  const workspace = await generated();
  workspace.edit("clusters: ['prod-dc1', 'prod-eu']", "clusters: ['prod-eu']");
  workspace.edit("overrides: {\n        'prod-dc1'", "overrides: {\n        'prod-eu'");
  const { out } = await workspace.generate({ generators });
  // The AppProject no longer lists the cluster, so Argo CD could delete nothing there.
  expect(out).toContain('After the merge to main, delete them without their resources:\n  argocd app delete shop-prod-prod-dc1 --cascade=false --yes\n');
  expect(out).toContain('  kubectl --context prod-dc1 delete namespace shop-prod\n');
});

test('the order of the two pull requests is printed even if only the record of the app repository changes', async () => {
  const workspace = await generated();
  workspace.edit('replicas: 3', 'replicas: 4');
  expect((await workspace.generate({ generators })).out).toMatch(/merge them in this order:\n {2}1\. acme\/shop-config/);
});

describe('what leaves the config', () => {
  const staging =
    "environments: {\n    staging: { clusters: ['dev-eu'], mode: 'standalone', delivery: 'continuous-deployment', sync: 'automatic', secrets: { store: 'kubernetes' }, routes: { public: { hosts: ['shop.staging.example.com'] } }, auxiliaryServices: { db: { provider: 'embedded' }, cache: { provider: 'embedded' } } },";

  test('an environment: its Application, its AppProject and its namespace', async () => {
    const workspace = openWorkspace();
    workspace.edit('environments: {', staging);
    await workspace.generate({ generators });
    workspace.edit(staging, 'environments: {');
    const { out } = await workspace.generate({ generators });
    expect(out).toContain(
      'After the merge to main, delete them without their resources:\n  argocd app delete shop-staging-dev-eu --cascade=false --yes\n  argocd proj delete shop-staging\n',
    );
    expect(out).toContain('with its Secrets and its data:\n  kubectl --context dev-eu delete namespace shop-staging\n');
  });

  test('an environment that is renamed and keeps its namespace: what runs there is handed over', async () => {
    const workspace = openWorkspace();
    workspace.edit('environments: {', staging.replace('staging: {', "staging: { namespace: 'shop-test',"));
    await workspace.generate({ generators });
    workspace.edit('staging: {', 'qa: {');
    const { out } = await workspace.generate({ generators });
    expect(out).toContain('argocd app delete shop-staging-dev-eu --cascade=false --yes\n');
    expect(out).toContain('kubectl --context dev-eu --namespace shop-test annotate --all ');
    expect(out).not.toContain('delete namespace');
  });

  test('data and databases: deleted by hand, when nobody needs them', async () => {
    const workspace = await generated();
    workspace.edit("db: { provider: 'operator' }", "db: { provider: 'embedded', dataLoss: 'accepted' }");
    workspace.edit("db: { provider: 'embedded' }", "db: { provider: 'operator' }");
    const { out } = await workspace.generate({ generators });
    expect(out).toContain('and a database of an operator keeps running');
    expect(out).toContain('  kubectl --context prod-dc1 --namespace shop-prod delete cluster.postgresql.cnpg.io/shop-db\n');
    expect(out).toContain('  kubectl --context dev-eu --namespace shop-dev delete persistentvolumeclaim/data-shop-db-0\n');
  });

  test('the last extra manifest of a kind that the project then no longer permits', async () => {
    const workspace = openWorkspace();
    const manifest =
      "extraManifests: { quota: { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'shop-limits' }, spec: { limits: [] } } },\n  environments: {";
    workspace.edit('environments: {', manifest);
    await workspace.generate({ generators });
    workspace.edit(manifest, 'environments: {');
    const { out } = await workspace.generate({ generators });
    expect(out).toContain("Argo CD may no longer manage 'limitrange', so it does not delete what has left the config.");
    expect(out).toContain('  kubectl --context prod-eu --namespace shop-prod delete limitrange/shop-limits\n');
  });

  test('a hook among the extra manifests, which no sync deletes', async () => {
    const workspace = openWorkspace();
    const hook = (name: string) =>
      `extraManifests: { smoke: { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: '${name}', annotations: { 'argocd.argoproj.io/hook': 'PostSync' } }, spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'test', image: 'registry.example.com/test:1' }] } } } } },\n  environments: {`;
    workspace.edit('environments: {', hook('smoke'));
    await workspace.generate({ generators });
    workspace.edit(hook('smoke'), hook('smoke-test'));
    const renamed = await workspace.generate({ generators });
    expect(renamed.out).toContain('Argo CD never deletes a hook that has left the config. After the merge to main, delete it:\n');
    expect(renamed.out).toContain('  kubectl --context prod-eu --namespace shop-prod delete job.batch/smoke --ignore-not-found\n');
    workspace.edit(hook('smoke-test'), 'environments: {');
    const { out } = await workspace.generate({ generators });
    expect(out).toContain('  kubectl --context dev-eu --namespace shop-dev delete job.batch/smoke-test --ignore-not-found\n');
    expect(out).not.toContain('may no longer manage');
  });
});
