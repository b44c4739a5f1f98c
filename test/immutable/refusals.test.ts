/** Every change that a cluster refuses, as generate reports it before it writes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generators } from '../../generators/index.ts';
import { diff } from '../../src/commands/diff.ts';
import { exitCodes } from '../../src/problems/errors.ts';
import { openWorkspace, run, type Workspace } from '../support/run-commands.ts';
import { treeOf } from '../support/workspace.ts';

const worker = (more = '', volumes = "data: { mountPath: '/data', size: '1Gi' }") =>
  `worker: { mode: 'standalone', command: ['node', 'worker.js']${volumes === '' ? '' : `, volumes: { ${volumes} }`}${more} },\n    `;

/** The example with a worker and an operated database, delivered to both environments. */
async function deployed({ delivered = true, text = worker() } = {}): Promise<Workspace> {
  const workspace = openWorkspace();
  workspace.edit('components: {\n    web: {', `components: {\n    ${text}web: {`);
  await workspace.generate({ generators });
  if (delivered)
    for (const environment of ['dev', 'prod'])
      workspace.editFile(
        join(workspace.config, `charts/shop/${environment}-values.yaml`),
        'tag: ""\n    digest: ""',
        `tag: "1"\n    digest: "sha256:${'0'.repeat(64)}"`,
      );
  return workspace;
}

async function refusal(from: string, to: string, options: Parameters<typeof deployed>[0] = {}): Promise<string> {
  const workspace = await deployed(options);
  const before = treeOf(workspace.config);
  workspace.edit(from, to);
  const result = await run((context) => import('../../src/commands/generate.ts').then(({ generate }) => generate(context)), {
    cwd: workspace.app,
    generators,
  }).catch((error: { problems: { severity: string; code: string; message: string; hint?: string }[] }) =>
    error.problems.map(({ severity, code, message, hint }) => `${severity} ${code} ${message}\n${hint ?? ''}`).join('\n\n'),
  );
  expect(treeOf(workspace.config)).toEqual(before);
  return typeof result === 'string' ? result : `exit code ${result.code}`;
}

const allTargets = 'dev on dev-eu, prod on prod-dc1, prod on prod-eu';
const orphan = ['dev-eu --namespace shop-dev', 'prod-dc1 --namespace shop-prod', 'prod-eu --namespace shop-prod'].map(
  (where) => `  kubectl --context ${where} delete statefulset shop-worker --cascade=orphan`,
);

describe('a StatefulSet', () => {
  test('a volume that grows: with the command that resizes its claim', async () => {
    expect(await refusal("size: '1Gi'", "size: '5Gi'")).toBe(
      `error IMMUTABLE_FIELD components.worker.volumes.data.size: the volume 'data' of 'worker' grows from 1Gi to 5Gi; Kubernetes never changes the claims of a StatefulSet (${allTargets})
Keep 1Gi. Or add allow: { recreate: ['worker'] }: generate then prints when to run this in each namespace:
${orphan.map((command) => `${command.replace(/ delete .*/, '')} patch persistentvolumeclaim data-shop-worker-0 --patch '{"spec":{"resources":{"requests":{"storage":"5Gi"}}}}'\n${command}`).join('\n')}`,
    );
  });
  test('the same size in another unit is none', async () => {
    const workspace = await deployed();
    workspace.edit("size: '1Gi'", "size: '1024Mi'");
    expect((await workspace.generate({ generators })).code).toBe(exitCodes.clean);
  });
  test('a volume that shrinks', async () => {
    const text = await refusal("size: '1Gi'", "size: '500Mi'");
    expect(text).toContain("'worker' shrinks from 1Gi to 500Mi");
    expect(text).not.toContain('patch persistentvolumeclaim');
  });
  test('a second volume: its pods have to go, because no controller can add a claim to a running pod', async () => {
    const text = await refusal('volumes: { data: {', "volumes: { cache: { mountPath: '/cache', size: '1Gi' }, data: {");
    expect(text).toContain("error IMMUTABLE_FIELD components.worker.volumes.cache: the volume 'cache' is new in 'worker'");
    expect(text).toContain('--namespace shop-dev delete statefulset shop-worker --cascade=foreground');
    expect(text).not.toContain('orphan');
  });
  test('a volume fewer', async () => {
    const two = worker('', "cache: { mountPath: '/cache', size: '1Gi' }, data: { mountPath: '/data', size: '1Gi' }");
    expect(await refusal("cache: { mountPath: '/cache', size: '1Gi' }, ", '', { text: two })).toMatch(
      /error IMMUTABLE_FIELD components\.worker\.volumes: 'worker' loses its volume 'cache'[\s\S]*delete statefulset shop-worker --cascade=orphan/,
    );
  });
  test('the storage class of a volume', async () => {
    expect(await refusal("size: '1Gi'", "size: '1Gi', storageClass: 'fast'")).toContain(
      "components.worker.volumes.data.storageClass: the storage class of the volume 'data' of 'worker' changes from the cluster's default to 'fast'",
    );
  });
  test('the storage class of a cluster: at its place, with everything on the cluster', async () => {
    const text = await refusal("storageClass: 'ceph'", "storageClass: 'rook'");
    expect(text).toContain("clusters['prod-dc1'].storageClass: the storage class of the volume 'data' of 'worker' changes from 'ceph' to 'rook'");
    expect(text).toContain("the volume 'data' of 'cache'");
    expect(text).not.toContain('dev-eu');
  });
  test('ports change nothing that is immutable', async () => {
    const workspace = await deployed();
    workspace.edit("command: ['node', 'worker.js']", "command: ['node', 'worker.js'], ports: { http: { containerPort: 9000 } }");
    expect((await workspace.generate({ generators })).code).toBe(exitCodes.clean);
  });
  test('of an embedded service', async () => {
    expect(await refusal("db: { provider: 'embedded' }", "db: { provider: 'embedded', storage: '9Gi' }")).toContain(
      "environments.dev.auxiliaryServices.db.storage: the volume 'data' of 'db' grows from 1Gi to 9Gi; Kubernetes never changes the claims of a StatefulSet (dev on dev-eu)",
    );
  });
});

describe('two workloads under one name', () => {
  test('the first volume: the command waits until the pod is gone', async () => {
    const text = await refusal("command: ['node', 'worker.js']", "command: ['node', 'worker.js'], volumes: { data: { mountPath: '/data', size: '1Gi' } }", {
      text: worker('', ''),
    });
    expect(text).toContain(
      `error TWO_WRITERS components.worker.volumes: 'worker' changes from a Deployment to a StatefulSet: both would run at once until Argo CD has deleted the old one (${allTargets})`,
    );
    expect(text).toContain('  kubectl --context dev-eu --namespace shop-dev delete deployment shop-worker --cascade=foreground\n');
  });
  test('the last volume: names the claim that keeps the data', async () => {
    const text = await refusal(", volumes: { data: { mountPath: '/data', size: '1Gi' } }", '');
    expect(text).toContain("'worker' changes from a StatefulSet to a Deployment");
    expect(text).toContain('set existingClaim to <volume>-shop-worker-0');
  });
  test('a volume that several processes share', async () => {
    expect(await refusal("size: '1Gi'", "size: '1Gi', accessModes: ['ReadWriteMany']")).toContain("'worker' changes from a StatefulSet to a Deployment");
  });
  test('another name for what runs exactly once', async () => {
    const text = await refusal('worker: {', 'beat: {', { text: worker('', '') });
    expect(text).toContain("error TWO_WRITERS components.beat: 'worker' becomes 'beat'");
    expect(text).toContain("allow: { recreate: ['beat'] }");
    expect(text).toContain('delete deployment shop-worker --cascade=foreground');
  });
});

describe('what nothing recreates, because its data would go', () => {
  const shared = (size: string, storageClass = '') =>
    worker('', `media: { mountPath: '/media', size: '${size}', accessModes: ['ReadWriteMany']${storageClass} }`);
  test('a shared volume gets another name instead', async () => {
    const text = await refusal("size: '5Gi'", "size: '1Gi'", { text: shared('5Gi') });
    expect(text).toContain("the size of the shared volume 'media' changes from 5Gi to 1Gi; Kubernetes never shrinks a claim");
    expect(text).toContain('give the volume another name');
    expect(text).not.toContain('allow');
    expect(await refusal("size: '5Gi'", "size: '5Gi', storageClass: 'nfs'", { text: shared('5Gi') })).toContain(
      'Kubernetes never changes the class of a claim',
    );
  });
  test('a shared volume may grow', async () => {
    const workspace = await deployed({ text: shared('5Gi') });
    workspace.edit("size: '5Gi'", "size: '6Gi'");
    expect((await workspace.generate({ generators })).code).toBe(exitCodes.clean);
  });
  test('CloudNativePG: a smaller volume, an older version', async () => {
    const operator = "db: { provider: 'operator' }";
    expect(await refusal(operator, "db: { provider: 'operator', storage: '1Gi' }")).toContain(
      "environments.prod.overrides['prod-dc1'].auxiliaryServices.db.storage: the volumes of 'db' shrink from 10Gi to 1Gi; CloudNativePG refuses it (prod on prod-dc1)",
    );
    expect(await refusal("type: 'postgresql', version: '17'", "type: 'postgresql', version: '16'")).toContain(
      "auxiliaryServices.db.version: service 'db' goes from PostgreSQL 17 to 16; CloudNativePG never goes back",
    );
  });
  test('an extra manifest gets another name', async () => {
    const workspace = await deployed();
    const manifest = (role: string) =>
      `extraManifests: { reader: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name: 'reader' }, roleRef: { kind: 'Role', name: '${role}' } } },\n  environments: {`;
    workspace.edit('environments: {', manifest('a'));
    await workspace.generate({ generators });
    workspace.edit("name: 'a'", "name: 'b'");
    await expect(workspace.generate({ generators })).rejects.toThrow("extraManifests.reader.roleRef: roleRef of RoleBinding 'reader' changes");
  });
});

describe('all at once, and the way on', () => {
  test('every problem is reported', async () => {
    const workspace = await deployed();
    workspace.edit("size: '1Gi'", "size: '5Gi'");
    workspace.edit("db: { provider: 'embedded' }", "db: { provider: 'embedded', storage: '9Gi' }");
    await expect(workspace.generate({ generators })).rejects.toMatchObject({ problems: [{ code: 'IMMUTABLE_FIELD' }, { code: 'IMMUTABLE_FIELD' }] });
    await expect(workspace.check({ generators })).rejects.toMatchObject({ exitCode: exitCodes.error });
    await expect(run(diff, { cwd: workspace.app, generators })).rejects.toMatchObject({ exitCode: exitCodes.error });
  });

  test('with the word, generate goes on and prints the steps; then the word is to be removed', async () => {
    const workspace = await deployed();
    workspace.edit("size: '1Gi'", "size: '5Gi'");
    workspace.edit('environments: {', "allow: { recreate: ['worker'] },\n  environments: {");
    const { code, out, err } = await workspace.generate({ generators });
    expect([code, err]).toEqual([exitCodes.clean, '']);
    expect(out).toContain(`
No sync can change StatefulSet shop-worker of dev on dev-eu, and Argo CD would undo a deletion. Before you merge to main, pause it, then delete:
  argocd app patch shop-dev-dev-eu --type merge --patch '{"metadata":{"annotations":{"argocd.argoproj.io/skip-reconcile":"true"}}}'
  kubectl --context dev-eu --namespace shop-dev patch persistentvolumeclaim data-shop-worker-0 --patch '{"spec":{"resources":{"requests":{"storage":"5Gi"}}}}'
  kubectl --context dev-eu --namespace shop-dev delete statefulset shop-worker --cascade=orphan
After the merge, let Argo CD go on:
  argocd app patch shop-dev-dev-eu --type merge --patch '{"metadata":{"annotations":{"argocd.argoproj.io/skip-reconcile":null}}}'
`);
    expect(out).toContain(`
No sync can change StatefulSet shop-worker of prod on prod-dc1. After the merge to main, right before you sync it as in docs/shop/runbooks/sync.md, run:
`);
    // It decides nothing that is generated.
    expect(readFileSync(join(workspace.config, '.gitops-app/shop/model.json'), 'utf8')).not.toContain('recreate');
    const next = await workspace.generate({ generators });
    expect(next.out).not.toContain('No sync can change');
    expect(next.err).toContain("ALLOW_UNUSED  allow.recreate names 'worker', but nothing of it has to be recreated");
  });

  test('a word for one lets no other through', async () => {
    const workspace = await deployed();
    workspace.edit("size: '1Gi'", "size: '5Gi'");
    workspace.edit('environments: {', "allow: { recreate: ['db'] },\n  environments: {");
    await expect(workspace.generate({ generators })).rejects.toMatchObject({ problems: [{ code: 'IMMUTABLE_FIELD' }, { code: 'ALLOW_UNUSED' }] });
  });
});

describe('what is not refused', () => {
  test('a workload without an image, which was never there', async () => {
    const workspace = await deployed({ delivered: false });
    workspace.edit("size: '1Gi'", "size: '5Gi'");
    expect((await workspace.generate({ generators })).err).not.toContain('worker');
  });
  test('a service where nothing was delivered: a warning, because Argo CD may have synced it', async () => {
    const workspace = await deployed({ delivered: false });
    workspace.edit("db: { provider: 'embedded' }", "db: { provider: 'embedded', storage: '9Gi' }");
    const { code, err } = await workspace.generate({ generators });
    expect(code).toBe(exitCodes.clean);
    expect(err).toContain("warning  IMMUTABLE_FIELD  environments.dev.auxiliaryServices.db.storage: the volume 'data' of 'db' grows");
    expect(err).toContain('No image was delivered yet');
  });
  test('an environment in another namespace, where everything is new', async () => {
    const workspace = await deployed();
    workspace.edit("size: '1Gi'", "size: '5Gi'");
    workspace.edit("clusters: ['prod-dc1', 'prod-eu']", "clusters: ['prod-dc1', 'prod-eu'], namespace: 'store'");
    await expect(workspace.generate({ generators })).rejects.toThrow('(dev on dev-eu)');
  });
  test('a checkout without the config repository has nothing to compare with', async () => {
    const workspace = await deployed();
    workspace.edit("size: '1Gi'", "size: '5Gi'");
    workspace.edit("path: '../shop-config'", "path: '../elsewhere'");
    expect((await workspace.check({ generators })).code).toBe(exitCodes.drift);
  });
  test('an app repository behind its config repository is a disagreement for check, and refused by generate', async () => {
    const workspace = await deployed();
    const config = readFileSync(join(workspace.app, '.gitops-app/pipeline.config.ts'), 'utf8');
    const record = readFileSync(join(workspace.app, '.gitops-app/manifest.json'), 'utf8');
    workspace.edit("size: '1Gi'", "size: '5Gi'");
    workspace.edit('environments: {', "allow: { recreate: ['worker'] },\n  environments: {");
    await workspace.generate({ generators });
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(workspace.app, '.gitops-app/pipeline.config.ts'), config);
    writeFileSync(join(workspace.app, '.gitops-app/manifest.json'), record);
    expect((await workspace.check({ generators })).code).toBe(exitCodes.disagree);
    await expect(workspace.generate({ generators })).rejects.toThrow('shrinks from 5Gi to 1Gi');
  });
});
