import { flag, ref, text } from '../vocabulary/builders.ts';
import { secretWith } from '../vocabulary/services.ts';
import type { ServiceDefinition } from './service.ts';
import type { ServiceSchema } from './service-schema.ts';

export const objectStore = {
  description: 'S3-compatible object storage',
  defaultName: 'files',
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

export const schema = (): ServiceSchema => ({
  title: 'Object store',
  noun: 'an object store',
  description: 'An S3-compatible bucket.',
  external: {
    description: 'An existing bucket, for example in Amazon S3, Ceph or Garage.',
    fields: {
      host: { ...ref('Host'), examples: ['s3.eu-west-1.amazonaws.com'] },
      tls: flag('Whether to connect with TLS (`https://` in the endpoint).', { examples: [false] }),
      region: text('Region of the bucket. Services other than Amazon S3 usually accept the default.', { pattern: '^[a-z0-9-]+$', examples: ['eu-west-1'] }),
      bucket: text('Name of the bucket.', { pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$', examples: ['shop-files'] }),
      secret: ref('AccessKeySecret'),
    },
  },
  definitions: { AccessKeySecret: secretWith('Secret with the access key.', 'accessKeyId', 'secretAccessKey') },
});
