import { didYouMean } from '../text/closest.ts';

/** What is wrong with an answer; the message continues after the name of the option. */
export class AnswerError extends Error {}

export type RegistryAnswer =
  | { type: 'ghcr' }
  | { type: 'ecr'; account: string; region: string }
  | { type: 'gar'; location: string; project: string; repository: string }
  | { type: 'acr'; name: string }
  | { type: 'dockerhub'; namespace: string }
  | { type: 'harbor'; host: string; project: string };

export interface ClusterAnswer {
  name: string;
  location: 'cloud' | 'on-premise';
}

export function parseName(text: string): string {
  if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(text) || text.length > 40)
    throw new AnswerError(`is ${JSON.stringify(text)}; expected at most 40 lowercase letters, digits and hyphens, starting with a letter`);
  return text;
}

export function parseSlug(text: string): string {
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\/[A-Za-z0-9_.-]+$/.test(text) || /\/\.{1,2}$/.test(text))
    throw new AnswerError(`is ${JSON.stringify(text)}; expected owner/name, such as acme/shop`);
  return text;
}

export function parseOwners(text: string): string[] {
  const owners = items(text);
  const wrong = owners.filter((owner) => !/^@[A-Za-z0-9][A-Za-z0-9-]*(\/[A-Za-z0-9_.-]+)?$/.test(owner));
  if (owners.length === 0 || wrong.length > 0)
    throw new AnswerError(`is ${JSON.stringify(text)}; expected GitHub teams or users, such as @acme/platform, @octocat`);
  return owners;
}

/** `ghcr`, or the address of the images in the registry. */
export function parseRegistry(text: string): RegistryAnswer {
  if (text === 'ghcr' || text === 'ghcr.io') return { type: 'ghcr' };
  const [, account, region] = /^(\d{12})\.dkr\.ecr\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com(?:\.cn)?$/.exec(text) ?? [];
  if (account !== undefined && region !== undefined) return { type: 'ecr', account, region };
  const [, location, googleProject, repository] =
    /^([a-z]+(?:-[a-z]+\d*)?)-docker\.pkg\.dev\/([a-z][a-z0-9-]{4,28}[a-z0-9])\/([a-z](?:[a-z0-9-]*[a-z0-9])?)$/.exec(text) ?? [];
  if (location !== undefined && googleProject !== undefined && repository !== undefined) return { type: 'gar', location, project: googleProject, repository };
  const [, name] = /^([a-z0-9]{5,50}(?:-[a-z0-9]{4,20})?)\.azurecr\.io$/.exec(text) ?? [];
  if (name !== undefined) return { type: 'acr', name };
  const [, namespace] = /^docker\.io\/([a-z0-9][a-z0-9_-]+)$/.exec(text) ?? [];
  if (namespace !== undefined) return { type: 'dockerhub', namespace };
  // Any other host with a single path segment is a Harbor project.
  const [, host, project] = /^([a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+(?::\d{1,5})?)\/([a-z0-9]+(?:[._-][a-z0-9]+)*)$/.exec(text) ?? [];
  if (host !== undefined && project !== undefined && !/(^|\.)(docker\.io|ghcr\.io|pkg\.dev|azurecr\.io|amazonaws\.com)$/.test(host))
    return { type: 'harbor', host, project };
  throw new AnswerError(`is ${JSON.stringify(text)}; expected ghcr, or a registry such as ${registryForms.join(', ')}`);
}

/** An example of each registry type. */
const registryForms = [
  '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
  'europe-west1-docker.pkg.dev/acme-prod/apps',
  'acmeimages.azurecr.io',
  'docker.io/acme',
  'harbor.example.com/shop',
];

/** `eu, dc1:on-premise`. `others`: clusters of the previous answer, whose locations must match. */
export function parseClusters(text: string, others = ''): ClusterAnswer[] {
  const clusters = items(text).map((item): ClusterAnswer => {
    const [name = '', location = 'cloud', ...more] = item.split(':');
    if (!/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name))
      throw new AnswerError(`has the name ${JSON.stringify(name)}; expected lowercase letters, digits and hyphens, starting with a letter`);
    if (more.length > 0 || (location !== 'cloud' && location !== 'on-premise'))
      throw new AnswerError(`has ${JSON.stringify(item)}; expected cloud or on-premise as the location, such as ${name}:on-premise`);
    return { name, location };
  });
  if (clusters.length === 0) throw new AnswerError('is empty; expected at least one cluster');
  const twice = clusters.find(({ name }, index) => clusters.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined) throw new AnswerError(`lists ${twice.name} twice`);
  const places = new Map(items(others).map((item) => [item.split(':')[0], item.split(':')[1] ?? 'cloud']));
  const moved = clusters.find(({ name, location }) => (places.get(name) ?? location) !== location);
  if (moved !== undefined)
    throw new AnswerError(`has ${moved.name} as ${moved.location}, but --dev-clusters has it as ${places.get(moved.name)}; use the same location in both`);
  return clusters;
}

export function parseArgocd(text: string, clusters: readonly string[]): { topology: 'per-cluster' } | { topology: 'hub'; cluster: string | undefined } {
  if (text === 'per-cluster') return { topology: 'per-cluster' };
  if (text === 'hub') return { topology: 'hub', cluster: undefined };
  if (clusters.includes(text)) return { topology: 'hub', cluster: text };
  const names = ['per-cluster', 'hub', ...new Set(clusters)];
  throw new AnswerError(`is ${JSON.stringify(text)}; expected one of ${names.join(', ')}.${didYouMean(text, names)}`);
}

export function parseCi(text: string): 'full' | 'build-only' {
  if (text !== 'full' && text !== 'build-only')
    throw new AnswerError(`is ${JSON.stringify(text)}; expected full, or build-only if your own workflow runs the tests`);
  return text;
}

function items(text: string): string[] {
  return text
    .split(/[,\s]+/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
