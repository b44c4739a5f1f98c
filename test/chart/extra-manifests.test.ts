/** What the chart adds to manifests of the config. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examples } from '../../src/create/examples.ts';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import type { Model } from '../../src/model/model.ts';
import { targetsOf } from '../../src/model/queries.ts';
import { generateIn, readTree } from '../golden/cases.ts';
import { releaseOf } from '../judges/goldens.ts';
import { anyHelm, template } from '../judges/helm.ts';
import { type KubernetesObject, parseObjects } from '../judges/renders.ts';
import { write } from '../support/workspace.ts';

let folder: string;
let objects: KubernetesObject[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'extra-manifests-'));
  const config = structuredClone(examples.shop?.config) as PipelineConfig;
  config.repositories.config.path = '../config';
  // Without monitoring of its own, an app can have a monitor of its exporter.
  config.monitoring = { prometheus: false };
  Object.assign(config.clusters['prod-eu'] ?? {}, { monitoring: { labels: { release: 'prometheus', team: 'platform' } } });
  config.extraManifests = {
    exporter: {
      ...{ apiVersion: 'monitoring.coreos.com/v1', kind: 'PodMonitor', metadata: { name: 'exporter', labels: { team: 'shop' }, annotations: { a: 'b' } } },
      spec: { selector: {}, podMetricsEndpoints: [] },
    },
    rules: { apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata: { name: 'rules' }, spec: { groups: [] } },
    settings: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: '1' } },
  };
  write(folder, { 'app/.gitops-app/pipeline.config.ts': `export default ${JSON.stringify(config)};\n` });
  await generateIn(join(folder, 'app'));
  const model = JSON.parse(readTree(folder).get('config/.gitops-app/shop/model.json') ?? '') as Model;
  const target = targetsOf(model).find(({ cluster }) => cluster === 'prod-eu');
  if (target === undefined) throw new Error('no target on prod-eu');
  const helm = anyHelm();
  if (helm === null) throw new Error('there is no Helm');
  const { code, stdout, stderr } = await template(helm, releaseOf(model, target, join(folder, 'config')));
  expect(code, stderr).toBe(0);
  objects = parseObjects(stdout);
});
afterAll(() => rmSync(folder, { recursive: true }));

const named = (name: string) => objects.find(({ metadata }) => metadata.name === name);

test('a monitor gets the labels that the Prometheus of its cluster selects, and keeps its own', () => {
  expect(named('exporter')).toMatchObject({
    metadata: { labels: { team: 'shop', release: 'prometheus' }, annotations: { a: 'b' } },
    spec: { podMetricsEndpoints: [] },
  });
  expect(named('rules')).toMatchObject({ metadata: { labels: { team: 'platform', release: 'prometheus' } }, spec: { groups: [] } });
});

test('every other manifest is copied unchanged', () => {
  expect(named('settings')).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: '1' } });
});
