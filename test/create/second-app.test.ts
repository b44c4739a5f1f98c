/** A config repository that has an app already: the next one takes over what all of them must agree on. */
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collectAnswers } from '../../src/create/answers.ts';
import { examples } from '../../src/create/examples.ts';
import { pipelineOf } from '../../src/create/pipeline.ts';
import { detectFolder } from '../../src/detect/folder.ts';
import type { Model } from '../../src/model/model.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { peerProblems } from '../../src/validate/peers.ts';
import { validate } from '../../src/validate/validate.ts';
import { arbitraryConfig } from '../properties/arbitrary-config.ts';
import { temporaryFolder, write } from '../support/workspace.ts';

function newApp() {
  const folder = join(temporaryFolder(), 'blog');
  write(folder, { 'package.json': '{ "name": "blog", "private": true }' });
  return detectFolder(folder);
}

async function secondAppBeside(peer: Model, detected = newApp()) {
  const preset = { name: 'second-app', appRepository: 'acme/second-app', configRepository: peer.repositories.config.slug, owners: '@acme/blog' };
  const { answers, raw } = await collectAnswers({ detected, preset, yes: true, peerIn: () => peer });
  const { config } = await validate(pipelineOf(answers, detected, { peer }).config);
  return { raw, config, model: resolve(config) };
}

test('whatever the first app says of clusters, Argo CD and the repository, the second agrees', async () => {
  const detected = newApp();
  await fc.assert(
    fc.asyncProperty(arbitraryConfig, async (drawn) => {
      const peer = resolve((await validate(drawn)).config);
      const { model } = await secondAppBeside(peer, detected);
      expect(peerProblems(model, [peer])).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('its answers are those of the first app, with hosts below the same domains', async () => {
  const { raw, config } = await secondAppBeside(resolve((await validate(examples.shop?.config)).config));
  expect(raw).toMatchObject({ devClusters: 'dev-eu', prodClusters: 'prod-dc1:on-premise, prod-eu' });
  expect(config.environments.dev?.routes?.public?.hosts).toEqual(['second-app.dev.example.com']);
});
