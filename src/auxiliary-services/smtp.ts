import type { ServiceDefinition } from './service.ts';

export const smtp = {
  description: 'a mail server',
  usualName: 'mail',
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
