import type * as config from '../generated/pipeline-config.ts';
import type { Probe } from '../model/model.ts';
import { ref } from '../render/json-schema.ts';
import { plain, type Topic } from './field.ts';

const probeField = { ...plain, kinds: ['component'], empty: null, resolve: resolveProbe, valuesSchema: ref('Probe') } as const;

/** Health checks of a component. */
export const probes = { startupProbe: probeField, readinessProbe: probeField, livenessProbe: probeField } satisfies Topic;

function resolveProbe(probe: config.Probe): Probe {
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

function resolveRequest({ path, port, scheme, httpHeaders }: NonNullable<config.Probe['httpGet']>): NonNullable<Probe['httpGet']> {
  return {
    path,
    port,
    ...(scheme === undefined ? {} : { scheme }),
    ...(httpHeaders === undefined ? {} : { httpHeaders: httpHeaders.map(({ name, value }) => ({ name, value })) }),
  };
}
