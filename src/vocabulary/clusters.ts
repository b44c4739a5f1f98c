import { anyOf, constant, labels, listOf, object, oneOf, ref, text } from './builders.ts';
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
      architectures: listOf(
        oneOf(['amd64', 'arm64'], 'A processor architecture, as nodes have it in the label `kubernetes.io/arch`.', { examples: ['amd64'] }),
        'Processor architectures of the nodes. An image runs only on the architecture that CI builds it on; on a cluster with several, each process needs a `nodeSelector` for `kubernetes.io/arch`. Default: the architecture of the images.',
        { minItems: 1, uniqueItems: true, examples: [['amd64', 'arm64']] },
      ),
      storageClass: ref('ResourceName', 'StorageClass of persistent volumes. Default: the default StorageClass of the cluster.', { examples: ['ceph'] }),
      gateway: ref('Gateway', 'Gateway that HTTPRoutes attach to.'),
      ingressClassName: ref('Label', 'IngressClass, if the cluster has no Gateway.', { examples: ['haproxy'] }),
      links: listOf(
        { enum: ['aws', 'google-cloud'] },
        'Clouds whose managed services this on-premise cluster can reach: over a VPN, a dedicated connection or public endpoints.',
        { minItems: 1, uniqueItems: true, examples: [['aws']] },
      ),
      dns: ref('ClusterDns', 'DNS servers, which the NetworkPolicies allow. Default: CoreDNS or kube-dns, NodeLocal DNSCache, and Cloud DNS of GKE.'),
      apiServer: ref('ApiServer', 'The Kubernetes API server, which the NetworkPolicies of CloudNativePG instances allow.'),
      operators: ref('Operators', 'Namespaces of operators, which may connect to the databases that they manage.'),
      monitoring: ref('ClusterMonitoring', 'What the Prometheus and Grafana of the cluster select by label.'),
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
      sectionName: ref('Label', 'Name of the HTTPS listener. Routes attach only to it, so that no plain HTTP listener serves the app.', {
        default: 'https',
        examples: ['https-shop'],
      }),
      redirectFrom: ref('Label', 'Name of the HTTP listener, which then redirects to HTTPS. Default: no redirect.', { examples: ['http'] }),
    },
    ['name', 'namespace'],
  ),
  ClusterDns: anyOf(
    [
      constant('openshift', 'OpenShift DNS: the pods in the namespace openshift-dns, on port 5353.'),
      object('Pods and addresses of the DNS servers.', {
        namespace: ref('Label', 'Namespace of the DNS pods.', { default: 'kube-system', examples: ['dns'] }),
        pods: listOf(labels('Labels of the pods.'), 'Label sets of the DNS pods. Default: `k8s-app: kube-dns` and `k8s-app: node-local-dns`.', {
          minItems: 1,
          examples: [[{ 'k8s-app': 'kube-dns' }]],
        }),
        port: ref('PortNumber', 'Port of the DNS pods, which may differ from 53, the port of their Service.', { default: 53, examples: [8053] }),
        cidrs: ref(
          'Cidrs',
          'DNS servers outside of the pod network, on port 53: a cache on the node, or the address of the DNS Service if such a cache serves it. Default: 169.254.20.10/32 (NodeLocal DNSCache) and 169.254.169.254/32 (Cloud DNS of GKE).',
          { examples: [['169.254.20.10/32', '10.96.0.10/32']] },
        ),
      }),
    ],
    'DNS servers of a cluster.',
  ),
  ApiServer: object('The Kubernetes API server, as pods reach it. A NetworkPolicy cannot select it by labels.', {
    ports: listOf({ type: 'integer', minimum: 1, maximum: 65535 }, 'Ports: that of the Service `kubernetes`, and that of its endpoints.', {
      minItems: 1,
      uniqueItems: true,
      default: [443, 6443],
      examples: [[6443]],
    }),
    cidrs: ref('Cidrs', 'Addresses. Default: all addresses, on these ports only.', { examples: [['10.0.0.10/32']] }),
  }),
  Operators: object('Namespaces of operators.', {
    cloudNativePG: ref('Label', 'Namespace of CloudNativePG.', { default: 'cnpg-system', examples: ['openshift-operators'] }),
  }),
  ClusterMonitoring: object('Labels that an existing Prometheus or Grafana selects.', {
    labels: labels(
      'Labels of ServiceMonitors and PrometheusRules, also of those in `extraManifests`: what `serviceMonitorSelector` and `ruleSelector` of the Prometheus select. Default: none, for selectors that are empty.',
      { examples: [{ release: 'kube-prometheus-stack' }] },
    ),
    namespaceLabels: labels(
      'Labels of the namespaces of the app: what `serviceMonitorNamespaceSelector` and `ruleNamespaceSelector` of the Prometheus select. Argo CD sets them. Default: none, for selectors that are empty.',
      { examples: [{ monitoring: 'enabled' }] },
    ),
    dashboardLabels: labels('Labels of the ConfigMap with the dashboard: what the sidecar of Grafana selects. Default: `grafana_dashboard: "1"`.', {
      minProperties: 1,
      examples: [{ grafana_dashboard: 'true' }],
    }),
  }),
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
