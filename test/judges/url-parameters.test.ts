/** What every provider makes of the parameters of a URL, and where the images of services come from. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Model } from '../../src/model/model.ts';
import { docsPath } from '../../src/model/names.ts';
import { targetsOf } from '../../src/model/queries.ts';
import { generateIn, goldenFolder } from '../golden/cases.ts';
import { releaseOf } from './goldens.ts';
import { judgeObjects } from './objects.ts';
import { type KubernetesObject, renderedObjects } from './renders.ts';

let folder: string;
let model: Model;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parameters-'));
  cpSync(join(goldenFolder, 'shop/app/.gitops-app/pipeline.config.ts'), join(folder, 'app/.gitops-app/shop.ts'));
  writeFileSync(
    join(folder, 'app/.gitops-app/pipeline.config.ts'),
    `import shop from './shop.ts';
const { dev, prod } = shop.environments;
const dc1 = prod.overrides['prod-dc1'].auxiliaryServices;
export default {
  ...shop,
  auxiliaryServices: { ...shop.auxiliaryServices, db: { ...shop.auxiliaryServices.db, parameters: { schema: 'public' } } },
  clusters: {
    ...shop.clusters,
    'dev-eu': { ...shop.clusters['dev-eu'], imagePull: { secret: 'shop-pull' } },
    'prod-dc1': { ...shop.clusters['prod-dc1'], mirrors: { 'ghcr.io': 'mirror.dc1.example.com/ghcr', 'docker.io': 'mirror.dc1.example.com:5000/hub' } },
  },
  environments: {
    dev: { ...dev, auxiliaryServices: { ...dev.auxiliaryServices, db: { provider: 'embedded', parameters: { sslmode: 'disable' } } } },
    prod: {
      ...prod,
      auxiliaryServices: { ...prod.auxiliaryServices, db: { ...prod.auxiliaryServices.db, parameters: { sslmode: 'require' } } },
      overrides: { 'prod-dc1': { auxiliaryServices: { ...dc1, db: { provider: 'operator', parameters: { sslmode: 'verify-full' } } } } },
    },
  },
};
`,
  );
  await generateIn(join(folder, 'app'));
  model = JSON.parse(readFileSync(join(folder, 'config/.gitops-app/shop/model.json'), 'utf8')) as Model;
});
afterAll(() => rmSync(folder, { recursive: true }));

async function rendered(cluster: string): Promise<KubernetesObject[] | null> {
  const target = targetsOf(model).find((each) => each.cluster === cluster);
  if (target === undefined) throw new Error(`no target on ${cluster}`);
  const config = join(folder, 'config');
  const app = { name: 'shop', golden: 'shop', model, config, app: join(folder, 'app') };
  return renderedObjects({ name: cluster, app, target, release: releaseOf(model, target, config), delivered: true });
}

test.each([
  ['dev-eu', '/shop?schema=public&sslmode=disable'],
  ['prod-dc1', '/shop?schema=public&sslmode=verify-full'],
  ['prod-eu', '/shop?schema=public&sslmode=require'],
])('the URL on %s', async (cluster, end) => {
  const objects = await rendered(cluster);
  if (objects === null) return;
  expect(await judgeObjects(objects)).toEqual([]);
  const urls = [...JSON.stringify(objects).matchAll(/"value":"(postgresql:[^"]*)"/g)].map(([, url]) => url);
  expect(urls.length).toBeGreaterThan(0);
  for (const url of urls) expect(url?.endsWith(end), url).toBe(true);
});

test('services pull through the mirrors of their cluster, with its pull secret', async () => {
  const [dev, dc1] = [await rendered('dev-eu'), await rendered('prod-dc1')];
  if (dev === null || dc1 === null) return;
  const imagesOf = (objects: KubernetesObject[]) => [...JSON.stringify(objects).matchAll(/"image(?:Name)?":"([^"]*)"/g)].map(([, image]) => image).sort();
  expect(imagesOf(dev)).toContain('docker.io/library/postgres:17-alpine');
  expect(imagesOf(dc1)).toContain('mirror.dc1.example.com/ghcr/cloudnative-pg/postgresql:17');
  expect(imagesOf(dc1)).toContainEqual(expect.stringMatching(/^mirror\.dc1\.example\.com:5000\/hub\/valkey\/valkey:/));
  for (const { kind, spec } of dev)
    if (kind === 'StatefulSet') expect(spec).toMatchObject({ template: { spec: { imagePullSecrets: [{ name: 'shop-pull' }] } } });
  const runbook = readFileSync(join(folder, 'config', docsPath(model), 'runbooks/set-up.md'), 'utf8');
  expect(runbook).toContain('https://mirror.dc1.example.com/v2/ghcr/cloudnative-pg/postgresql/tags/list');
  expect(runbook).toContain('https://mirror.dc1.example.com:5000/v2/hub/valkey/valkey/tags/list');
});
