import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { dependabot } from '../../generators/app/dependabot.ts';
import type { Model } from '../../src/model/model.ts';
import { goldenFolder } from '../golden/cases.ts';

const golden = JSON.parse(readFileSync(join(goldenFolder, 'shop/config/.gitops-app/shop/model.json'), 'utf8')) as Model;

interface Update {
  'package-ecosystem': string;
  directory?: string;
  directories?: string[];
  cooldown: { 'default-days': number };
}

function places(model: Model): Record<string, string | string[] | undefined> {
  const [file] = dependabot.files(model, { version: '1.0.0', planned: [] });
  const { updates } = parse(file?.content ?? '') as { updates: Update[] };
  expect(updates.every(({ cooldown }) => cooldown['default-days'] === 7)).toBe(true);
  return Object.fromEntries(updates.map((update) => [update['package-ecosystem'], update.directory ?? update.directories]));
}

test('Dependabot looks where packages and Dockerfiles are', () => {
  const image = {
    name: 'worker',
    command: ['npm', 'start'],
    path: 'worker',
    repository: 'worker',
    context: '.',
    dockerfile: 'docker/worker.Dockerfile',
    args: {},
    build: golden.images[0]?.build ?? { project: null, packages: [], installFrom: 'manifests' as const, assets: false },
  };
  expect(places({ ...golden, images: [...golden.images, image] })).toEqual({ npm: '/', docker: ['/', '/docker'], 'github-actions': '/' });
  expect(places({ ...golden, images: [{ ...image, context: 'worker', dockerfile: 'worker/Dockerfile' }] })).toEqual({
    npm: ['/', '/worker'],
    docker: '/worker',
    'github-actions': '/',
  });
  expect(places({ ...golden, app: { ...golden.app, language: 'custom' } })).toEqual({ docker: '/', 'github-actions': '/' });
});
