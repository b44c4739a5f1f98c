import { ref } from '../vocabulary/builders.ts';
import { secretWith } from '../vocabulary/services.ts';
import type { ServiceDefinition } from './service.ts';
import type { ServiceSchema } from './service-schema.ts';

export const smtp = {
  description: 'a mail server',
  defaultName: 'mail',
  outputs: ['host', 'port', 'username', 'password'],
  credentials: ['username', 'password'],
  composesUrl: false,
  settings: () => ({}),
  name: () => 'SMTP',
  embedded: null,
  operator: null,
  external: { port: 587, fields: {}, secret: 'optional', moreRoles: [] },
  detection: {
    images: ['mailpit', 'mailhog', 'maildev', 'mailcatcher', 'inbucket', 'smtp4dev', 'postfix', 'smtp', 'exim-relay', 'docker-mailserver'],
    version: () => undefined,
    schemes: [],
    databaseVariables: [],
  },
} as const satisfies ServiceDefinition<'smtp'>;

export const schema = (): ServiceSchema => ({
  title: 'SMTP',
  noun: 'a mail server',
  description: 'A mail server that sends the email of the app.',
  external: {
    description: 'An existing mail server, for example Amazon SES or a relay of your company.',
    fields: { host: { ...ref('Host'), examples: ['email-smtp.eu-west-1.amazonaws.com'] }, secret: ref('LoginSecret') },
  },
  definitions: { LoginSecret: secretWith('Secret with user name and password. Default: none, for a server that requires no login.', 'username', 'password') },
});
