import { field } from './additions.ts';
import { listOf, pairOf, textOf, usageProblem } from './answers.ts';
import type { Kind } from './kind.ts';

export const clusterKind: Kind = {
  field: 'clusters',
  questions: (_, values) =>
    values.has('location')
      ? []
      : [
          {
            flag: 'location',
            message: 'Location of the cluster',
            fallback: { value: 'cloud', source: 'default' },
            choices: [
              { value: 'cloud', description: 'public cloud' },
              { value: 'on-premise', description: 'your own data center' },
            ],
          },
        ],
  problems: (_, values) => {
    const [gateway, imagePull] = [textOf(values, 'gateway'), textOf(values, 'image-pull')];
    return [
      ...(gateway === undefined || gatewayOf(gateway) !== undefined ? [] : [usageProblem(`--gateway must be namespace/name, not ${gateway}`)]),
      ...(imagePull === undefined || imagePullOf(imagePull) !== undefined
        ? []
        : [usageProblem(`--image-pull must be node, secret=name, externalSecrets=name or mirror=host, not ${imagePull}`)]),
    ];
  },
  additions: (name, values) => {
    const at = ['clusters', name];
    return [
      ...field([...at, 'location'], 'location', textOf(values, 'location')),
      ...field([...at, 'kubernetesVersion'], 'kubernetes-version', textOf(values, 'kubernetes-version')),
      ...field([...at, 'storageClass'], 'storage-class', textOf(values, 'storage-class')),
      ...field([...at, 'gateway'], 'gateway', gatewayOf(textOf(values, 'gateway'))),
      ...field([...at, 'ingressClassName'], 'ingress-class', textOf(values, 'ingress-class')),
      ...field([...at, 'links'], 'links', listOf(values, 'links')),
      ...field([...at, 'imagePull'], 'image-pull', imagePullOf(textOf(values, 'image-pull'))),
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
