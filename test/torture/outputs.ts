/** A small generator with an output of each class of ownership, and the config that it reads. */
import type { Model } from '../../src/model/model.ts';
import { type Generator, type PlannedFile, plan } from '../../src/plan/plan.ts';
import { printJson } from '../../src/render/json.ts';

export interface Config {
  app: { name: string };
  environments: string[];
  replicas: number;
  /** Name of the chart's folder: another one moves every file in it. */
  folder: string;
  owner: string;
  /** A line of prose. */
  advice: string;
  /** true: one output more. */
  extra: boolean;
}

export const firstConfig: Config = {
  app: { name: 'shop' },
  environments: ['dev', 'prod'],
  replicas: 1,
  folder: 'shop',
  owner: '@a',
  advice: 'Ask.',
  extra: false,
};

/** What the versions of the generator write differently. */
export const versions = ['0.1.0', '0.1.1', '0.2.0'] as const;

const fieldsOfWrapper = [['images', 'shop', 'tag']];

const runbook = ({ advice, replicas }: Config, version: string) =>
  `# Runbook\n\nWritten by ${version}.\n\nHow to deploy:\n\n1. Look.\n2. ${advice}\n3. Go.\n\nHow to scale:\n\nThere are ${replicas} pods.\n\nThe end.\n`;

const output = (id: string, files: (config: Config, version: string) => ReturnType<Generator['files']>, scope: PlannedFile['scope'] = 'app'): Generator => ({
  id,
  description: '',
  repository: id.startsWith('app/') ? 'app' : 'config',
  scope,
  files: (model, { version }) => files(model as unknown as Config, version),
});

export const outputs: readonly Generator[] = [
  output('app/ci', ({ replicas }, version) => [{ path: '.github/ci.yaml', content: `jobs: ${replicas}\nversion: ${version}\n` }]),
  output('app/codeowners', ({ owner }) => [{ path: 'CODEOWNERS', content: `/ci ${owner}\n`, ownership: { class: 'region', region: 'shop', comment: '#' } }]),
  output('app/dockerfile', ({ folder }) => [{ path: `${folder}/Dockerfile`, content: 'FROM node\n', ownership: { class: 'seeded' } }]),
  output('config/cd', (_, version) => [{ path: '.github/cd.yaml', content: `on: push\nversion: ${version}\n` }], 'shared'),
  output(
    'config/readme-shared',
    (_, version) => [{ path: 'README.md', content: `By ${version}.\n`, ownership: { class: 'region', region: 'shared', comment: '<!--' } }],
    'shared',
  ),
  output('config/readme', ({ owner }) => [
    { path: 'README.md', content: `Owner: ${owner}\n`, ownership: { class: 'region', region: 'shop', comment: '<!--' } },
  ]),
  output('config/model', (config) => [{ path: '.gitops-app/shop/model.json', content: printJson(config) }]),
  output('config/chart', ({ folder, replicas }) => [{ path: `charts/${folder}/values.yaml`, content: `# shared\nreplicas: ${replicas}\n` }]),
  output('config/wrappers', ({ folder, environments, replicas }) =>
    environments.map((name) => ({
      path: `charts/${folder}/${name}-values.yaml`,
      content: `# ${name}\nimages:\n  shop:\n    tag: ""\n\nreplicas: ${replicas}\n`,
      ownership: { class: 'fields', fields: fieldsOfWrapper },
    })),
  ),
  output('config/runbook', (config, version) => [{ path: 'docs/runbook.md', content: runbook(config, version), ownership: { class: 'merge' } }]),
  output('config/extra', ({ extra, advice }) => (extra ? [{ path: 'extra/deep/file.txt', content: `${advice}\n` }] : [])),
];

/** Enough of a model for these outputs. */
export function modelOf(config: Config): Model {
  const repositories = { app: { slug: 'acme/shop' }, config: { slug: 'acme/shop-config' } };
  return { ...config, repositories, generator: { package: 'create-gitops-app' }, patches: [], unset: [] } as unknown as Model;
}

export function planOf(config: Config, version: string): PlannedFile[] {
  return plan(modelOf(config), outputs, { version });
}
