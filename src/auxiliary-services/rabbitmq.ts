import { flag, ref } from '../vocabulary/builders.ts';
import { healthOptions, minorVersion, nameWithVersion, type ServiceDefinition, testCredentials } from './service.ts';
import { minorVersionField, type ServiceSchema } from './service-schema.ts';

export const rabbitmq = {
  description: 'a message broker (AMQP)',
  defaultName: 'queue',
  outputs: ['host', 'port', 'username', 'password', 'url'],
  credentials: ['username', 'password'],
  composesUrl: true,
  settings: () => ({ version: '4.2' }),
  name: nameWithVersion('RabbitMQ'),
  embedded: {
    storage: '1Gi',
    username: ({ name }) => name,
    // Without a second argument, it reads the password from standard input: https://www.rabbitmq.com/docs/man/rabbitmqctl.8
    changePassword: ({ name }, file) => ({
      print: `printf '%s\\n' "$(cat ${file})"`,
      program: `rabbitmqctl change_password ${name}`,
      restart: false,
    }),
  },
  operator: null,
  external: { port: 5671, portWithoutTls: 5672, fields: { tls: true }, secret: 'required', moreRoles: ['url'] },
  detection: {
    images: ['rabbitmq', 'rabbitmq-management'],
    version: minorVersion,
    schemes: ['amqp', 'amqps'],
    drivers: ['pyamqp'],
    port: 5672,
    databaseVariables: [],
  },
  testImages: ['docker.io/library/rabbitmq'],
  testService: ({ version }, offset) => {
    const { username, password } = testCredentials;
    const port = String(5672 + offset);
    return {
      container: {
        image: `docker.io/library/rabbitmq:${version}`,
        env: { RABBITMQ_DEFAULT_USER: username, RABBITMQ_DEFAULT_PASS: password },
        ports: [`${port}:5672`],
        options: healthOptions('rabbitmq-diagnostics --quiet check_port_connectivity'),
      },
      outputs: { host: 'localhost', port, username, password, url: `amqp://${username}:${password}@localhost:${port}` },
    };
  },
} as const satisfies ServiceDefinition<'rabbitmq'>;

export const schema = (): ServiceSchema => ({
  title: 'RabbitMQ',
  description: 'RabbitMQ, with AMQP and the virtual host `/`.',
  fields: { version: minorVersionField('4.2') },
  embedded: { description: 'The official image in a StatefulSet of the chart, for development.' },
  external: {
    description: 'An existing server, for example in Amazon MQ or CloudAMQP.',
    fields: {
      port: ref('PortNumber', 'Port of the service. Default without TLS: 5672.'),
      tls: flag('Whether to connect with TLS (`amqps://`).', { examples: [false] }),
    },
  },
});
