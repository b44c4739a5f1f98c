import { defaultImage } from '../config/default-image.ts';
import type * as config from '../generated/pipeline-config.ts';
import type * as model from '../model/model.ts';

/** One component. `mode` is the environment's. In standalone mode, there is one replica and no autoscaling. */
export function resolveComponent(input: config.PipelineConfig, name: string, component: config.Component, mode: model.Mode): model.Component {
  const ports = Object.entries(component.ports ?? {}).map(([portName, port]) => ({
    name: portName,
    containerPort: port.containerPort,
    servicePort: port.servicePort ?? port.containerPort,
    protocol: port.protocol ?? ('TCP' as const),
    exposed: port.exposed ?? false,
  }));
  const own = component.mode ?? mode;
  const standalone = own === 'standalone';
  return {
    ...resolveProcess(input, name, component),
    mode: own,
    ports,
    service: resolveExposure(component.service),
    readinessProbe: resolveProbe(component.readinessProbe),
    livenessProbe: resolveProbe(component.livenessProbe),
    startupProbe: resolveProbe(component.startupProbe),
    replicas: standalone ? 1 : (component.replicas ?? 2),
    autoscaling: standalone || component.autoscaling === undefined ? null : resolveAutoscaling(component.autoscaling),
    metrics: resolveMetrics(input, component, ports),
    terminationGracePeriodSeconds: component.terminationGracePeriodSeconds ?? 30,
    podAnnotations: { ...component.podAnnotations },
    serviceAccount: component.serviceAccount === undefined ? null : { annotations: { ...component.serviceAccount.annotations } },
  };
}

/** One job. */
export function resolveJob(input: config.PipelineConfig, name: string, job: config.Job): model.Job {
  return {
    ...resolveProcess(input, name, job),
    phase: job.phase ?? 'Sync',
    backoffLimit: job.backoffLimit ?? 2,
    activeDeadlineSeconds: job.activeDeadlineSeconds ?? 900,
  };
}

/** One cron job. */
export function resolveCronJob(input: config.PipelineConfig, name: string, cronJob: config.CronJob): model.CronJob {
  return {
    ...resolveProcess(input, name, cronJob),
    schedule: cronJob.schedule,
    timeZone: cronJob.timeZone ?? null,
    suspend: cronJob.suspend ?? false,
    concurrencyPolicy: cronJob.concurrencyPolicy ?? 'Forbid',
    startingDeadlineSeconds: cronJob.startingDeadlineSeconds ?? null,
    successfulJobsHistoryLimit: cronJob.successfulJobsHistoryLimit ?? 3,
    failedJobsHistoryLimit: cronJob.failedJobsHistoryLimit ?? 1,
    backoffLimit: cronJob.backoffLimit ?? 2,
    activeDeadlineSeconds: cronJob.activeDeadlineSeconds ?? null,
  };
}

/** The fields that all processes share. */
function resolveProcess(input: config.PipelineConfig, name: string, process: config.Component | config.Job | config.CronJob): model.Process {
  return {
    name,
    image: process.image ?? defaultImage(input),
    command: [...(process.command ?? [])],
    args: [...(process.args ?? [])],
    env: resolveEnvironmentVariables(process.env),
    resources: resolveResources(process.resources),
    runAsUser: process.runAsUser ?? 10001,
    egress: resolveEgress(process.egress),
    writablePaths: [...(process.writablePaths ?? [])],
    volumes: Object.entries<config.Volume>(process.volumes ?? {}).map(([volumeName, volume]) => resolveVolume(volumeName, volume)),
    files: Object.fromEntries(Object.entries<config.FileContent>(process.files ?? {}).map(([path, content]) => [path, resolveFile(content)])),
    securityContext: resolveSecurityContext(process.securityContext),
    nodeSelector: { ...process.nodeSelector },
    tolerations: (process.tolerations ?? []).map(resolveToleration),
    priorityClassName: process.priorityClassName ?? null,
  };
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
  return egress.map(({ cidrs = [], ports, protocol = 'TCP' }) => ({ cidrs: [...cidrs], ports: [...ports], protocol }));
}

function resolveVolume(name: string, volume: config.Volume): model.Volume {
  const { mountPath, size = null, storageClass = null, accessModes = [], existingClaim = null, readOnly = false } = volume;
  const shared = accessModes[0] === 'ReadWriteMany' || (size === null && existingClaim === null);
  return { name, mountPath, size, storageClass, accessModes: [shared ? 'ReadWriteMany' : 'ReadWriteOnce'], existingClaim, readOnly };
}

function resolveExposure({ type, annotations, externalTrafficPolicy }: config.Service = {}): model.Component['service'] {
  return { type: type ?? 'ClusterIP', annotations: { ...annotations }, externalTrafficPolicy: externalTrafficPolicy ?? null };
}

function resolveFile(content: config.FileContent): model.Process['files'][string] {
  return typeof content === 'string' ? { text: content } : { secretKeyRef: { name: content.secretKeyRef.name, key: content.secretKeyRef.key } };
}

function resolveToleration({ key, operator = 'Equal', value, effect, tolerationSeconds }: config.Toleration): model.Toleration {
  return {
    ...(key === undefined ? {} : { key }),
    operator,
    ...(value === undefined ? {} : { value }),
    ...(effect === undefined ? {} : { effect }),
    ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }),
  };
}

function resolveSecurityContext(securityContext: config.SecurityContext = {}): model.SecurityContext {
  const { readOnlyRootFilesystem = true, runAsNonRoot = true, runAsGroup = null, capabilities } = securityContext;
  return { readOnlyRootFilesystem, runAsNonRoot, runAsGroup, capabilities: { add: [...(capabilities?.add ?? [])] } };
}

function resolveProbe(probe: config.Probe | undefined): model.Probe | null {
  if (probe === undefined) return null;
  const { httpGet, tcpSocket, exec, grpc } = probe;
  return {
    ...(httpGet && { httpGet: resolveRequest(httpGet) }),
    ...(tcpSocket && { tcpSocket: { port: tcpSocket.port } }),
    ...(exec && { exec: { command: [...exec.command] } }),
    ...(grpc && { grpc: { port: grpc.port, service: grpc.service ?? '' } }),
    initialDelaySeconds: probe.initialDelaySeconds ?? 0,
    periodSeconds: probe.periodSeconds ?? 10,
    timeoutSeconds: probe.timeoutSeconds ?? 2,
    failureThreshold: probe.failureThreshold ?? 3,
  };
}

function resolveRequest({ path, port, scheme, httpHeaders }: NonNullable<config.Probe['httpGet']>): NonNullable<model.Probe['httpGet']> {
  return {
    path,
    port,
    ...(scheme === undefined ? {} : { scheme }),
    ...(httpHeaders === undefined ? {} : { httpHeaders: httpHeaders.map(({ name, value }) => ({ name, value })) }),
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
