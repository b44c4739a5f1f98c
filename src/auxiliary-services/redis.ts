import { healthOptions, nameWithVersion, type ServiceDefinition } from './service.ts';

/** The Redis protocol; embedded services run Valkey. */
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
