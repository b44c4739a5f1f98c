import type * as model from '../model/model.ts';
import type * as config from './pipeline-config.ts';

/** One component under one mode. In standalone mode replicas are 1 and autoscaling is off. */
export function resolveComponent(input: config.PipelineConfig, name: string, component: config.Component, mode: model.Mode): model.Component {
  const ports = Object.entries(component.ports ?? {}).map(([portName, port]) => ({
    name: portName,
    containerPort: port.containerPort,
    servicePort: port.servicePort ?? port.containerPort,
    protocol: port.protocol ?? ('TCP' as const),
  }));
  const standalone = mode === 'standalone';
  return {
    name,
    image: component.image ?? defaultImage(input),
    command: [...(component.command ?? [])],
    args: [...(component.args ?? [])],
    env: resolveEnvironmentVariables(component.env),
    ports,
    readinessProbe: resolveProbe(component.readinessProbe),
    livenessProbe: resolveProbe(component.livenessProbe),
    startupProbe: resolveProbe(component.startupProbe),
    replicas: standalone ? 1 : (component.replicas ?? 2),
    autoscaling: standalone || component.autoscaling === undefined ? null : resolveAutoscaling(component.autoscaling),
    resources: resolveResources(component.resources),
    metrics: resolveMetrics(input, component, ports),
    terminationGracePeriodSeconds: component.terminationGracePeriodSeconds ?? 30,
    runAsUser: component.runAsUser ?? 10001,
    egress: resolveEgress(component.egress),
    writablePaths: [...(component.writablePaths ?? [])],
    volume: component.volume === undefined ? null : resolveVolume(component.volume),
  };
}

/** One job. */
export function resolveJob(input: config.PipelineConfig, name: string, job: config.Job): model.Job {
  return {
    name,
    image: job.image ?? defaultImage(input),
    command: [...(job.command ?? [])],
    args: [...(job.args ?? [])],
    env: resolveEnvironmentVariables(job.env),
    phase: job.phase ?? 'Sync',
    backoffLimit: job.backoffLimit ?? 2,
    activeDeadlineSeconds: job.activeDeadlineSeconds ?? 900,
    resources: resolveResources(job.resources),
    runAsUser: job.runAsUser ?? 10001,
    egress: resolveEgress(job.egress),
    writablePaths: [...(job.writablePaths ?? [])],
  };
}

/** The image of a component or job that names none: the one of the app's name, else the only one. */
export function defaultImage(input: config.PipelineConfig): string {
  const images = Object.keys(input.images ?? {});
  return images.length === 0 || images.includes(input.app.name) ? input.app.name : (images[0] ?? input.app.name);
}

function resolveEnv(value: config.EnvValue): model.EnvValue {
  if (typeof value === 'string') return { value };
  if ('secretKeyRef' in value) return { secretKeyRef: { name: value.secretKeyRef.name, key: value.secretKeyRef.key } };
  const [service = '', output = ''] = value.from.split('.');
  return { from: { service, output } };
}

function resolveEnvironmentVariables(env: config.Component['env'] = {}): model.Component['env'] {
  return Object.fromEntries(Object.entries<config.EnvValue>(env).map(([variable, value]) => [variable, resolveEnv(value)]));
}

function resolveResources(resources: config.Resources | undefined): model.Component['resources'] {
  return {
    requests: { cpu: resources?.requests?.cpu ?? '100m', memory: resources?.requests?.memory ?? '128Mi' },
    limits: { cpu: resources?.limits?.cpu ?? null, memory: resources?.limits?.memory ?? '512Mi' },
  };
}

function resolveEgress(egress: config.Component['egress'] = [{ ports: [443] }]): model.Component['egress'] {
  return egress.map(({ cidrs = [], ports }) => ({ cidrs: [...cidrs], ports: [...ports] }));
}

function resolveVolume({ mountPath, size, storageClass }: config.Volume): NonNullable<model.Component['volume']> {
  return { mountPath, size, storageClass: storageClass ?? null };
}

function resolveProbe(probe: config.Probe | undefined): model.Probe | null {
  if (probe === undefined) return null;
  const { httpGet, tcpSocket, exec, grpc } = probe;
  return {
    ...(httpGet && { httpGet: { path: httpGet.path, port: httpGet.port } }),
    ...(tcpSocket && { tcpSocket: { port: tcpSocket.port } }),
    ...(exec && { exec: { command: [...exec.command] } }),
    ...(grpc && { grpc: { port: grpc.port, service: grpc.service ?? '' } }),
    initialDelaySeconds: probe.initialDelaySeconds ?? 0,
    periodSeconds: probe.periodSeconds ?? 10,
    timeoutSeconds: probe.timeoutSeconds ?? 2,
    failureThreshold: probe.failureThreshold ?? 3,
  };
}

function resolveAutoscaling(autoscaling: config.Autoscaling): NonNullable<model.Component['autoscaling']> {
  return {
    minReplicas: autoscaling.minReplicas ?? 2,
    maxReplicas: autoscaling.maxReplicas,
    targetCPUUtilizationPercentage: autoscaling.targetCPUUtilizationPercentage ?? 70,
  };
}

function resolveMetrics(input: config.PipelineConfig, component: config.Component, ports: readonly model.Port[]): model.Component['metrics'] {
  const { metrics } = component;
  if (metrics === false || input.monitoring?.prometheus !== true) return null;
  if (metrics !== undefined) return { port: metrics.port, path: metrics.path ?? '/metrics' };
  const port = ports.find((candidate) => candidate.name === 'metrics') ?? ports[0];
  return port === undefined ? null : { port: port.name, path: '/metrics' };
}
