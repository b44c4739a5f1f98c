import { healthOptions, minorVersion, nameWithVersion, type ServiceDefinition } from './service.ts';
import { minorVersionField, type ServiceSchema } from './service-schema.ts';

export const memcached = {
  description: 'an in-memory cache',
  defaultName: 'memcached',
  outputs: ['host', 'port'],
  credentials: [],
  composesUrl: false,
  settings: () => ({ version: '1.6' }),
  name: nameWithVersion('Memcached'),
  embedded: { storage: null },
  operator: null,
  external: { port: 11211, fields: {}, secret: 'none', moreRoles: [] },
  detection: { images: ['memcached'], version: minorVersion, schemes: [], port: 11211, databaseVariables: [] },
  testImages: ['docker.io/library/memcached'],
  testService: ({ version }, offset) => {
    const port = String(11211 + offset);
    return {
      container: {
        image: `docker.io/library/memcached:${version}-alpine`,
        ports: [`${port}:11211`],
        options: healthOptions('nc -z 127.0.0.1 11211'),
      },
      outputs: { host: 'localhost', port },
    };
  },
} as const satisfies ServiceDefinition<'memcached'>;

export const schema = (): ServiceSchema => ({
  title: 'Memcached',
  description: 'Memcached.',
  fields: { version: minorVersionField('1.6') },
  embedded: {
    description:
      'The official image in a StatefulSet of the chart. It stores no data, so it has no volume and no Secret. Memcached has no authentication: only its NetworkPolicy protects it, so the cluster must enforce NetworkPolicies.',
  },
  external: { description: 'An existing server, for example in Amazon ElastiCache.' },
});
