import { definitionOf } from '../../../src/auxiliary-services/index.ts';
import { hostsOf } from '../../../src/derived/topology.ts';
import { type Cluster, clusterOf, environmentOf, type Model, processesOf, type Target, targetsOf } from '../../../src/model/model.ts';
import type { ProvidedService } from '../../../src/model/services.ts';
import { accessTo } from '../../../src/registries/index.ts';
import { listed } from '../../../src/render/markdown.ts';
import { hasOperatorDatabase } from '../argocd/health-checks.ts';

/** An operator that some clusters need. */
interface Operator {
  name: string;
  why: string;
  crds: string[];
  /** Shell for one cluster, whose context is `$context`. */
  install: string[];
  neededBy: (model: Model, target: Target) => boolean;
}

function helmInstall(release: string, chart: string, repository: string, namespace: string, settings: readonly string[] = []): string[] {
  return [
    `helm upgrade --install ${release} ${chart} --repo ${repository} \\`,
    `  --kube-context "$context" --namespace ${namespace} --create-namespace --wait${settings.length === 0 ? '' : ' \\'}`,
    ...settings.map((setting, index) => `  --set ${setting}${index === settings.length - 1 ? '' : ' \\'}`),
  ];
}

function operators({ monitoring }: Model): Operator[] {
  const never = 'NilUsesHelmValues=false';
  return [
    {
      name: 'CloudNativePG',
      why: 'It runs the PostgreSQL clusters, makes their credentials and fails over.',
      crds: ['clusters.postgresql.cnpg.io'],
      install: helmInstall('cnpg', 'cloudnative-pg', 'https://cloudnative-pg.github.io/charts', 'cnpg-system'),
      neededBy: (_, target) => hasOperatorDatabase(target),
    },
    {
      name: 'External Secrets',
      why: 'It makes Secrets from what is stored elsewhere, and keeps them up to date.',
      crds: ['externalsecrets.external-secrets.io', 'clustersecretstores.external-secrets.io'],
      install: helmInstall('external-secrets', 'external-secrets', 'https://charts.external-secrets.io', 'external-secrets'),
      neededBy: usesExternalSecrets,
    },
    {
      name: 'Gateway API',
      why: 'Routes are HTTPRoutes. Most Gateway controllers bring these definitions along: look first.',
      crds: ['httproutes.gateway.networking.k8s.io', 'gateways.gateway.networking.k8s.io'],
      install: [
        'kubectl --context "$context" apply --server-side \\',
        '  --filename https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.4.0/standard-install.yaml',
      ],
      neededBy: (model, target) => target.routes.length > 0 && clusterOf(model, target).routing?.kind === 'gateway',
    },
    {
      name: monitoring.grafana ? 'Prometheus operator and Grafana' : 'Prometheus operator',
      why: `It reads the ServiceMonitors and the alert rules of this app from its namespaces${monitoring.grafana ? '; Grafana’s sidecar picks up the dashboard' : ''}.`,
      crds: ['servicemonitors.monitoring.coreos.com', 'prometheusrules.monitoring.coreos.com'],
      install: helmInstall('kube-prometheus-stack', 'kube-prometheus-stack', 'https://prometheus-community.github.io/helm-charts', monitoring.namespace, [
        `prometheus.prometheusSpec.serviceMonitorSelector${never}`,
        `prometheus.prometheusSpec.ruleSelector${never}`,
        ...(monitoring.grafana ? ['grafana.sidecar.dashboards.searchNamespace=ALL'] : []),
      ]),
      neededBy: () => monitoring.prometheus || monitoring.grafana,
    },
  ];
}

/** Whether External Secrets must run where this target does. */
export function usesExternalSecrets(model: Model, target: Target): boolean {
  const environment = model.environments.find(({ name }) => name === target.environment);
  return environment?.secrets.store === 'vault' || clusterOf(model, target).imagePull.by === 'external-secrets';
}

/** What on-premise clusters need of other networks, each once. */
function reachedFromOnPremise(model: Model): { context: string; host: string; port: number }[] {
  const found = targetsOf(model)
    .filter((target) => clusterOf(model, target).location === 'on-premise')
    .flatMap(({ cluster, auxiliaryServices }) =>
      auxiliaryServices.flatMap((service) => (service.provider === 'external' ? [{ context: cluster, host: service.host, port: service.port }] : [])),
    );
  return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
}

export function clusterFacts(model: Model) {
  const targets = targetsOf(model);
  const used = model.clusters.filter(({ name, routing }) => routing !== null && targets.some((target) => target.cluster === name && target.routes.length > 0));
  const hosts = [...new Set(targets.flatMap(hostsOf))];
  const { nodes, title } = accessTo(model.registry);
  const pulled = model.clusters.filter(({ imagePull }) => imagePull.by === 'node').map(({ name }) => name);
  return {
    reached: reachedFromOnPremise(model),
    operators: operators(model).flatMap(({ name, why, crds, install, neededBy }) => {
      const contexts = model.clusters.filter((cluster) => targets.some((target) => target.cluster === cluster.name && neededBy(model, target)));
      if (contexts.length === 0) return [];
      const names = contexts.map((cluster) => cluster.name);
      return [
        {
          name,
          why: `On ${listed(names)}. ${why}`,
          contexts: names.join(' '),
          guard: crds[0] ?? '',
          severalContexts: names.length > 1,
          crds: crds.map((crd) => `crd/${crd}`).join(' '),
          severalCrds: crds.length > 1,
          install,
        },
      ];
    }),
    gateways: used.flatMap(({ name, routing }) => (routing?.kind === 'gateway' ? [{ context: name, name: routing.name, namespace: routing.namespace }] : [])),
    ingressClasses: used.flatMap(({ name, routing }) => (routing?.kind === 'ingress' ? [{ context: name, name: routing.ingressClassName }] : [])),
    hosts: hostNotes(model),
    hostNames: hosts.map((host) => (host.startsWith('*') ? `any${host.slice(1)}` : host)).join(' '),
    ...storageFacts(model),
    priorityClasses: eachOnce(
      targets.flatMap((target) => processesOf(target).flatMap(({ priorityClassName: name }) => (name === null ? [] : [{ context: target.cluster, name }]))),
    ),
    claims: eachOnce(
      targets.flatMap((target) => {
        const { namespace } = environmentOf(model, target);
        return processesOf(target).flatMap(({ volumes }) =>
          volumes.flatMap(({ existingClaim: name }) => (name === null ? [] : [{ context: target.cluster, namespace, name }])),
        );
      }),
    ),
    mirrors: model.clusters.flatMap((cluster) => mirrorsOf(model, cluster)),
    nodePulls: nodes.by === 'identity' ? listed(pulled) : '',
    nodeNeed: nodes.by === 'identity' ? nodes.need : '',
    registryTitle: title,
  };
}

function eachOnce<Fact>(facts: readonly Fact[]): Fact[] {
  return [...new Map(facts.map((fact) => [JSON.stringify(fact), fact])).values()];
}

/** A list: each host with the clusters that must answer for it, and its certificate. Empty without routes. */
function hostNotes(model: Model): string {
  const lines = model.environments.flatMap(({ name, targets }) => {
    const hosts = [...new Set(targets.flatMap(hostsOf))];
    return hosts.map((host) => {
      const serving = targets.filter((target) => hostsOf(target).includes(host));
      const secrets = serving.flatMap(({ routes }) =>
        routes.flatMap((route) => (route.hosts.includes(host) && route.tlsSecret !== null ? [route.tlsSecret] : [])),
      );
      const certificate = secrets.length === 0 ? '' : `, certificate in the Secret \`${secrets[0] ?? ''}\``;
      const chosen = serving.length > 1 ? ': DNS or a balancer in front chooses the cluster' : '';
      return `- \`${host}\` (${name}) → the load balancer of ${listed(serving.map(({ cluster }) => cluster))}${chosen}${certificate}`;
    });
  });
  return lines.join('\n');
}

/** Storage classes by cluster, where something keeps data. */
function storageFacts(model: Model) {
  const targets = targetsOf(model);
  const usual = model.clusters.filter(({ name }) => targets.some((target) => target.cluster === name && keepsData(target)));
  const special = targets.flatMap((target) =>
    processesOf(target).flatMap(({ volumes }) => volumes.flatMap(({ storageClass: name }) => (name === null ? [] : [{ context: target.cluster, name }]))),
  );
  const storage = eachOnce([...usual.map(({ name, storageClass }) => ({ context: name, name: storageClass ?? '' })), ...special]);
  const unnamed = storage.filter(({ name }) => name === '').map(({ context }) => context);
  return {
    storage,
    storageNote: `It worked when ${storage.length > unnamed.length ? 'each class named here is printed' : ''}${storage.length > unnamed.length && unnamed.length > 0 ? ', and ' : ''}${unnamed.length > 0 ? `exactly one class of ${listed(unnamed)} is marked \`(default)\`` : ''}.`,
  };
}

/** Whether something keeps data in the cluster's own class. */
function keepsData(target: Target): boolean {
  return (
    processesOf(target).some(({ volumes }) => volumes.some(({ size, storageClass }) => size !== null && storageClass === null)) ||
    target.auxiliaryServices.some((service) => service.provider !== 'external' && service.storage !== null)
  );
}

/** Of the app's own images, and of those that its services run. */
function mirrorsOf(model: Model, { name, imagePull, mirrors }: Cluster) {
  const services = targetsOf(model)
    .filter(({ cluster }) => cluster === name)
    .flatMap(({ auxiliaryServices }) => auxiliaryServices.flatMap(publicImages));
  const own = model.images.map(({ repository }) => repository);
  const of = (registry: string, host: string, images: readonly string[]) => mirror(name, registry, host, [...new Set(images)]);
  return [
    ...(imagePull.by === 'mirror' ? [of(model.registry.host, imagePull.host, own)] : []),
    ...Object.entries(mirrors).flatMap(([registry, host]) => {
      const images = services.filter((image) => image.startsWith(`${registry}/`));
      return images.length === 0 ? [] : [of(registry, host, images)];
    }),
  ];
}

function publicImages(service: ProvidedService): readonly string[] {
  if (service.provider === 'operator') return ['ghcr.io/cloudnative-pg/postgresql'];
  // The tests run the same software.
  const image = service.provider === 'external' ? undefined : definitionOf(service.type).testService?.(service, 0).container.image;
  return image === undefined ? [] : [image.replace(/:[^/]*$/, '')];
}

function mirror(cluster: string, registry: string, host: string, images: readonly string[]) {
  const [machine = '', ...prefix] = host.split('/');
  const below = images.map((image) => [...prefix, image.slice(registry.length + 1)].join('/'));
  return {
    cluster,
    host,
    images: listed(images.map((image) => `\`${image}\``)),
    urls: below.map((path) => `https://${machine}/v2/${path}/tags/list`),
  };
}
