import type { ServiceDefinition } from './service.ts';

/** Any other service with a host and a port: Kafka, NATS, ClickHouse, OpenSearch, an API. */
export const custom = {
  description: 'any other service with a host and a port',
  usualName: 'service',
  outputs: ['host', 'port', 'username', 'password', 'token', 'url'],
  credentials: ['username', 'password'],
  composesUrl: false,
  settings: () => ({}),
  name: () => 'custom service',
  embedded: null,
  operator: null,
  external: { port: undefined, fields: {}, secret: 'optional', moreRoles: ['token', 'url'] },
  detection: { images: [], version: () => undefined, schemes: [], databaseVariables: [] },
} as const satisfies ServiceDefinition<'custom'>;
