/** Paths of Dockerfiles and build contexts come from the config, and may collide with each other or with generated files. */
import { expect, test } from 'vitest';
import { generators } from '../../generators/index.ts';
import { examples } from '../../src/create/examples.ts';
import { loadGenerators, plan } from '../../src/plan/plan.ts';
import { resolve } from '../../src/resolve/resolve.ts';

test.each<[string, Record<string, object>, string]>([
  [
    'a Dockerfile in a folder of that name',
    { shop: { dockerfile: 'Dockerfile' }, worker: { dockerfile: 'Dockerfile/x' } },
    'writes Dockerfile, which is a folder of',
  ],
  ['two that differ by case', { shop: { dockerfile: 'Dockerfile' }, worker: { dockerfile: 'dockerfile' } }, 'both write dockerfile'],
  ['a workflow', { shop: { dockerfile: '.github/workflows/gitops-ci.yaml' } }, 'both write .github/workflows/gitops-ci.yaml'],
  ['a context below a Dockerfile', { shop: { dockerfile: 'build' }, worker: { dockerfile: 'w/Dockerfile', context: 'build' } }, 'which is a folder of'],
])('%s is an error', async (_, images, message) => {
  const config = structuredClone(examples.shop?.config) as never as Parameters<typeof resolve>[0] & { images?: object };
  config.images = images as never;
  const all = await loadGenerators(generators);
  expect(() => plan(resolve(config), all, { version: '1.0.0' })).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ code: 'PATHS_COLLIDE', message: expect.stringContaining(message) })] }),
  );
});
