import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Model, Target } from '../../src/model/model.ts';
import { clusterOf, environmentOf, targetsOf } from '../../src/model/queries.ts';
import { type FiledObject, judgeApplications, judgeRoots, readArgocd } from './argocd.ts';
import { goldenApps } from './goldens.ts';
import { judgeObjects } from './objects.ts';
import type { Data } from './pods.ts';

const apps = goldenApps().map((app) => ({ ...app, objects: readArgocd(app.config) }));

describe('judge: schemas of the Argo CD objects', () => {
  test.each(apps)('$name', async ({ objects }) => {
    expect(await judgeObjects(objects.map(({ object }) => object))).toEqual([]);
  });
});

describe('judge: Applications and their roots', () => {
  const written = apps.filter(({ objects }) => objects.length > 0);
  if (written.length === 0) test('every app', (context) => context.skip('no golden has an Argo CD object'));
  test.each(written)('$name', ({ objects, model, config }) => {
    expect([...judgeApplications(objects, model, config), ...judgeRoots(objects, config)]).toEqual([]);
  });

  const model = apps.find(({ name }) => name === 'shop/shop')?.model as Model;
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'argocd-'));
    for (const folder of ['charts/shop/clusters', 'argocd/applications', 'argocd/clusters']) mkdirSync(join(root, folder), { recursive: true });
    for (const target of targetsOf(model)) {
      writeFileSync(join(root, `charts/shop/${target.environment}-values.yaml`), '');
      writeFileSync(join(root, `charts/shop/clusters/${target.environment}-${target.cluster}-values.yaml`), '');
    }
    writeFileSync(join(root, 'argocd/applications/a.yaml'), '');
    writeFileSync(join(root, 'argocd/clusters/a.example.yaml'), '');
  });
  afterAll(() => rmSync(root, { recursive: true }));

  test('accepts the sample', () => {
    expect(judgeApplications(sampleArgocd(model), model, root)).toEqual([]);
    expect(judgeRoots([rootApplication({ include: 'applications/*' })], root)).toEqual([]);
  });

  /** The sample with a change of one Application. */
  const changed = (name: string, change: (object: Data) => void): FiledObject[] => {
    const objects = sampleArgocd(model);
    for (const { object } of objects) if (object.kind === 'Application' && object.metadata.name === name) change(object);
    return objects;
  };
  const helm = (object: Data) => object.spec.source.helm;
  test.each<[string, (object: Data) => void, string]>([
    ['automated', (object) => Object.assign(object.spec, { syncPolicy: { automated: { enabled: false } } }), 'has a key automated'],
    ['a missing values file', (object) => helm(object).valueFiles.push('other.yaml'), 'other.yaml does not exist'],
    ['values files in another order', (object) => helm(object).valueFiles.reverse(), 'not prod-values.yaml, clusters/'],
    ['ignored missing files', (object) => Object.assign(helm(object), { ignoreMissingValueFiles: true }), 'ignores missing'],
    ['a parameter', (object) => Object.assign(helm(object), { parameters: [{ name: 'images.shop.tag', value: 'x' }] }), 'hides what CD writes'],
    ['another release', (object) => Object.assign(helm(object), { releaseName: 'x' }), 'its release is x'],
    ['another repository', (object) => Object.assign(object.spec.source, { repoURL: 'https://github.com/acme/other' }), 'reads https'],
    ['another branch', (object) => Object.assign(object.spec.source, { targetRevision: 'HEAD' }), 'reads HEAD'],
    ['a name that a tag may have too', (object) => Object.assign(object.spec.source, { targetRevision: 'main' }), 'reads main'],
    ['another namespace', (object) => Object.assign(object.spec.destination, { namespace: 'default' }), 'namespace default'],
    ['another cluster', (object) => Object.assign(object.spec.destination, { name: 'dev-eu' }), 'deploys to {'],
    ['another project', (object) => Object.assign(object.spec, { project: 'default' }), 'project default does not stand'],
    ['a name of no target', (object) => Object.assign(object.metadata, { name: 'x' }), 'x: is no environment'],
  ])('refuses %s', (_, change, finding) => {
    expect(judgeApplications(changed('shop-prod-prod-dc1', change), model, root).join('\n')).toContain(finding);
  });
  test('refuses an automatic environment without automated', () => {
    const objects = changed('shop-dev-dev-eu', (object) => delete object.spec.syncPolicy);
    expect(judgeApplications(objects, model, root)).toEqual(['shop-dev-dev-eu: does not sync by itself']);
  });
  test('refuses a project that permits every namespace', () => {
    const objects = sampleArgocd(model);
    for (const { object } of objects) if (object.kind === 'AppProject') Object.assign((object as Data).spec.destinations[0], { namespace: '*' });
    expect(judgeApplications(objects, model, root).join('\n')).toContain('permits *');
  });
  test.each([
    [{ path: 'argocd/nothing' }, 'does not exist'],
    [{ include: 'projects/*' }, 'reads nothing'],
    [{}, 'applies the example'],
  ])('refuses a root of %j', (source, finding) => {
    expect(judgeRoots([rootApplication(source)], root).join('\n')).toContain(finding);
  });
});

function sampleArgocd(model: Model): FiledObject[] {
  return targetsOf(model).flatMap((target) => [application(model, target), project(model, target)]);
}

function destinationOf(model: Model, target: Target): object {
  const { namespace } = environmentOf(model, target);
  if (model.argocd.cluster === target.cluster) return { server: 'https://kubernetes.default.svc', namespace };
  return { name: clusterOf(model, target).argocdName, namespace };
}

function application(model: Model, target: Target): FiledObject {
  const { environment, cluster, applicationName } = target;
  const valueFiles = [`${environment}-values.yaml`, `clusters/${environment}-${cluster}-values.yaml`];
  const source = {
    repoURL: 'https://github.com/acme/shop-config.git',
    targetRevision: 'refs/heads/main',
    path: 'charts/shop',
    helm: { releaseName: 'shop', valueFiles },
  };
  const syncPolicy = environmentOf(model, target).sync === 'automatic' ? { automated: { prune: true } } : {};
  return {
    path: `argocd/applications/${applicationName}.yaml`,
    object: {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: applicationName, namespace: 'argocd' },
      spec: { project: applicationName, source, destination: destinationOf(model, target), syncPolicy },
    },
  };
}

function project(model: Model, target: Target): FiledObject {
  const spec = { sourceRepos: ['https://github.com/acme/shop-config.git'], destinations: [destinationOf(model, target)] };
  const metadata = { name: target.applicationName, namespace: 'argocd' };
  return { path: `argocd/projects/${target.applicationName}.yaml`, object: { apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject', metadata, spec } };
}

function rootApplication({ path = 'argocd', ...directory }: { path?: string; include?: string }): FiledObject {
  const source = { repoURL: 'https://github.com/acme/shop-config.git', path, directory: { recurse: true, ...directory } };
  return {
    path: 'argocd/bootstrap/root.yaml',
    object: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'root' }, spec: { source } },
  };
}
