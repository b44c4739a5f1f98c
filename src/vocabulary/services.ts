import { anyOf, constant, mapOf, object, ref, text } from './builders.ts';
import type { Definitions, Schema } from './schema.ts';

/** A Secret with these keys. */
export const secretWith = (description: string, ...keys: string[]): Schema =>
  object(
    description,
    {
      name: ref('SecretName'),
      keys: object('Keys in the Secret.', Object.fromEntries(keys.map((key) => [key, ref('SecretKey')])), keys),
    },
    ['name', 'keys'],
  );

export const secretWithUrl = secretWith('A Secret with the complete URL.', 'url');

/** What several types of auxiliary services have in common; each type adds its own. */
export const services = {
  ServiceOutput: text('An output of an auxiliary service: `<service>.<output>`.', { pattern: '^[a-z][a-z0-9-]*\\.[a-zA-Z]+$', examples: ['db.url'] }),
  ServiceMap: mapOf('ServiceName', 'AuxiliaryService', 'Auxiliary services, by name.'),
  ServiceProviders: mapOf(
    'ServiceName',
    'AuxiliaryServiceProvider',
    'Providers of auxiliary services in this environment or on this cluster, by service name.',
  ),
  UrlParameters: mapOf('UrlParameterName', 'UrlParameterValue', 'Query parameters of the URL that the chart composes.', {
    examples: [{ sslmode: 'require' }],
  }),
  UrlParameterName: text('Name of a query parameter.', { pattern: '^[A-Za-z_][A-Za-z0-9_.-]*$', examples: ['sslmode'] }),
  UrlParameterValue: text('Value of a query parameter, percent-encoded: letters, digits and `. _ ~ : / @ , + * % -`.', {
    pattern: '^[A-Za-z0-9._~:/@,+*%-]*$',
    examples: ['require'],
  }),
  CredentialsSecret: anyOf(
    [
      secretWith('A Secret with user name and password. The chart composes the URL from them, so the password must be URL-safe.', 'username', 'password'),
      secretWithUrl,
    ],
    'Secret with the credentials: user name and password, or the complete URL.',
  ),
  UserSecret: secretWith(
    'Secret with the user name and password that the service is created with. The chart composes the URL from them, so the password must be URL-safe. Default: `<app>-<service>`, with the keys `username` and `password`.',
    'username',
    'password',
  ),
  DataLoss: constant(
    'accepted',
    'Consent to the loss of data: an embedded service has no backup and no failover. Required if the environment has `approval` and the service stores data.',
  ),
} satisfies Definitions;
