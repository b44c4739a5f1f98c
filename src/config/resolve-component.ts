import type * as model from '../model.ts';
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
    env: Object.fromEntries(Object.entries(component.env ?? {}).map(([variable, value]) => [variable, resolveEnv(value)])),
    ports,
    readinessProbe: resolveProbe(component.readinessProbe),
    livenessProbe: resolveProbe(component.livenessProbe),
    startupProbe: resolveProbe(component.startupProbe),
    replicas: standalone ? 1 : (component.replicas ?? 2),
    autoscaling: standalone || component.autoscaling === undefined ? null : resolveAutoscaling(component.autoscaling),
    resources: {
      requests: { cpu: component.resources?.requests?.cpu ?? '100m', memory: component.resources?.requests?.memory ?? '128Mi' },
      limits: { cpu: component.resources?.limits?.cpu ?? null, memory: component.resources?.limits?.memory ?? '512Mi' },
    },
    metrics: resolveMetrics(input, component, ports),
    terminationGracePeriodSeconds: component.terminationGracePeriodSeconds ?? 30,
    runAsUser: component.runAsUser ?? 10001,
    egress: (component.egress ?? [{ ports: [443] }]).map(resolveEgress),
    writablePaths: [...(component.writablePaths ?? [])],
    volume: component.volume === undefined ? null : resolveVolume(component.volume),
  };
}

/** The image of a component that names none: the one of the app's name, else the only one. */
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

function resolveEgress({ cidrs = [], ports }: config.Egress): model.Component['egress'][number] {
  return { cidrs: [...cidrs], ports: [...ports] };
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
