import type { Component } from '../../generated/pipeline-config.ts';
import { at, type Located } from '../located-yaml.ts';

export type DetectedResources = NonNullable<Component['resources']>;

/** Defaults of the config, because Kubernetes rejects a request above its limit. In millicores and KiB. */
const defaults = { cpuRequest: 100, memoryRequest: 128 * 1024, memoryLimit: 512 * 1024 };

/** CPU and memory of `deploy.resources`, or of the legacy keys of the service; undefined if there are none. */
export function resourcesOf(service: Located): DetectedResources | undefined {
  const text = (place: string, key: string, older: string) => at(service, 'deploy', 'resources', place, key)?.text ?? at(service, older)?.text;
  const limit = { cpu: milliOf(text('limits', 'cpus', 'cpus')), memory: kibibytesOf(text('limits', 'memory', 'mem_limit')) };
  const reserved = { cpu: milliOf(text('reservations', 'cpus', '')), memory: kibibytesOf(text('reservations', 'memory', 'mem_reservation')) };
  const cpu = requestOf(reserved.cpu, limit.cpu, defaults.cpuRequest);
  const memory = requestOf(reserved.memory, limit.memory, defaults.memoryRequest);
  const most = limit.memory ?? (memory !== undefined && memory > defaults.memoryLimit ? memory : undefined);
  const requests = { ...(cpu === undefined ? {} : { cpu: printMilli(cpu) }), ...(memory === undefined ? {} : { memory: printKibibytes(memory) }) };
  const limits = {
    ...(limit.cpu === undefined ? {} : { cpu: printMilli(limit.cpu) }),
    ...(most === undefined ? {} : { memory: printKibibytes(most) }),
  };
  if (Object.keys({ ...requests, ...limits }).length === 0) return undefined;
  return { ...(Object.keys(requests).length === 0 ? {} : { requests }), ...(Object.keys(limits).length === 0 ? {} : { limits }) };
}

function requestOf(reserved: number | undefined, limit: number | undefined, fallback: number): number | undefined {
  const request = reserved ?? (limit !== undefined && limit < fallback ? limit : undefined);
  return request === undefined || limit === undefined ? request : Math.min(request, limit);
}

function milliOf(text: string | undefined): number | undefined {
  const milli = Math.round(Number(text || Number.NaN) * 1000);
  return milli >= 1 && milli <= 1_000_000 ? milli : undefined;
}

/** `512M` of compose is 512 MiB. */
function kibibytesOf(text: string | undefined): number | undefined {
  const [, amount, unit = ''] = /^(\d{1,6})([kmg])b?$/i.exec(text ?? '') ?? [];
  const kibibytes = Number(amount) * { k: 1, m: 1024, g: 1024 ** 2 }[unit.toLowerCase() as 'k' | 'm' | 'g'];
  return kibibytes >= 1 ? kibibytes : undefined;
}

function printMilli(milli: number): string {
  return milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`;
}

function printKibibytes(kibibytes: number): string {
  if (kibibytes % 1024 ** 2 === 0) return `${kibibytes / 1024 ** 2}Gi`;
  return kibibytes % 1024 === 0 ? `${kibibytes / 1024}Mi` : `${kibibytes}Ki`;
}
