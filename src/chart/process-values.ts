/** Components, jobs and cron jobs in the chart's values. */
import type { Component, CronJob, EnvValue, Job, Process, Volume } from '../model/model.ts';
import type { Mode } from '../model/processes.ts';
import { byName, type Value, type Values } from './named-values.ts';

/** `mode`: the environment's, which need not be repeated. */
export function componentValues(component: Component, mode?: Mode): Values {
  const { autoscaling, metrics } = component;
  return {
    ...containerValues(component),
    ...(component.mode === mode ? {} : { mode: component.mode }),
    ...(component.ports.length === 0
      ? {}
      : {
          ports: byName(component.ports, ({ containerPort, servicePort, protocol, exposed }) => ({
            containerPort,
            servicePort,
            ...(protocol === 'TCP' ? {} : { protocol }),
            ...(exposed ? { exposed } : {}),
          })),
        }),
    ...given('service', serviceValues(component)),
    ...probe('startupProbe', component.startupProbe),
    ...probe('readinessProbe', component.readinessProbe),
    ...probe('livenessProbe', component.livenessProbe),
    replicas: component.replicas,
    autoscaling: autoscaling === null ? { enabled: false } : { enabled: true, ...autoscaling },
    resources: resourceValues(component),
    metrics: metrics === null ? { enabled: false } : { enabled: true, ...metrics },
    terminationGracePeriodSeconds: component.terminationGracePeriodSeconds,
    ...given('podAnnotations', component.podAnnotations),
    ...(component.serviceAccount === null ? {} : { serviceAccount: { annotations: component.serviceAccount.annotations } }),
    ...accessValues(component),
  };
}

export function jobValues(job: Job): Values {
  const { phase, backoffLimit, activeDeadlineSeconds } = job;
  return { ...containerValues(job), phase, backoffLimit, activeDeadlineSeconds, resources: resourceValues(job), ...accessValues(job) };
}

export function cronJobValues(cronJob: CronJob): Values {
  const { schedule, timeZone, suspend, concurrencyPolicy, startingDeadlineSeconds, activeDeadlineSeconds } = cronJob;
  return {
    ...containerValues(cronJob),
    schedule,
    ...(timeZone === null ? {} : { timeZone }),
    suspend,
    concurrencyPolicy,
    ...(startingDeadlineSeconds === null ? {} : { startingDeadlineSeconds }),
    successfulJobsHistoryLimit: cronJob.successfulJobsHistoryLimit,
    failedJobsHistoryLimit: cronJob.failedJobsHistoryLimit,
    backoffLimit: cronJob.backoffLimit,
    ...(activeDeadlineSeconds === null ? {} : { activeDeadlineSeconds }),
    resources: resourceValues(cronJob),
    ...accessValues(cronJob),
  };
}

function serviceValues({ service: { type, annotations, externalTrafficPolicy } }: Component): Values {
  return {
    ...(type === 'ClusterIP' ? {} : { type }),
    ...given('annotations', annotations),
    ...(externalTrafficPolicy === null ? {} : { externalTrafficPolicy }),
  };
}

function containerValues({ image, command, args, env }: Process): Values {
  return {
    image,
    ...(command.length === 0 ? {} : { command }),
    ...(args.length === 0 ? {} : { args }),
    ...(Object.keys(env).length === 0 ? {} : { env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, envValue(value)])) }),
  };
}

function resourceValues({ resources: { requests, limits } }: Process): Values {
  return { requests: { ...requests }, limits: { ...(limits.cpu === null ? {} : { cpu: limits.cpu }), memory: limits.memory } };
}

/** Permissions and scheduling: user, network access, volumes, files and nodes. */
function accessValues({ runAsUser, egress, writablePaths, volumes, files, nodeSelector, tolerations, priorityClassName, ...rest }: Process): Values {
  const rules = egress.map(({ cidrs, ports, protocol }) => ({ ...(cidrs.length === 0 ? {} : { cidrs }), ports, ...(protocol === 'TCP' ? {} : { protocol }) }));
  return {
    runAsUser,
    ...given('securityContext', securityValues(rest.securityContext)),
    ...(egress.length === 0 ? {} : { egress: rules }),
    ...(writablePaths.length === 0 ? {} : { writablePaths }),
    ...(volumes.length === 0 ? {} : { volumes: byName(volumes, volumeValues) }),
    ...given('files', Object.fromEntries(Object.entries(files).map(([path, content]) => [path, 'text' in content ? content.text : { ...content }]))),
    ...given('nodeSelector', nodeSelector),
    ...(tolerations.length === 0 ? {} : { tolerations: tolerations as unknown as Value }),
    ...(priorityClassName === null ? {} : { priorityClassName }),
  };
}

/** A map, omitted if it is empty. */
function given(name: string, map: Values): Values {
  return Object.keys(map).length === 0 ? {} : { [name]: map };
}

function securityValues({ readOnlyRootFilesystem, runAsNonRoot, runAsGroup, capabilities }: Process['securityContext']): Values {
  return {
    ...(readOnlyRootFilesystem ? {} : { readOnlyRootFilesystem }),
    ...(runAsNonRoot ? {} : { runAsNonRoot }),
    ...(runAsGroup === null ? {} : { runAsGroup }),
    ...(capabilities.add.length === 0 ? {} : { capabilities: { add: capabilities.add } }),
  };
}

function volumeValues({ mountPath, size, storageClass, accessModes, existingClaim, readOnly }: Volume): Values {
  return {
    mountPath,
    ...(size === null ? {} : { size }),
    ...(storageClass === null ? {} : { storageClass }),
    ...(size === null || accessModes[0] === 'ReadWriteOnce' ? {} : { accessModes }),
    ...(existingClaim === null ? {} : { existingClaim }),
    ...(readOnly ? { readOnly } : {}),
  };
}

function envValue(value: EnvValue): Value {
  if ('value' in value) return value.value;
  if ('from' in value) return { from: `${value.from.service}.${value.from.output}` };
  return { secretKeyRef: { ...value.secretKeyRef } };
}

function probe(name: string, value: Component['readinessProbe']): Values {
  return value === null ? {} : { [name]: value as unknown as Values };
}
