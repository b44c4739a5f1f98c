/** What the chart's values say of components and jobs. */
import type { Component, EnvValue, Job } from '../model/model.ts';
import { byName, type Value, type Values } from './values.ts';

export function componentValues(component: Component): Values {
  const { autoscaling, metrics, volume } = component;
  return {
    ...containerValues(component),
    ...(component.ports.length === 0
      ? {}
      : {
          ports: byName(component.ports, ({ containerPort, servicePort, protocol }) => ({
            containerPort,
            servicePort,
            ...(protocol === 'TCP' ? {} : { protocol }),
          })),
        }),
    ...probe('startupProbe', component.startupProbe),
    ...probe('readinessProbe', component.readinessProbe),
    ...probe('livenessProbe', component.livenessProbe),
    replicas: component.replicas,
    autoscaling: autoscaling === null ? { enabled: false } : { enabled: true, ...autoscaling },
    resources: resourceValues(component),
    metrics: metrics === null ? { enabled: false } : { enabled: true, ...metrics },
    terminationGracePeriodSeconds: component.terminationGracePeriodSeconds,
    ...accessValues(component),
    ...(volume === null
      ? {}
      : { volume: { mountPath: volume.mountPath, size: volume.size, ...(volume.storageClass === null ? {} : { storageClass: volume.storageClass }) } }),
  };
}

export function jobValues(job: Job): Values {
  const { phase, backoffLimit, activeDeadlineSeconds } = job;
  return { ...containerValues(job), phase, backoffLimit, activeDeadlineSeconds, resources: resourceValues(job), ...accessValues(job) };
}

function containerValues({ image, command, args, env }: Component | Job): Values {
  return {
    image,
    ...(command.length === 0 ? {} : { command }),
    ...(args.length === 0 ? {} : { args }),
    ...(Object.keys(env).length === 0 ? {} : { env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, envValue(value)])) }),
  };
}

function resourceValues({ resources: { requests, limits } }: Component | Job): Values {
  return { requests: { ...requests }, limits: { ...(limits.cpu === null ? {} : { cpu: limits.cpu }), memory: limits.memory } };
}

/** What the container runs as, reaches and may write. */
function accessValues({ runAsUser, egress, writablePaths }: Component | Job): Values {
  return {
    runAsUser,
    ...(egress.length === 0 ? {} : { egress: egress.map(({ cidrs, ports }) => ({ ...(cidrs.length === 0 ? {} : { cidrs }), ports })) }),
    ...(writablePaths.length === 0 ? {} : { writablePaths }),
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
