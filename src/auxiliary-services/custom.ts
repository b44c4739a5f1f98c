import { object, ref } from '../vocabulary/builders.ts';
import type { ServiceDefinition } from './service.ts';
import type { ServiceSchema } from './service-schema.ts';

/** Anything else that has a host and a port: Kafka, NATS, ClickHouse, OpenSearch, an API. */
export const custom = {
  description: 'anything else that has a host and a port',
  usualName: 'service',
  outputs: ['host', 'port', 'username', 'password', 'token', 'url'],
  credentials: ['username', 'password'],
  composesUrl: false,
  settings: () => ({}),
  name: () => 'another service',
  embedded: null,
  operator: null,
  external: { port: undefined, fields: {}, secret: 'optional', moreRoles: ['token', 'url'] },
  detection: { images: [], version: () => undefined, schemes: [], databaseVariables: [] },
} as const satisfies ServiceDefinition<'custom'>;

export const schema = (): ServiceSchema => ({
  title: 'Another service',
  noun: 'another service',
  description: 'Anything else that has a host and a port: Kafka, NATS, ClickHouse, OpenSearch, an API.',
  external: {
    description: 'Something that exists.',
    fields: {
      host: { ...ref('Host'), examples: ['kafka.example.com'] },
      port: ref('PortNumber', 'Port.', { examples: [9092] }),
      secret: ref('CustomSecret'),
    },
  },
  definitions: {
    CustomSecret: object(
      'The Secret with what it asks for: each key is an output. The URL is taken as it is.',
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
