import type { DetectedService } from './detected-service.ts';
import { typesOfScheme } from './service-images.ts';

/** Host names of the local machine. */
export const localHosts = ['localhost', '127.0.0.1', '0.0.0.0', '::1', 'host.docker.internal'];

/** A name without a dot, `http://store:9000`: only a local network resolves it. */
export function isNetworkName({ scheme, host }: ConnectionUrl): boolean {
  return /^https?$/.test(scheme) && /^[a-z][\w-]*$/i.test(host);
}

/** A list of local addresses only: `localhost,127.0.0.1`. */
export function isOnlyLocal(value: string): boolean {
  const items = value
    .replace(/^\[|\]$|["']/g, '')
    .split(/[,;\s]+/)
    .filter((item) => item !== '');
  const isLocal = (item: string) => localHosts.includes(readUrl(item)?.host ?? item.replace(/(?<!:):\d+$/, '').replace(/^\[|\]$/g, ''));
  return items.length > 1 && items.every(isLocal) && !items.every((item) => item === '0.0.0.0');
}

/** One of the hosts with its port, or in a connection string: `redis:6379`, `Server=db;Database=x`, `host=db user=x`. */
export function namesHost(value: string, hosts: readonly string[]): boolean {
  const places = /(?:^|[\s,;@/=])([A-Za-z0-9][\w.-]*):\d{2,5}(?!\d)|(?:^|[\s;])(?:host|server|data source|addr|address)\s*=\s*(?:tcp:)?([A-Za-z0-9][\w.-]*)/gi;
  return [...value.matchAll(places)].some(([, before, assigned]) => hosts.includes(before ?? assigned ?? ''));
}

export interface ConnectionUrl {
  scheme: string;
  host: string;
  password: boolean;
  path: string;
  /** The query string. */
  parameters: string;
}

/** A lenient URL parser: files contain characters that a strict parser rejects. */
export function readUrl(text: string): ConnectionUrl | undefined {
  const [, scheme, user, host, path = '', parameters = ''] =
    /^([a-z][a-z0-9+.-]*):\/\/(?:([^/@\s]*)@)?(\[[^\]]*\]|[^/:?#\s]*)(?::[^/?#\s]*)?(?:\/([^?#\s]*))?(?:\?([^#\s]*))?/i.exec(text) ?? [];
  if (scheme === undefined || host === undefined) return undefined;
  return { scheme: scheme.toLowerCase(), host: host.replace(/^\[|\]$/g, ''), password: /:./.test(user ?? ''), path, parameters };
}

export function serviceOfUrl({ scheme, host }: ConnectionUrl, services: readonly DetectedService[]): DetectedService | undefined {
  const types = typesOfScheme(scheme);
  const same = services.filter(({ type }) => types.includes(type));
  // On a developer's machine, every service of the Compose file is localhost.
  return same.find((service) => service.hosts.includes(host)) ?? (localHosts.includes(host) ? same[0] : undefined);
}
