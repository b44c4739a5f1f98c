/** A small generator with an output of each class of ownership, and the config that it reads. */
import type { Model } from '../../src/model/model.ts';
import { type Generator, type PlannedFile, plan } from '../../src/plan/plan.ts';
import { printJson } from '../../src/render/json.ts';

export interface Config {
  app: { name: string };
  environments: string[];
  replicas: number;
  /** Folder of the chart: a change moves every file in it. */
  folder: string;
  owner: string;
  /** A line of the merged file. */
  advice: string;
  /** true: an additional output. */
  extra: boolean;
}

/** Two apps of one config repository; the app repository of the second one is not on this machine. */
export const appNames = ['shop', 'mail'] as const;
export type AppName = (typeof appNames)[number];

export const firstConfig = (name: AppName): Config => ({
  app: { name },
  environments: ['dev', 'prod'],
  replicas: 1,
  folder: name,
  owner: '@a',
  advice: 'Ask.',
  extra: false,
});

export const modelPath = (name: string) => `.gitops-app/${name}/model.json`;
export const runbookPath = (name: string) => `docs/${name}/runbook.md`;

/** Versions of the generator, which write different texts. */
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
    ({ owner }, version) => [
      { path: 'README.md', content: `By ${version}, for ${owner}.\n`, ownership: { class: 'region', region: 'shared', comment: '<!--' } },
    ],
    'shared',
  ),
  output('config/readme', ({ app, owner }) => [
    { path: 'README.md', content: `Owner: ${owner}\n`, ownership: { class: 'region', region: app.name, comment: '<!--' } },
  ]),
  output('config/model', (config) => [{ path: modelPath(config.app.name), content: printJson(config) }]),
  output('config/chart', ({ folder, replicas }) => [{ path: `charts/${folder}/values.yaml`, content: `# shared\nreplicas: ${replicas}\n` }]),
  output('config/wrappers', ({ folder, environments, replicas }) =>
    environments.map((name) => ({
      path: `charts/${folder}/${name}-values.yaml`,
      content: `# ${name}\nimages:\n  shop:\n    tag: ""\n\nreplicas: ${replicas}\n`,
      ownership: { class: 'fields', fields: fieldsOfWrapper },
    })),
  ),
  output('config/runbook', (config, version) => [{ path: runbookPath(config.app.name), content: runbook(config, version), ownership: { class: 'merge' } }]),
  output('config/extra', ({ app, extra, advice }) => (extra ? [{ path: `extra/${app.name}/file.txt`, content: `${advice}\n` }] : [])),
];

/** Files in the record of shared files. */
export const isShared = (key: string) => key === 'config/.github/cd.yaml' || key === 'config/README.md#shared';

/** A model with the fields that these outputs need. */
export function modelOf(config: Config): Model {
  const repositories = { app: { slug: 'acme/shop' }, config: { slug: 'acme/shop-config' } };
  return { ...config, repositories, generator: { package: 'create-gitops-app' }, patches: [], unset: [] } as unknown as Model;
}

/** The plan for the repositories of an app that are on this machine. */
export function planOf(config: Config, version: string): PlannedFile[] {
  const files = plan(modelOf(config), outputs, { version });
  return config.app.name === 'shop' ? files : files.filter(({ repository }) => repository === 'config');
}
