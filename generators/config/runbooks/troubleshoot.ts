import { syncSeconds } from '../../../src/derived/durations.ts';
import { phaseName } from '../../../src/derived/topology.ts';
import type { Model, ProvidedService, Target } from '../../../src/model/model.ts';
import { argocdCommand, argocdPath, claimName, configRepositoryName, rootName, runTitles } from '../../../src/model/names.ts';
import { clusterOf, ownVolumes, targetsOf } from '../../../src/model/queries.ts';
import { accessTo } from '../../../src/registries/index.ts';
import { inlineCode, listed } from '../../../src/render/markdown.ts';
import { repositoryUrl } from '../argocd/destination.ts';
import { hasOperatorDatabase } from '../argocd/health-checks.ts';
import { alertData } from './alerts.ts';
import { usesExternalSecrets } from './operators.ts';
import { argocdContexts, argocdOfVariable, targetData } from './runbook-data.ts';

/** Additional data for troubleshoot.md. */
export function troubleshootData(model: Model) {
  const targets = targetsOf(model);
  const volumes = targets.flatMap((target) => volumesOf(model, target));
  return {
    targets: targets.map((target) => targetData(model, target)),
    first: targets
      .slice(0, 1)
      .map(({ environment, cluster }) => `${environment}/${cluster}`)
      .join(''),
    argocd: argocdOfVariable(model),
    ingresses: targets.some((target) => target.routes.length > 0 && clusterOf(model, target).routing?.kind === 'ingress'),
    timeout: Math.max(...targets.map(syncSeconds)),
    cdTitle: runTitles.cd(model.app.name, '${where%%/*}'),
    ...alertData(model),
    anyGithubEnvironment: model.environments.some(({ approval }) => approval?.by === 'github-environment'),
    pullNotes: model.clusters.map((cluster) => pullNote(model, cluster)).join('\n'),
    jobs: model.jobs.map((job) => ({ name: `${model.app.name}-${job.name}`, phase: phaseName(job) })),
    hooks: listed(hooksOf(model).map(inlineCode)),
    ...repositoryData(model),
    volumes: volumes.map(({ where, statefulset, claim, size }) => `- ${where}: StatefulSet \`${statefulset}\`, claim \`${claim}\`, ${size}`),
    firstVolume: volumes[0] ?? {},
    ...serviceData(model),
    operatorDatabase: targets.some(hasOperatorDatabase),
    externalSecrets: targets.some((target) => usesExternalSecrets(model, target)),
    vault: model.environments.some(({ secrets }) => secrets.store === 'vault'),
  };
}

/** Names of the extra manifests that are hooks. */
function hooksOf(model: Model): string[] {
  const manifests = targetsOf(model).flatMap(({ extraManifests }) => extraManifests.map(({ manifest }) => manifest));
  return [...new Set(manifests.filter(({ metadata }) => isHook(metadata)).map(({ metadata }) => metadata.name))];
}

/** https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/ */
function isHook(metadata: object): boolean {
  return 'annotations' in metadata && Object.hasOwn(metadata.annotations as object, 'argocd.argoproj.io/hook');
}

/** How Argo CD reads the config repository. */
function repositoryData(model: Model) {
  const contexts = argocdContexts(model);
  return {
    bootstrap: model.argocd.bootstrap,
    configName: configRepositoryName(model),
    rootApplication: rootName(model),
    repoUrl: repositoryUrl(model),
    argocdContexts: contexts.join(' '),
    argocds: contexts.map((context) => ({ context, command: argocdCommand(model, context), folder: argocdPath(model, context) })),
  };
}

function pullNote({ registry }: Model, { name, imagePull }: Model['clusters'][number]): string {
  const { nodes, tokens } = accessTo(registry);
  switch (imagePull.by) {
    case 'node':
      return nodes.by === 'identity'
        ? `- **${name}** ${nodes.failure}.`
        : `- **${name}** pulls without credentials: \`denied\` means that a package is not public.`;
    case 'secret':
      return `- **${name}** pulls with the Secret \`${imagePull.secret}\`: \`401\` or \`denied\` means that its token has expired; [rotate it](rotate-a-secret.md).`;
    case 'external-secrets':
      return `- **${name}** pulls with a token that External Secrets renews before it expires after ${tokens?.lifetime}: check the ExternalSecret in the namespace first.`;
    case 'mirror':
      return `- **${name}** pulls through \`${imagePull.host}\`: \`not found\` means that the mirror cannot reach ${registry.host} or has no credentials for it.`;
  }
}

/** Volumes of StatefulSets: of components and of embedded services. */
function volumesOf({ app }: Model, { environment, cluster, components, auxiliaryServices }: Target) {
  const sizes = [
    ...components.flatMap((component) => ownVolumes(component).map((volume) => ({ name: component.name, volume: volume.name, size: volume.size ?? '' }))),
    ...auxiliaryServices.flatMap((service) =>
      service.provider === 'embedded' && service.storage !== null ? [{ name: service.name, volume: 'data', size: service.storage }] : [],
    ),
  ];
  return sizes.map(({ name, volume, size }) => ({
    where: `**${name}** in ${environment} on ${cluster}`,
    statefulset: `${app.name}-${name}`,
    claim: claimName(volume, `${app.name}-${name}`),
    size,
  }));
}

/** Names of services by what to check if one is unreachable; empty texts without any. */
function serviceData(model: Model) {
  const services = targetsOf(model).flatMap((target) => target.auxiliaryServices.map((service) => ({ target, service })));
  const names = (matches: (service: ProvidedService) => boolean) =>
    listed([...new Set(services.filter(({ service }) => matches(service)).map(({ service }) => `\`${service.name}\``))]);
  return {
    services: services.length > 0,
    storedServices: names((service) => service.provider === 'embedded' && service.storage !== null),
    unstoredServices: names((service) => service.provider === 'embedded' && service.storage === null),
    operatorServices: names(({ provider }) => provider === 'operator'),
    externalServices: services.flatMap(({ target, service }) =>
      service.provider === 'external'
        ? [
            `\`${service.name}\` in ${target.environment} on ${clusterOf(model, target).name}: \`${service.host}:${service.port}\`${podPort(service)}, ${egress(service)}`,
          ]
        : [],
    ),
  };
}

/** The port that the NetworkPolicy allows, where it is not that of the Service. */
function podPort({ port, targetPort }: Extract<ProvidedService, { provider: 'external' }>): string {
  return targetPort === port ? '' : ` (pods on ${targetPort})`;
}

/** The addresses that the NetworkPolicy allows for an external service. */
function egress({ cidrs }: Extract<ProvidedService, { provider: 'external' }>): string {
  return cidrs.length === 0 ? 'at any address' : `at ${listed(cidrs.map((cidr) => `\`${cidr}\``))}`;
}
