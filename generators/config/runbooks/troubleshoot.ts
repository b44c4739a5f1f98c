import { phaseName } from '../../../src/derived/topology.ts';
import { clusterOf, type Model, ownVolumes, type ProvidedService, type Target, targetsOf } from '../../../src/model/model.ts';
import { accessTo } from '../../../src/registries/index.ts';
import { listed } from '../../../src/render/markdown.ts';
import { hasOperatorDatabase } from '../argocd/health-checks.ts';
import { alertFacts } from './alerts.ts';
import { targetFacts } from './runbook-data.ts';
import { usesExternalSecrets } from './set-up-clusters.ts';

/** What the runbook troubleshoot.md says beyond what every runbook may name. */
export function troubleshootFacts(model: Model) {
  const targets = targetsOf(model);
  const volumes = targets.flatMap((target) => volumesOf(model, target));
  return {
    targets: targets.map((target) => targetFacts(model, target)),
    first: targets
      .slice(0, 1)
      .map(({ environment, cluster }) => `${environment}/${cluster}`)
      .join(''),
    argocd: model.argocd.topology === 'hub' ? 'argocd' : 'argocd --argocd-context "$context"',
    ...alertFacts(model),
    anyGithubEnvironment: model.environments.some(({ approval }) => approval?.by === 'github-environment'),
    pullNotes: model.clusters.map((cluster) => pullNote(model, cluster)).join('\n'),
    jobs: targets.flatMap((target) => target.jobs.map((job) => jobNote(model, target, job))),
    volumes: volumes.map(({ where, statefulset, claim, size }) => `- ${where}: StatefulSet \`${statefulset}\`, claim \`${claim}\`, ${size}`),
    firstVolume: volumes[0] ?? {},
    services: targets.flatMap((target) => target.auxiliaryServices.map((service) => serviceNote(model, target, service))),
    operatorDatabase: targets.some(hasOperatorDatabase),
    externalSecrets: targets.some((target) => usesExternalSecrets(model, target)),
    vault: model.environments.some(({ secrets }) => secrets.store === 'vault'),
  };
}

function pullNote({ registry }: Model, { name, imagePull }: Model['clusters'][number]): string {
  const { nodes, tokens } = accessTo(registry);
  switch (imagePull.by) {
    case 'node':
      return nodes.by === 'identity'
        ? `- **${name}** ${nodes.refused}.`
        : `- **${name}** pulls without a password: \`denied\` means that a package is not public.`;
    case 'secret':
      return `- **${name}** pulls with the Secret \`${imagePull.secret}\`: \`401\` or \`denied\` means that its token has expired; [make a new one](rotate-a-secret.md).`;
    case 'external-secrets':
      return `- **${name}** pulls with a token that External Secrets renews before its ${tokens?.lifetime} are over: look at the ExternalSecret of the namespace first.`;
    case 'mirror':
      return `- **${name}** pulls through \`${imagePull.host}\`: \`not found\` means that the mirror cannot reach ${registry.host}, or has no credentials there.`;
  }
}

/** One item of a list: where a job's log is. */
function jobNote(model: Model, target: Target, job: Target['jobs'][number]): string {
  const { namespace, context } = targetFacts(model, target);
  const log = `kubectl --context ${context} --namespace ${namespace} logs --tail 100 job/${model.app.name}-${job.name}`;
  return `- **${job.name}** of ${target.environment} on ${clusterOf(model, target).name}, ${phaseName(job)}: \`${log}\``;
}

/** Volumes of StatefulSets: those of components and of what is embedded. */
function volumesOf({ app }: Model, { environment, cluster, components, auxiliaryServices }: Target) {
  const sizes = [
    ...components.flatMap((component) => ownVolumes(component).map((volume) => ({ name: component.name, volume: volume.name, size: volume.size ?? '' }))),
    ...auxiliaryServices.flatMap((service) =>
      service.provider === 'embedded' && service.storage !== null ? [{ name: service.name, volume: 'data', size: service.storage }] : [],
    ),
  ];
  return sizes.map(({ name, volume, size }) => ({
    where: `**${name}** of ${environment} on ${cluster}`,
    statefulset: `${app.name}-${name}`,
    claim: `${volume}-${app.name}-${name}-0`,
    size,
  }));
}

/** One item of a list: where to look when a service of a target does not answer. */
function serviceNote(model: Model, target: Target, service: ProvidedService): string {
  const { namespace, context } = targetFacts(model, target);
  const kubectl = `kubectl --context ${context} --namespace ${namespace}`;
  const where = `**${service.name}** of ${target.environment} on ${clusterOf(model, target).name}`;
  switch (service.provider) {
    case 'embedded':
      if (service.storage === null)
        return `- ${where}, embedded: \`${kubectl} get pods\`. It keeps nothing: after a restart it is empty, and \`OOMKilled\` in the pod’s last state says that its memory is too small.`;
      return `- ${where}, embedded: \`${kubectl} get pods,persistentvolumeclaims\`. A claim that stays \`Pending\` has no storage class; a full volume is in the log of the pod.`;
    case 'operator':
      return `- ${where}, CloudNativePG: \`${kubectl} get clusters.postgresql.cnpg.io,pods\`. \`describe\` the Cluster: its conditions say what it waits for. ${service.type === 'postgresql' && service.instances > 1 ? 'It fails over by itself.' : 'It has one instance: nothing takes over.'}`;
    case 'external':
      return `- ${where}, external: \`${service.host}:${service.port}\`. Its provider’s page first. Then the way there: the NetworkPolicy lets out ${egress(service)}.`;
  }
}

function egress(service: Extract<ProvidedService, { provider: 'external' }>): string {
  return service.cidrs.length === 0
    ? `to any address on port ${service.port}`
    : `to ${listed(service.cidrs.map((cidr) => `\`${cidr}\``))} on port ${service.port}`;
}
