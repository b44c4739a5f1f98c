import { field } from './additions.ts';
import { listOf, pairOf, textOf, usageProblem } from './answers.ts';
import type { Kind } from './kind.ts';

export const clusterKind: Kind = {
  field: 'clusters',
  questions: (_, given) =>
    given.has('location')
      ? []
      : [
          {
            flag: 'location',
            message: 'Where it runs',
            fallback: { value: 'cloud', source: 'default' },
            choices: [
              { value: 'cloud', description: 'a cloud of somebody else' },
              { value: 'on-premise', description: 'a data centre of your own' },
            ],
          },
        ],
  problems: (_, given) => {
    const [gateway, imagePull] = [textOf(given, 'gateway'), textOf(given, 'image-pull')];
    return [
      ...(gateway === undefined || gatewayOf(gateway) !== undefined ? [] : [usageProblem(`--gateway is namespace/name, not ${gateway}`)]),
      ...(imagePull === undefined || imagePullOf(imagePull) !== undefined
        ? []
        : [usageProblem(`--image-pull is node, secret=name, externalSecrets=name or mirror=host, not ${imagePull}`)]),
    ];
  },
  additions: (name, given) => {
    const at = ['clusters', name];
    return [
      ...field([...at, 'location'], 'location', textOf(given, 'location')),
      ...field([...at, 'kubernetesVersion'], 'kubernetes-version', textOf(given, 'kubernetes-version')),
      ...field([...at, 'storageClass'], 'storage-class', textOf(given, 'storage-class')),
      ...field([...at, 'gateway'], 'gateway', gatewayOf(textOf(given, 'gateway'))),
      ...field([...at, 'ingressClassName'], 'ingress-class', textOf(given, 'ingress-class')),
      ...field([...at, 'links'], 'links', listOf(given, 'links')),
      ...field([...at, 'imagePull'], 'image-pull', imagePullOf(textOf(given, 'image-pull'))),
    ];
  },
};

function gatewayOf(text: string | undefined): { name: string; namespace: string } | undefined {
  const [, namespace, name] = /^([^/]+)\/([^/]+)$/.exec(text ?? '') ?? [];
  return namespace === undefined || name === undefined ? undefined : { name, namespace };
}

function imagePullOf(text: string | undefined): unknown {
  if (text === undefined || text === 'node') return text;
  const { key, value } = pairOf(text);
  return key !== undefined && ['secret', 'externalSecrets', 'mirror'].includes(key) && value !== '' ? { [key]: value } : undefined;
}
