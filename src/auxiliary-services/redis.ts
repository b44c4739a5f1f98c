import { anyOf, constant, flag, oneOf, ref, text } from '../vocabulary/builders.ts';
import { secretWith, secretWithUrl } from '../vocabulary/services.ts';
import { healthOptions, nameWithVersion, type ServiceDefinition } from './service.ts';
import type { ServiceSchema } from './service-schema.ts';

/** The Redis protocol; embedded services run Valkey. */
export const redis = {
  description: 'a cache or a queue',
  defaultName: 'cache',
  outputs: ['host', 'port', 'password', 'url'],
  credentials: ['password'],
  composesUrl: true,
  settings: () => ({ version: '9', maxmemoryPolicy: 'allkeys-lru' }),
  name: nameWithVersion('Redis'),
  embedded: { storage: '1Gi' },
  operator: null,
  external: { port: 6379, fields: { tls: true }, secret: 'optional', moreRoles: ['url'] },
  detection: {
    images: ['redis', 'valkey', 'redis-stack', 'redis-stack-server', 'keydb', 'dragonfly'],
    // Embedded services run Valkey, whose versions differ from those of Redis.
    version: () => undefined,
    schemes: ['redis', 'rediss'],
    port: 6379,
    databaseVariables: [],
  },
  testImages: ['docker.io/valkey/valkey'],
  testService: ({ version }, offset) => {
    const port = String(6379 + offset);
    return {
      container: { image: `docker.io/valkey/valkey:${version}-alpine`, ports: [`${port}:6379`], options: healthOptions('valkey-cli ping') },
      outputs: { host: 'localhost', port, password: '', url: `redis://localhost:${port}/0` },
    };
  },
} as const satisfies ServiceDefinition<'redis'>;

export const schema = (): ServiceSchema => ({
  title: 'Redis',
  description: 'Redis or a compatible server. Embedded services run Valkey.',
  fields: {
    type: constant('redis', 'Redis or Valkey.'),
    version: text('Major version of Valkey, in CI and if the service is embedded.', { pattern: '^[0-9]+$', examples: ['9'] }),
    maxmemoryPolicy: oneOf(['noeviction', 'allkeys-lru', 'allkeys-lfu', 'volatile-lru', 'volatile-ttl'], 'Eviction policy when the memory is full.', {
      examples: ['noeviction'],
    }),
  },
  embedded: { description: 'Valkey in a StatefulSet of the chart.', fields: { secret: ref('OnlyPasswordSecret') } },
  external: {
    description: 'An existing server, for example in Amazon ElastiCache.',
    fields: { tls: flag('Whether to connect with TLS (`rediss://`).', { examples: [false] }), secret: ref('PasswordSecret') },
  },
  definitions: {
    PasswordSecret: anyOf(
      [secretWith('A Secret with the password. The chart composes the URL from it, so it must be URL-safe.', 'password'), secretWithUrl],
      'Secret with the password or the complete URL.',
    ),
    OnlyPasswordSecret: secretWith(
      'Secret with the password that the service is created with. The chart composes the URL from it, so it must be URL-safe. Default: `<app>-<service>`, with the key `password`.',
      'password',
    ),
  },
});
