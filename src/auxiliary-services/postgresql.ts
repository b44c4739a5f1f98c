import { healthOptions, type ServiceDefinition, testCredentials, urlParameters } from './service.ts';

export const postgresql = {
  description: 'a relational database',
  usualName: 'db',
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
