import { anyOf, constant, flag, oneOf, ref, text } from '../vocabulary/builders.ts';
import { secretWith, secretWithUrl } from '../vocabulary/services.ts';
import { healthOptions, nameWithVersion, type ServiceDefinition } from './service.ts';
import type { ServiceSchema } from './service-schema.ts';

/** The protocol of Redis; Valkey where we run it. */
export const redis = {
  description: 'a cache or a queue',
  usualName: 'cache',
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
    // Versions are Valkey's where we run it; those of Redis say nothing about it.
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
  description: 'Redis protocol (Valkey where we run it).',
  fields: {
    type: constant('redis', 'Redis or Valkey.'),
    version: text('Major version of Valkey where it is embedded.', { pattern: '^[0-9]+$', examples: ['9'] }),
    maxmemoryPolicy: oneOf(['noeviction', 'allkeys-lru', 'allkeys-lfu', 'volatile-lru', 'volatile-ttl'], 'What happens when memory is full.', {
      examples: ['noeviction'],
    }),
  },
  embedded: { description: 'Valkey in a StatefulSet of the chart.', fields: { secret: ref('OnlyPasswordSecret') } },
  external: {
    description: 'Runs elsewhere, for example Amazon ElastiCache.',
    fields: { tls: flag('Connect by TLS (rediss://).', { examples: [false] }), secret: ref('PasswordSecret') },
  },
  definitions: {
    PasswordSecret: anyOf(
      [secretWith('The password. The URL is composed: the password must be URL-safe.', 'password'), secretWithUrl],
      'The Secret with the password, or the whole URL.',
    ),
    OnlyPasswordSecret: secretWith('The Secret with the password that it is made with. The URL is composed: the password must be URL-safe.', 'password'),
  },
});
