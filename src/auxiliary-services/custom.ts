import { object, ref } from '../vocabulary/builders.ts';
import type { ServiceDefinition } from './service.ts';
import type { ServiceSchema } from './service-schema.ts';

/** Any other service with a host and a port: Kafka, NATS, ClickHouse, OpenSearch, an API. */
export const custom = {
  description: 'any other service with a host and a port',
  defaultName: 'service',
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

export const schema = (): ServiceSchema => ({
  title: 'Another service',
  noun: 'another service',
  description: 'Any other service with a host and a port, such as Kafka, NATS, ClickHouse, OpenSearch or an API.',
  external: {
    description: 'An existing service.',
    fields: {
      host: { ...ref('Host'), examples: ['kafka.example.com'] },
      port: ref('PortNumber', 'Port of the service.', { examples: [9092] }),
      secret: ref('CustomSecret'),
    },
  },
  definitions: {
    CustomSecret: object(
      'Secret with the credentials of the service. Each key is an output; the URL is used unchanged.',
      {
        name: ref('SecretName'),
        keys: {
          type: 'object',
          description: 'Keys in the Secret.',
          additionalProperties: false,
          minProperties: 1,
          properties: { username: ref('SecretKey'), password: ref('SecretKey'), token: ref('SecretKey'), url: ref('SecretKey') },
        },
      },
      ['name', 'keys'],
    ),
  },
});
