import { typesOfScheme } from './service-images.ts';
import type { DetectedService } from './services.ts';

/** Names of the developer's own machine. */
export const localHosts = ['localhost', '127.0.0.1', '0.0.0.0', '::1', 'host.docker.internal'];

export interface ConnectionUrl {
  scheme: string;
  host: string;
  password: boolean;
  path: string;
  /** After the question mark. */
  parameters: string;
}

/** A URL as files write it: its parts may hold characters that a strict reader refuses. */
export function readUrl(text: string): ConnectionUrl | undefined {
  const [, scheme, user, host, path = '', parameters = ''] =
    /^([a-z][a-z0-9+.-]*):\/\/(?:([^/@\s]*)@)?(\[[^\]]*\]|[^/:?#\s]*)(?::[^/?#\s]*)?(?:\/([^?#\s]*))?(?:\?([^#\s]*))?/i.exec(text) ?? [];
  if (scheme === undefined || host === undefined) return undefined;
  return { scheme: scheme.toLowerCase(), host: host.replace(/^\[|\]$/g, ''), password: /:./.test(user ?? ''), path, parameters };
}

export function serviceOfUrl({ scheme, host }: ConnectionUrl, services: readonly DetectedService[]): DetectedService | undefined {
  const types = typesOfScheme(scheme);
  const same = services.filter(({ type }) => types.includes(type));
  // On the developer's machine every service of the compose file is localhost.
  return same.find((service) => service.hosts.includes(host)) ?? (localHosts.includes(host) ? same[0] : undefined);
}
