import { anyOf, constant, listOf, object, oneOf, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const clusters = {
  Cluster: object(
    'A Kubernetes cluster.',
    {
      location: oneOf(['cloud', 'on-premise'], 'Location of the cluster. Determines how it can pull images and which managed services it can reach.', {
        examples: ['cloud'],
      }),
      name: text('Name of the cluster in Argo CD. Default: its key in `clusters`.', { pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$', examples: ['prod-eu'] }),
      kubernetesVersion: text('Kubernetes minor version, 1.31 or later. Determines which fields the chart uses.', {
        pattern: '^1\\.(3[1-9]|[4-9][0-9])$',
        default: '1.33',
        examples: ['1.33'],
      }),
      storageClass: ref('ResourceName', 'StorageClass of persistent volumes. Default: the default StorageClass of the cluster.', { examples: ['ceph'] }),
      gateway: ref('Gateway', 'Gateway that HTTPRoutes attach to.'),
      ingressClassName: ref('Label', 'IngressClass, if the cluster has no Gateway.', { examples: ['haproxy'] }),
      links: listOf(
        { enum: ['aws', 'google-cloud'] },
        'Clouds whose managed services this on-premise cluster can reach: over a VPN, a dedicated connection or public endpoints.',
        { minItems: 1, uniqueItems: true, examples: [['aws']] },
      ),
      imagePull: ref(
        'ImagePull',
        'How the cluster pulls images. Default: `node` for cloud clusters whose nodes have access to the registry; otherwise required.',
      ),
      mirrors: {
        ...object(
          'Mirrors for the images of auxiliary services, by registry host: `docker.io` for services that the chart deploys, `ghcr.io` for CloudNativePG. A mirror for the images of the app belongs in `imagePull`.',
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
    'A Gateway (Gateway API).',
    {
      name: ref('Label', 'Name of the Gateway.', { examples: ['public'] }),
      namespace: ref('Label', 'Namespace of the Gateway.', { examples: ['gateways'] }),
      sectionName: ref('Label', 'Name of the listener. Default: all listeners.', { examples: ['https'] }),
    },
    ['name', 'namespace'],
  ),
  ImagePull: anyOf(
    [
      constant('node', 'The nodes pull without a Secret.'),
      object(
        'An existing pull Secret.',
        {
          secret: ref('Label', 'Name of a Secret of type `kubernetes.io/dockerconfigjson` in the namespace of the app.', { examples: ['ghcr-pull'] }),
        },
        ['secret'],
      ),
      object(
        'Tokens for Amazon ECR, Google Artifact Registry or Azure Container Registry, which expire within hours and are renewed by External Secrets.',
        {
          externalSecrets: ref(
            'Label',
            'Name of a Secret in the namespace of the app, with a credential that can only pull. Its keys for `ecr`: `access-key-id` and `secret-access-key` of an IAM user; for `gar`: `key.json` of a service account; for `acr`: `client-id` and `client-secret` of a service principal.',
            { examples: ['aws'] },
          ),
        },
        ['externalSecrets'],
      ),
      object(
        'A pull-through mirror that the cluster uses.',
        {
          mirror: ref('MirrorHost', 'Host of the mirror, which replaces the host of the registry.', { examples: ['mirror.dc1.example.com'] }),
        },
        ['mirror'],
      ),
    ],
    'How a cluster pulls images.',
  ),
  MirrorHost: text('Host of a mirror, with the path prefix of the registry if it has one.', {
    pattern: '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(:[0-9]{1,5})?(/[a-z0-9._/-]+)?$',
    examples: ['mirror.dc1.example.com/dockerhub'],
  }),
} satisfies Definitions;
