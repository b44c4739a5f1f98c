/** What the emitted objects need is in the table, and the table has nothing else. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { installedVersions } from '../../generators/config/runbooks/installed-versions.ts';
import {
  argocdFeatures,
  argocdFeaturesBeyond,
  argocdUse,
  chartFeatures,
  gatedFields,
  gatedFieldsBeyond,
  isOlder,
  neededCrds,
  releaseWith,
} from '../../src/derived/needed-versions.ts';
import { clusters } from '../../src/vocabulary/clusters.ts';
import { defaultArgocdVersion } from '../../src/vocabulary/default-versions.ts';
import { goldenApps, goldenTargets } from '../judges/goldens.ts';
import { renderedObjects, variantsOf } from '../judges/renders.ts';

// biome-ignore lint/suspicious/noExplicitAny: Kubernetes objects of any kind
type Data = any;

const oldestKubernetes = '1.31';

test('compares minor versions, not text', () => {
  expect(isOlder('1.9', '1.31')).toBe(true);
  expect(isOlder('v3.10.2', '3.4')).toBe(false);
  expect(isOlder('3.4', '3.4')).toBe(false);
  expect(isOlder('4.0', '3.9')).toBe(false);
  expect(isOlder('v2.14.9', '3.0')).toBe(true);
});

describe('Argo CD', () => {
  /** How each feature looks in an emitted object. */
  const looks: Record<string, (object: Data) => boolean> = {
    'syncPolicy.automated.enabled': ({ spec }) => spec?.syncPolicy?.automated?.enabled !== undefined,
    'the name of a namespace in clusterResourceWhitelist': ({ spec }) => spec?.clusterResourceWhitelist?.some(({ name }: Data) => name !== undefined) === true,
    'application.sync.requireOverridePrivilegeForRevisionSync': ({ data }) => data?.['application.sync.requireOverridePrivilegeForRevisionSync'] !== undefined,
    'syncPolicy.retry.refresh': ({ spec }) => spec?.syncPolicy?.retry?.refresh !== undefined,
    'Delete=confirm in syncOptions': ({ spec }) => spec?.syncPolicy?.syncOptions?.includes('Delete=confirm') === true,
  };

  test.each(goldenApps())('$name uses what the table says', ({ config, model }) => {
    const folder = join(config, 'argocd');
    const objects = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yaml'))
      .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => document.toJS()))
      .filter((object) => model.argocd.bootstrap || object.kind !== 'ConfigMap');
    const use = argocdUse(model.environments);
    for (const { name, usedBy } of argocdFeatures)
      if (usedBy(use) && (model.argocd.bootstrap || !name.startsWith('application.')))
        expect(
          objects.some((object) => looks[name]?.(object)),
          name,
        ).toBe(true);
    for (const [name, isIn] of Object.entries(looks))
      if (objects.some(isIn)) expect(argocdFeatures.find((feature) => feature.name === name)?.usedBy(use), name).toBe(true);
  });

  test('by default all of it is known, and the version that the set-up installs is no older', () => {
    expect(argocdFeaturesBeyond(defaultArgocdVersion, { manualSync: true, automaticSync: true })).toEqual([]);
    expect(argocdFeaturesBeyond('3.3', { manualSync: true, automaticSync: true }).map(({ since }) => since)).toEqual(['3.4']);
    expect(argocdFeaturesBeyond('3.3', { manualSync: false, automaticSync: true })).toEqual([]);
    expect(isOlder(installedVersions.argocd.version, defaultArgocdVersion)).toBe(false);
  });
});

describe('Kubernetes', () => {
  test('the oldest that can be declared has every field of the chart', () => {
    const { pattern } = clusters.Cluster.properties?.kubernetesVersion ?? {};
    expect([oldestKubernetes, '1.30'].map((version) => new RegExp(pattern ?? '').test(version))).toEqual([true, false]);
    expect(chartFeatures.filter(({ since }) => isOlder(oldestKubernetes, since))).toEqual([]);
    expect(gatedFields.filter(({ since }) => !isOlder(oldestKubernetes, since))).toEqual([]);
  });

  test.for(variantsOf(goldenTargets()).filter(({ delivered }) => delivered))('$name has no field that the oldest would drop', async (variant) => {
    const objects = (await renderedObjects(variant)) ?? [];
    expect(objects.flatMap((object) => gatedFieldsBeyond(oldestKubernetes, object))).toEqual([]);
  });

  test('finds fields in pods of every kind, in containers of both lists', () => {
    const containers = [{}, { env: [{ name: 'A' }, { name: 'B', valueFrom: { fileKeyRef: { key: 'B' } } }] }];
    const found = (kind: string, object: object) => gatedFieldsBeyond('1.34', { kind, ...object }).map(({ path }) => path);
    expect(found('CronJob', { spec: { jobTemplate: { spec: { template: { spec: { containers } } } } } })).toEqual([
      'spec.jobTemplate.spec.template.spec.containers[].env[].valueFrom.fileKeyRef',
    ]);
    expect(found('Pod', { spec: { initContainers: containers } })).toHaveLength(1);
    expect(found('Pod', { spec: { containers: [{ resources: {} }], resources: {} } })).toEqual([]);
    expect(gatedFieldsBeyond('1.33', { kind: 'Pod', spec: { resources: {} } })).toEqual([{ path: 'spec.resources', since: '1.34' }]);
    expect(found('ConfigMap', { spec: { containers } })).toEqual([]);
  });
});

describe('CRDs', () => {
  const generators = /\.generators\.external-secrets\.io$/;

  test.for(variantsOf(goldenTargets()).filter(({ delivered }) => delivered))(
    'the kinds and versions of $name are in the table',
    async ({ app, target, ...rest }) => {
      const objects = (await renderedObjects({ app, target, ...rest })) ?? [];
      const own = new Set(target.extraManifests.map(({ manifest }) => `${manifest.kind}/${manifest.metadata.name}`));
      const custom = objects.filter(
        ({ apiVersion, kind, metadata }) => /^[^/]*\.(io|com)\//.test(apiVersion) && !apiVersion.includes('.k8s.io/') && !own.has(`${kind}/${metadata.name}`),
      );
      for (const { apiVersion, kind } of [...custom, ...objects.filter((object) => object.kind === 'HTTPRoute')]) {
        const [group = '', version] = apiVersion.split('/');
        const crd = `${kind.toLowerCase()}s.${group}`;
        if (generators.test(crd)) continue;
        expect(Object.values(neededCrds)).toContainEqual(expect.objectContaining({ crd, version }));
      }
    },
  );

  test('a field raises the release, and what the set-up installs has all of it', () => {
    expect(releaseWith(neededCrds.httpRoute, [])).toBe('Gateway API 1.0');
    expect(releaseWith(neededCrds.httpRoute, ['spec.rules[].timeouts.request'])).toBe('Gateway API 1.2');
    const installed = {
      'Gateway API': 'gatewayApi',
      'External Secrets': 'externalSecrets',
      CloudNativePG: 'cloudnativePg',
      'Prometheus operator': 'prometheusOperator',
    } as const;
    for (const { software, since, fields } of Object.values(neededCrds))
      for (const needed of [since, ...fields.map((field) => field.since)])
        expect(isOlder(installedVersions[installed[software]].version, needed), software).toBe(false);
  });
});
