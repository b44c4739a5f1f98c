import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import type { Model } from '../../src/model/model.ts';
import { docsPath } from '../../src/model/names.ts';
import { targetsOf } from '../../src/model/queries.ts';
import { accessTo } from '../../src/registries/index.ts';
import { codeBlocks, prose } from '../generators/docs-files.ts';
import { generateIn, goldenFolder, readTree } from '../golden/cases.ts';
import { some } from '../support/sample.ts';
import { bashFindings } from './bash.ts';
import { releaseOf } from './goldens.ts';
import { judgeObjects } from './objects.ts';
import { judgeReferences } from './references.ts';
import { type KubernetesObject, renderedObjects } from './renders.ts';
import { judgeByActionlint, judgeByGitHub } from './workflows.ts';

type Registry = PipelineConfig['registry'];

const uuid = '11111111-2222-3333-4444-555555555555';
const registries: Record<Registry['type'], Registry> = {
  ecr: { type: 'ecr', account: '123456789012', region: 'eu-west-1', role: 'shop-ci' },
  ghcr: { type: 'ghcr' },
  gar: {
    type: 'gar',
    project: 'acme-images',
    location: 'europe-west1',
    repository: 'apps',
    workloadIdentityProvider: 'projects/123456789012/locations/global/workloadIdentityPools/github-pool/providers/github-actions',
    serviceAccount: 'shop-ci',
  },
  acr: { type: 'acr', name: 'acmeimages', tenantId: uuid, subscriptionId: uuid },
  dockerhub: { type: 'dockerhub', namespace: 'acme' },
  harbor: { type: 'harbor', host: 'harbor.example.com:8443', project: 'shop' },
};

const repositories: Record<Registry['type'], string> = {
  ecr: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop',
  ghcr: 'ghcr.io/acme/shop',
  gar: 'europe-west1-docker.pkg.dev/acme-images/apps/shop',
  acr: 'acmeimages.azurecr.io/shop',
  dockerhub: 'docker.io/acme/shop',
  harbor: 'harbor.example.com:8443/shop/shop',
};

const mirror = 'mirror.example.com/pull';

interface Job {
  environment?: string;
  permissions: Record<string, string>;
  steps: { uses?: string; run?: string; with?: Record<string, unknown> }[];
}

const waysToPull = Object.entries(registries).flatMap(([type, registry]) =>
  [...(['ecr', 'gar', 'acr'].includes(type) ? ['externalSecrets'] : []), 'secret', 'mirror'].map((pull) => [type, pull, registry] as const),
);

describe.each(some(waysToPull, 4))('judge: registry %s, pulled by %s', (type, pull, registry) => {
  let folder: string;
  let model: Model;
  let files: Map<string, string>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'registry-'));
    cpSync(join(goldenFolder, 'shop/app/.gitops-app/pipeline.config.ts'), join(folder, 'app/.gitops-app/shop.ts'));
    const clusters = `{ 'dev-eu': { ...shop.clusters['dev-eu'], imagePull: 'node' }, 'prod-dc1': { ...shop.clusters['prod-dc1'], imagePull: { ${pull}: '${pull === 'mirror' ? mirror : 'registry-pull'}' } }, 'prod-eu': { ...shop.clusters['prod-eu'], imagePull: 'node' } }`;
    writeFileSync(
      join(folder, 'app/.gitops-app/pipeline.config.ts'),
      `import shop from './shop.ts';\nexport default { ...shop, registry: ${JSON.stringify(registry)}, clusters: ${clusters} };\n`,
    );
    await generateIn(join(folder, 'app'));
    files = readTree(folder);
    model = JSON.parse(files.get('config/.gitops-app/shop/model.json') ?? '') as Model;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is where images go', () => {
    expect(model.images.map(({ repository }) => repository)).toEqual([repositories[type as Registry['type']]]);
  });

  test('CI signs in as the parsers allow, and reads a secret only in an environment', async () => {
    const path = 'app/.github/workflows/gitops-ci.yaml';
    const text = files.get(path) ?? '';
    expect(await judgeByGitHub(path, text)).toEqual([]);
    expect(await judgeByActionlint(path, text)).toEqual([]);
    const { jobs } = parse(text) as { jobs: Record<string, Job> };
    const { environment } = accessTo(model.registry);
    for (const id of ['image-shop', 'scan']) {
      const job = jobs[id];
      const login = JSON.stringify(job?.steps);
      expect(job?.environment ?? null, id).toBe(environment);
      expect(/secrets\.(?!GITHUB_TOKEN)/.test(login), id).toBe(environment !== null);
      expect(job?.permissions['id-token'] ?? null, id).toBe(environment === null && type !== 'ghcr' ? 'write' : null);
    }
    expect(jobs.test?.environment).toBeUndefined();
  });

  test('the chart has what pulls, and no other generator; the set-up makes its credential', async (context) => {
    const target = targetsOf(model).find(({ cluster }) => cluster === 'prod-dc1');
    if (target === undefined) throw new Error('no target on prod-dc1');
    const config = join(folder, 'config');
    const app = { name: 'shop', golden: type, model, config, app: join(folder, 'app') };
    const variant = { name: `${type} ${pull}`, app, target, release: releaseOf(model, target, config), delivered: true };
    const objects: KubernetesObject[] | null = await renderedObjects(variant);
    if (objects === null) return context.skip('there is no Helm');
    expect(await judgeObjects(objects)).toEqual([]);
    const runbook = files.get(`config/${docsPath(model)}/runbooks/set-up.md`) ?? '';
    expect(judgeReferences(objects, variant.release.namespace, runbook)).toEqual([]);
    const own = repositories[type as Registry['type']];
    const from = pull === 'mirror' ? `${mirror}/${own.slice(own.indexOf('/') + 1)}` : own;
    expect(JSON.stringify(objects)).toContain(`"image":"${from}:`);
    expect(/"imagePullSecrets"/.test(JSON.stringify(objects))).toBe(pull !== 'mirror');
    if (pull === 'mirror') expect(runbook).toContain(`https://mirror.example.com/v2/pull/${own.slice(own.indexOf('/') + 1)}/tags/list`);
    const generators = objects.filter(({ apiVersion }) => apiVersion.startsWith('generators.external-secrets.io/'));
    const { tokens } = accessTo(model.registry);
    expect(generators.map(({ kind }) => kind)).toEqual(pull === 'externalSecrets' ? [tokens?.kind] : []);
    const read = [...JSON.stringify(generators).matchAll(/"name":"registry-pull","key":"([^"]+)"|"key":"([^"]+)","name":"registry-pull"/g)].map(
      ([, before, after]) => before ?? after,
    );
    expect(read).toEqual(pull === 'externalSecrets' ? tokens?.keys.map(({ key }) => key) : []);
    const allowed = files.get('config/argocd/projects/shop-prod.yaml') ?? '';
    if (tokens !== null && pull === 'externalSecrets') expect(allowed).toContain(`kind: ${tokens.kind}`);
  });

  test('runbooks are programs, name no other cloud, and have nothing left of a template', () => {
    const runbooks = [...files].filter(([path]) => path.startsWith(`config/${docsPath(model)}/`) && path.endsWith('.md'));
    expect(runbooks.length).toBeGreaterThan(7);
    for (const [path, text] of runbooks) {
      expect(text, path).not.toMatch(/\{\{|\bundefined\b/);
      expect(prose(text), path).not.toMatch(/ ,|,,|\(\)| and \./);
      for (const code of codeBlocks(text, 'bash')) expect(bashFindings(code), code).toBe('');
      const clouds: [string, RegExp][] = [
        ['ecr', /^aws /m],
        ['gar', /\bgcloud\b/],
        ['acr', /\baz (acr|ad|account|role)\b/],
        ['ghcr', /GHCR|ghcr\.io/],
        ['dockerhub', /Docker Hub/],
        ['harbor', /Harbor/],
      ];
      for (const [cloud, pattern] of clouds) if (cloud !== type) expect(pattern.test(text), `${path} speaks of ${cloud}`).toBe(false);
    }
    const setUp = files.get(`config/${docsPath(model)}/runbooks/set-up.md`) ?? '';
    const { environment } = accessTo(model.registry);
    expect(setUp.includes('gh secret set REGISTRY_TOKEN')).toBe(environment !== null);
  });
});
