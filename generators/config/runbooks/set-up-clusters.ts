import { definitionOf } from '../../../src/auxiliary-services/index.ts';
import { httpsAnnotations } from '../../../src/chart/https-annotations.ts';
import { namedObjects } from '../../../src/derived/named-objects.ts';
import { hostsOf } from '../../../src/derived/topology.ts';
import type { Cluster, Model, Routing, Target } from '../../../src/model/model.ts';
import { clusterOf, environmentOf, processesOf, targetsOf } from '../../../src/model/queries.ts';
import type { ProvidedService } from '../../../src/model/services.ts';
import { accessTo } from '../../../src/registries/index.ts';
import { inlineCode, listed } from '../../../src/render/markdown.ts';
import { operators } from './operators.ts';
import { selectionsOf } from './set-up-monitoring.ts';
import { architectureData, crdChecks } from './set-up-versions.ts';

/** External services of on-premise clusters, each once. */
function externalServicesOnPremise(model: Model): { context: string; host: string; port: number }[] {
  const services = targetsOf(model)
    .filter((target) => clusterOf(model, target).location === 'on-premise')
    .flatMap(({ cluster, auxiliaryServices }) =>
      auxiliaryServices.flatMap((service) => (service.provider === 'external' ? [{ context: cluster, host: service.host, port: service.port }] : [])),
    );
  return eachOnce(services);
}

export function clusterData(model: Model) {
  const targets = targetsOf(model);
  const routed = model.clusters.filter(
    ({ name, routing }) => routing !== null && targets.some((target) => target.cluster === name && target.routes.length > 0),
  );
  const hosts = [...new Set(targets.flatMap(hostsOf))];
  const { nodes, title } = accessTo(model.registry);
  const nodePulls = model.clusters.filter(({ imagePull }) => imagePull.by === 'node').map(({ name }) => inlineCode(name));
  return {
    reached: externalServicesOnPremise(model),
    operators: operators(model).flatMap(({ name, purpose, crds, install, isNeededBy }) => {
      const contexts = model.clusters.filter((cluster) => targets.some((target) => target.cluster === cluster.name && isNeededBy(model, target)));
      if (contexts.length === 0) return [];
      const names = contexts.map((cluster) => cluster.name);
      return [
        {
          name,
          why: `Required on ${listed(names.map(inlineCode))}. ${purpose}`,
          contexts: names.join(' '),
          guard: crds[0] ?? '',
          severalContexts: names.length > 1,
          checks: names.flatMap((context) =>
            crdChecks(
              model,
              crds,
              targets.filter((target) => target.cluster === context && isNeededBy(model, target)),
            ).map((check) => ({ context, ...check })),
          ),
          install,
        },
      ];
    }),
    architectures: architectureData(model),
    selections: selectionsOf(model),
    prometheusNamespace: model.monitoring.namespace,
    gateways: routed.flatMap(({ name, routing }) => (routing?.kind === 'gateway' ? [gatewayData(name, routing)] : [])),
    ingressClasses: routed.flatMap(({ name, routing }) => (routing?.kind === 'ingress' ? [{ context: name, name: routing.ingressClassName }] : [])),
    ingressRedirects: listed(routed.flatMap(({ name, routing }) => (routing?.kind === 'ingress' && redirectsItself(routing) ? [inlineCode(name)] : []))),
    hosts: hostNotes(model),
    hostNames: hosts.map((host) => (host.startsWith('*') ? `any${host.slice(1)}` : host)).join(' '),
    ...storageData(model),
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
    namedObjects: eachOnce(
      targets.flatMap((target) => {
        const namespace = environmentOf(model, target).namespace;
        return namedObjects(target).map(({ kind, name, namespaced }) => ({
          context: target.cluster,
          options: namespaced ? ` --namespace ${namespace}` : '',
          kind,
          name,
        }));
      }),
    ),
    mirrors: model.clusters.flatMap((cluster) => mirrorsOf(model, cluster)),
    nodePulls: nodes.by === 'identity' ? listed(nodePulls) : '',
    nodeRequirement: nodes.by === 'identity' ? nodes.requirement : '',
    registryTitle: title,
  };
}

/** A Gateway and the listeners that it must have. */
function gatewayData(context: string, { name, namespace, sectionName, redirectFrom }: Extract<Routing, { kind: 'gateway' }>) {
  const listeners = [`${sectionName} HTTPS`, ...(redirectFrom === null ? [] : [`${redirectFrom} HTTP`])];
  return { context, name, namespace, listeners: listed(listeners) };
}

/** Whether the chart knows no annotation with which this controller redirects to HTTPS. */
function redirectsItself({ ingressClassName }: Extract<Routing, { kind: 'ingress' }>): boolean {
  return httpsAnnotations(ingressClassName) === undefined;
}

function eachOnce<Item>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** A list of the hosts with the clusters that serve them and their certificates; empty without routes. */
function hostNotes(model: Model): string {
  const lines = model.environments.flatMap(({ name, targets }) => {
    const hosts = [...new Set(targets.flatMap(hostsOf))];
    return hosts.map((host) => {
      const serving = targets.filter((target) => hostsOf(target).includes(host));
      const secrets = serving.flatMap(({ routes }) =>
        routes.flatMap((route) => (route.hosts.includes(host) && route.tlsSecret !== null ? [route.tlsSecret] : [])),
      );
      const certificate = secrets.length === 0 ? '' : `; certificate: Secret \`${secrets[0] ?? ''}\``;
      const balancers = serving.length > 1 ? 'one of the load balancers' : 'load balancer';
      const selection = serving.length > 1 ? ', selected by DNS or an external load balancer' : '';
      return `- \`${host}\` (${name}) → ${balancers} of ${listed(serving.map(({ cluster }) => inlineCode(cluster)))}${selection}${certificate}`;
    });
  });
  return lines.join('\n');
}

/** Storage classes of the clusters that store data. */
function storageData(model: Model) {
  const targets = targetsOf(model);
  const withOwnClass = model.clusters.filter(({ name }) => targets.some((target) => target.cluster === name && usesClusterClass(target)));
  const volumeClasses = targets.flatMap((target) =>
    processesOf(target).flatMap(({ volumes }) => volumes.flatMap(({ storageClass: name }) => (name === null ? [] : [{ context: target.cluster, name }]))),
  );
  const storage = eachOnce([...withOwnClass.map(({ name, storageClass }) => ({ context: name, name: storageClass ?? '' })), ...volumeClasses]);
  const withDefault = storage.filter(({ name }) => name === '').map(({ context }) => inlineCode(context));
  const expectations = [
    ...(storage.length > withDefault.length ? ['each class named above is listed'] : []),
    ...(withDefault.length > 0 ? [`exactly one class of ${listed(withDefault)} is marked \`(default)\``] : []),
  ];
  return {
    storage,
    storageNote: `Expected: ${expectations.join(', and ')}.`,
  };
}

/** Whether a volume of the target uses the cluster's own storage class. */
function usesClusterClass(target: Target): boolean {
  return (
    processesOf(target).some(({ volumes }) => volumes.some(({ size, storageClass }) => size !== null && storageClass === null)) ||
    target.auxiliaryServices.some((service) => service.provider !== 'external' && service.storage !== null)
  );
}

/** Mirrors of the app's own images and of those that its services run. */
function mirrorsOf(model: Model, { name, imagePull, mirrors }: Cluster) {
  const services = targetsOf(model)
    .filter(({ cluster }) => cluster === name)
    .flatMap(({ auxiliaryServices }) => auxiliaryServices.flatMap(publicImages));
  const own = model.images.map(({ repository }) => repository);
  const mirrorOf = (registry: string, host: string, images: readonly string[]) => mirror(name, registry, host, [...new Set(images)]);
  return [
    ...(imagePull.by === 'mirror' ? [mirrorOf(model.registry.host, imagePull.host, own)] : []),
    ...Object.entries(mirrors).flatMap(([registry, host]) => {
      const images = services.filter((image) => image.startsWith(`${registry}/`));
      return images.length === 0 ? [] : [mirrorOf(registry, host, images)];
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
  const paths = images.map((image) => [...prefix, image.slice(registry.length + 1)].join('/'));
  return {
    cluster,
    host,
    images: listed(images.map((image) => `\`${image}\``)),
    urls: paths.map((path) => `https://${machine}/v2/${path}/tags/list`),
  };
}
