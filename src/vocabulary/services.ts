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

export const secretWithUrl = secretWith('The whole URL.', 'url');

/** What several types of auxiliary services have in common; each type adds its own. */
export const services = {
  ServiceOutput: text('An output of an auxiliary service: `<service>.<output>`.', { pattern: '^[a-z][a-z0-9-]*\\.[a-zA-Z]+$', examples: ['db.url'] }),
  ServiceMap: mapOf('ServiceName', 'AuxiliaryService', 'Auxiliary services by name.'),
  ServiceProviders: mapOf('ServiceName', 'AuxiliaryServiceProvider', 'How this environment (or cluster) gets each auxiliary service.'),
  UrlParameters: mapOf('UrlParameterName', 'UrlParameterValue', 'Parameters of the URL that the chart composes, after its question mark.', {
    examples: [{ sslmode: 'require' }],
  }),
  UrlParameterName: text('Name of a parameter of a URL.', { pattern: '^[A-Za-z_][A-Za-z0-9_.-]*$', examples: ['sslmode'] }),
  UrlParameterValue: text('Value of a parameter of a URL, as it stands there: letters, digits and . _ ~ : / @ , + * % -', {
    pattern: '^[A-Za-z0-9._~:/@,+*%-]*$',
    examples: ['require'],
  }),
  CredentialsSecret: anyOf(
    [secretWith('User name and password. The URL is composed: the password must be URL-safe.', 'username', 'password'), secretWithUrl],
    'The Secret with the credentials: user name and password, or the whole URL.',
  ),
  UserSecret: secretWith(
    'The Secret with the user name and the password that it is made with. The URL is composed: the password must be URL-safe.',
    'username',
    'password',
  ),
  DataLoss: constant('accepted', 'Written consent: an embedded service has no backup and no failover. Required where approval is.'),
} satisfies Definitions;
