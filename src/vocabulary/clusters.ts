import { anyOf, constant, listOf, object, oneOf, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const clusters = {
  Cluster: object(
    'A Kubernetes cluster.',
    {
      location: oneOf(['cloud', 'on-premise'], 'Where it runs.', { examples: ['cloud'] }),
      name: text('Name under which Argo CD knows it. Default: the cluster’s key.', { pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$', examples: ['prod-eu'] }),
      kubernetesVersion: text('Minor version, 1.31 or newer: decides which fields are written.', {
        pattern: '^1\\.(3[1-9]|[4-9][0-9])$',
        default: '1.33',
        examples: ['1.33'],
      }),
      storageClass: ref('ResourceName', 'StorageClass of volumes. Default: the cluster’s default class.', { examples: ['ceph'] }),
      gateway: ref('Gateway', 'The Gateway that HTTPRoutes attach to.'),
      ingressClassName: ref('Label', 'IngressClass, where the cluster has no Gateway API.', { examples: ['haproxy'] }),
      links: listOf(
        { enum: ['aws', 'google-cloud'] },
        'Clouds whose managed databases an on-premise cluster reaches: by VPN, by a line of its own, or because they are made public.',
        { minItems: 1, uniqueItems: true, examples: [['aws']] },
      ),
      imagePull: ref('ImagePull', 'How the cluster pulls images. Default: `node`, where the nodes themselves may pull.'),
      mirrors: {
        ...object(
          'Mirrors of the registries that images of auxiliary services come from, by their hosts: docker.io for those that the chart runs, ghcr.io for CloudNativePG. The app’s own has `imagePull`.',
          {
            'docker.io': ref('MirrorHost', 'Mirror of Docker Hub.'),
            'ghcr.io': ref('MirrorHost', 'Mirror of GHCR.', { examples: ['mirror.dc1.example.com/ghcr'] }),
          },
        ),
        examples: [{ 'docker.io': 'mirror.dc1.example.com/dockerhub' }],
      },
    },
    ['location'],
  ),
  Gateway: object(
    'A Gateway of the Gateway API.',
    {
      name: ref('Label', 'Name of the Gateway.', { examples: ['public'] }),
      namespace: ref('Label', 'Its namespace.', { examples: ['gateways'] }),
      sectionName: ref('Label', 'Its listener. Default: every listener.', { examples: ['https'] }),
    },
    ['name', 'namespace'],
  ),
  ImagePull: anyOf(
    [
      constant('node', 'The nodes’ own identity may pull.'),
      object(
        'An existing pull secret.',
        {
          secret: ref('Label', 'Name of a Secret of type kubernetes.io/dockerconfigjson in the app’s namespace.', { examples: ['ghcr-pull'] }),
        },
        ['secret'],
      ),
      object(
        'External Secrets makes fresh tokens of Amazon ECR, Google Artifact Registry or Azure: one that is made by hand ends after some hours.',
        {
          externalSecrets: ref(
            'Label',
            'Name of the Secret in the app’s namespace with a credential that may only pull. ecr: the keys access-key-id and secret-access-key of an IAM user; gar: key.json of a service account; acr: client-id and client-secret of a service principal.',
            { examples: ['aws'] },
          ),
        },
        ['externalSecrets'],
      ),
      object(
        'A pull-through mirror on the cluster’s side.',
        {
          mirror: ref('MirrorHost', 'Host of the mirror, in place of the registry’s host.', { examples: ['mirror.dc1.example.com'] }),
        },
        ['mirror'],
      ),
    ],
    'How a cluster pulls images.',
  ),
  MirrorHost: text('Host of a mirror, with the path below which it has the registry.', {
    pattern: '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(:[0-9]{1,5})?(/[a-z0-9._/-]+)?$',
    examples: ['mirror.dc1.example.com/dockerhub'],
  }),
} satisfies Definitions;
