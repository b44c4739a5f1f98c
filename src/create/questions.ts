import { unsetMarker } from '../config/unset.ts';
import type { DetectedFolder } from '../detect/folder.ts';
import type { Model } from '../model/model.ts';
import {
  type ClusterAnswer,
  parseArgocd,
  parseCi,
  parseClusters,
  parseName,
  parseOwners,
  parseRegistry,
  parseSlug,
  type RegistryAnswer,
} from './parse-answers.ts';
import { argocdAnswer, clustersAnswer, registryAnswer } from './shared-settings.ts';

/** Required inputs of create. Everything else has a default in the schema or is detected. */
export interface Answers {
  name: string;
  appRepository: string;
  configRepository: string;
  owners: string[];
  registry: RegistryAnswer;
  devClusters: ClusterAnswer[];
  prodClusters: ClusterAnswer[];
  argocd: { topology: 'per-cluster' } | { topology: 'hub'; cluster: string | undefined };
  /** build-only: an existing workflow runs the tests. */
  ci: 'full' | 'build-only';
}

/** The answers so far, as typed. */
export type RawAnswers = Partial<Record<keyof Answers, string>>;

/** A default as text, and its source. */
interface Default {
  value: string;
  source: string;
}

export interface Choice {
  value: string;
  description: string;
}

/** A question; its flag and its key in an answers file are equivalent. */
export interface Question {
  key: keyof Answers;
  /** Without dashes. */
  flag: string;
  message: string;
  /** The default answer; the marker stands for a value that cannot be detected. `peer`: an app that the config repository has already. */
  fallback: (detected: DetectedFolder, preset: RawAnswers, peer?: Model) => Default;
  /** Possible answers, as a menu; undefined: free text. */
  choices?: (preset: RawAnswers) => readonly Choice[];
  /** Never prompts: detected, unless a flag or an answers file overrides it. */
  isDetected?: true;
  /** Throws with a message for the user. */
  parse: (text: string, preset: RawAnswers) => unknown;
}

/** In the order of the prompts. */
export const questions: readonly Question[] = [
  { key: 'name', flag: 'name', message: 'Name of the app', fallback: ({ name }) => name, parse: parseName },
  {
    key: 'appRepository',
    flag: 'app-repository',
    message: 'App repository on GitHub (owner/name)',
    fallback: ({ repository }, { name }) => repository ?? { value: `${unsetMarker}/${name}`, source: 'to fill in' },
    parse: parseSlug,
  },
  {
    key: 'configRepository',
    flag: 'config-repository',
    message: 'Config repository on GitHub; apps can share one',
    fallback: (_, { name, appRepository = '' }) => ({ value: `${appRepository.split('/')[0]}/${name}-config`, source: 'app repository' }),
    parse: parseSlug,
  },
  {
    key: 'owners',
    flag: 'owners',
    message: 'Code owners, who also approve promotions to prod (@team, @user)',
    fallback: ({ github }, { appRepository = '' }) => {
      if (github.owners !== undefined) return { value: github.owners.value.join(', '), source: github.owners.source };
      const owner = appRepository.split('/')[0];
      return { value: owner === unsetMarker ? `@${unsetMarker}` : `@${owner}/${unsetMarker}`, source: 'to fill in' };
    },
    parse: parseOwners,
  },
  {
    key: 'registry',
    flag: 'registry',
    message: 'Registry: ghcr, or the address of another registry',
    fallback: ({ github }, _, peer) => github.registry ?? ofPeer(peer, ({ registry }) => registryAnswer(registry)) ?? { value: 'ghcr', source: 'default' },
    parse: parseRegistry,
  },
  {
    key: 'devClusters',
    flag: 'dev-clusters',
    message: 'Dev clusters (name, or name:on-premise)',
    fallback: (_, __, peer) => ofPeer(peer, (model) => clustersAnswer(model, 'dev')) ?? { value: 'dev-cluster', source: 'default' },
    parse: (text) => parseClusters(text),
  },
  {
    key: 'prodClusters',
    flag: 'prod-clusters',
    message: 'Prod clusters, in the order of syncs (dc1:on-premise, eu)',
    fallback: (_, __, peer) => ofPeer(peer, (model) => clustersAnswer(model, 'prod')) ?? { value: 'prod-cluster', source: 'default' },
    parse: (text, { devClusters = '' }) => parseClusters(text, devClusters),
  },
  {
    key: 'argocd',
    flag: 'argocd',
    message: 'Argo CD',
    fallback: (_, __, peer) => ofPeer(peer, ({ argocd }) => argocdAnswer(argocd)) ?? { value: 'per-cluster', source: 'default' },
    choices: (preset) => [
      { value: 'per-cluster', description: 'one instance per cluster' },
      ...clusterNames(preset).map((value) => ({ value, description: 'its instance deploys to all clusters' })),
      { value: 'hub', description: 'an instance on another cluster deploys to all clusters' },
    ],
    parse: (text, preset) => parseArgocd(text, clusterNames(preset)),
  },
  {
    key: 'ci',
    flag: 'ci',
    message: 'CI',
    fallback: ({ github }) => (github.ci === undefined ? { value: 'full', source: 'default' } : { value: 'build-only', source: github.ci.source }),
    isDetected: true,
    parse: parseCi,
  },
];

function ofPeer(peer: Model | undefined, answer: (model: Model) => string | undefined): Default | undefined {
  const value = peer && answer(peer);
  return value === undefined ? undefined : { value, source: `app '${peer?.app.name}' in the config repository` };
}

/** Names of the dev and prod clusters answered so far. */
function clusterNames({ devClusters = '', prodClusters = '' }: RawAnswers): string[] {
  const names = `${devClusters},${prodClusters}`.split(/[,\s]+/).map((item) => item.split(':')[0] ?? '');
  return [...new Set(names)].filter((name) => name !== '');
}
