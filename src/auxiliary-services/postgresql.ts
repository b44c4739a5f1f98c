import { constant, integer, listOf, ref, text } from '../vocabulary/builders.ts';
import { healthOptions, type ServiceDefinition, testCredentials, urlParameters } from './service.ts';
import { databaseField, type ServiceSchema } from './service-schema.ts';

export const postgresql = {
  description: 'a relational database',
  defaultName: 'db',
  outputs: ['host', 'port', 'username', 'password', 'database', 'url'],
  credentials: ['username', 'password'],
  composesUrl: true,
  settings: (database) => ({ version: '17', database, extensions: [], parameters: {} }),
  name: ({ version }) => `PostgreSQL ${version}`,
  embedded: {
    storage: '1Gi',
    username: ({ database }) => database,
    changePassword: ({ database }, file) => ({
      print: `printf 'ALTER USER "%s" PASSWORD '"'%s'"';\\n' ${database} "$(cat ${file})"`,
      program: `psql --username ${database} --dbname ${database}`,
      restart: false,
    }),
  },
  operator: { storage: '10Gi', instances: 3 },
  external: { port: 5432, fields: {}, secret: 'required', moreRoles: ['url'] },
  detection: {
    images: ['postgres', 'postgresql', 'postgis', 'pgvector', 'timescaledb', 'timescaledb-ha'],
    version: (tag) => /(?:^|pg)(1[4-8])(?!\d)/.exec(tag)?.[1],
    schemes: ['postgres', 'postgresql'],
    port: 5432,
    databaseVariables: ['POSTGRES_DB'],
  },
  testImages: ['docker.io/library/postgres', 'docker.io/pgvector/pgvector'],
  testService: ({ version, database, extensions, parameters }, offset) => {
    const { username, password } = testCredentials;
    const port = String(5432 + offset);
    return {
      container: {
        image: extensions.includes('vector') ? `docker.io/pgvector/pgvector:pg${version}` : `docker.io/library/postgres:${version}-alpine`,
        env: { POSTGRES_USER: username, POSTGRES_PASSWORD: password, POSTGRES_DB: database },
        ports: [`${port}:5432`],
        options: healthOptions(`pg_isready --username ${username} --dbname ${database}`),
      },
      outputs: {
        host: 'localhost',
        port,
        username,
        password,
        database,
        url: `postgresql://${username}:${password}@localhost:${port}/${database}${urlParameters(parameters, '?')}`,
      },
    };
  },
} as const satisfies ServiceDefinition<'postgresql'>;

export const schema = (): ServiceSchema => ({
  title: 'PostgreSQL',
  description: 'PostgreSQL.',
  fields: {
    version: text('Major version.', { pattern: '^1[4-8]$', examples: ['17'] }),
    database: databaseField,
    extensions: listOf(
      ref('PostgresqlExtension'),
      'Extensions that the app requires. Embedded and operator-managed databases create them once, together with the database; for external ones, the set-up runbook contains the commands.',
      { uniqueItems: true, examples: [['vector']] },
    ),
    parameters: ref('UrlParameters'),
  },
  embedded: { description: 'The official image in a StatefulSet of the chart, for development.' },
  operator: {
    description: 'A CloudNativePG cluster. The operator creates the Secret.',
    fields: {
      provider: constant('operator', 'Managed by CloudNativePG.'),
      storage: ref('Quantity', 'Size of the volume of each instance.', { examples: ['20Gi'] }),
      instances: integer('Number of PostgreSQL instances.', { minimum: 1, maximum: 9, examples: [3] }),
    },
  },
  external: { description: 'An existing server, for example in Amazon RDS.' },
  definitions: {
    PostgresqlExtension: text('Name of a PostgreSQL extension, as in CREATE EXTENSION.', { pattern: '^[a-z][a-z0-9_-]{0,62}$', examples: ['vector'] }),
  },
});
