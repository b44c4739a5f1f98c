import type * as config from '../generated/pipeline-config.ts';
import type { Probe } from '../model/model.ts';
import { ref } from '../render/json-schema.ts';
import { plain, type Topic } from './field.ts';

const probe = { ...plain, kinds: ['component'], empty: null, resolve: resolveProbe, valuesSchema: ref('Probe') } as const;

/** How Kubernetes sees whether a pod is well. */
export const probes = { startupProbe: probe, readinessProbe: probe, livenessProbe: probe } satisfies Topic;

function resolveProbe(given: config.Probe): Probe {
  const { httpGet, tcpSocket, exec, grpc } = given;
  return {
    ...(httpGet && { httpGet: resolveRequest(httpGet) }),
    ...(tcpSocket && { tcpSocket: { port: tcpSocket.port } }),
    ...(exec && { exec: { command: [...exec.command] } }),
    ...(grpc && { grpc: { port: grpc.port, service: grpc.service ?? '' } }),
    initialDelaySeconds: given.initialDelaySeconds ?? 0,
    periodSeconds: given.periodSeconds ?? 10,
    timeoutSeconds: given.timeoutSeconds ?? 2,
    failureThreshold: given.failureThreshold ?? 3,
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
