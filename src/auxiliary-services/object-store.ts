import type { ServiceDefinition } from './service.ts';

export const objectStore = {
  description: 'S3-compatible object storage',
  usualName: 'files',
  outputs: ['host', 'port', 'endpoint', 'region', 'bucket', 'accessKeyId', 'secretAccessKey'],
  credentials: ['accessKeyId', 'secretAccessKey'],
  composesUrl: false,
  settings: () => ({}),
  name: ({ bucket }) => `bucket ${bucket}`,
  embedded: null,
  operator: null,
  external: { port: 443, fields: { tls: true, region: 'us-east-1', bucket: undefined }, secret: 'required', moreRoles: [] },
  detection: {
    images: ['minio', 'rustfs', 'garage', 'seaweedfs', 's3mock'],
    version: () => undefined,
    schemes: [],
    databaseVariables: [],
  },
} as const satisfies ServiceDefinition<'object-store'>;
