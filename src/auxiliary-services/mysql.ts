import { ref } from '../vocabulary/builders.ts';
import type { ServiceDefinition } from './service.ts';
import { healthOptions, minorVersion, nameWithVersion, type TestService, testCredentials, urlParameters } from './service.ts';
import { databaseField, minorVersionField, type ServiceSchema } from './service-schema.ts';

/** Shared by MySQL and MariaDB, which use the same protocol and port. */
export const mysqlProtocol = {
  defaultName: 'db',
  outputs: ['host', 'port', 'username', 'password', 'database', 'url'],
  credentials: ['username', 'password'],
  composesUrl: true,
  // MySQL user names have at most 32 characters: https://dev.mysql.com/doc/refman/8.4/en/user-names.html
  username: ({ database }: { database: string }) => database.slice(0, 32),
  external: { port: 3306, fields: {}, secret: 'required', moreRoles: ['url'] },
} as const satisfies Partial<ServiceDefinition<'mysql'>> & { username: unknown };

export const mysql = {
  ...mysqlProtocol,
  description: 'a relational database',
  settings: (database) => ({ version: '8.4', database, parameters: {} }),
  name: nameWithVersion('MySQL'),
  embedded: {
    storage: '1Gi',
    username: mysqlProtocol.username,
    // Users may set their own password: https://dev.mysql.com/doc/refman/8.4/en/set-password.html
    changePassword: (_, file) => ({
      print: `printf "SET PASSWORD = '%s';\\n" "$(cat ${file})"`,
      program: `sh -c 'MYSQL_PWD=$MYSQL_PASSWORD exec mysql --user="$MYSQL_USER"'`,
      restart: true,
    }),
  },
  operator: null,
  detection: {
    images: ['mysql', 'mysql-server', 'percona', 'percona-server'],
    version: minorVersion,
    schemes: ['mysql'],
    drivers: ['mysql2', 'trilogy'],
    port: 3306,
    databaseVariables: ['MYSQL_DATABASE'],
  },
  testImages: ['docker.io/library/mysql'],
  testService: ({ version, database, parameters }, offset) =>
    testDatabase(
      offset,
      { database, parameters },
      {
        image: `docker.io/library/mysql:${version}`,
        env: { MYSQL_ROOT_PASSWORD: testCredentials.password, MYSQL_DATABASE: database },
        // By TCP: the temporary server that creates the database listens only on its socket.
        options: healthOptions('mysqladmin ping --host=127.0.0.1 --silent'),
      },
    ),
} as const satisfies ServiceDefinition<'mysql'>;

/** The tests log in as root: most frameworks create a test database, which the user of a single database may not. */
export function testDatabase(
  offset: number,
  { database, parameters }: { database: string; parameters: Record<string, string> },
  container: TestService['container'],
): TestService {
  const [username, { password }] = ['root', testCredentials];
  const port = String(3306 + offset);
  return {
    container: { ...container, ports: [`${port}:3306`] },
    // An IP address: MySQL clients use the socket for the name localhost.
    outputs: {
      host: '127.0.0.1',
      port,
      username,
      password,
      database,
      url: `mysql://${username}:${password}@127.0.0.1:${port}/${database}${urlParameters(parameters, '?')}`,
    },
  };
}

export const schema = (): ServiceSchema => ({
  title: 'MySQL',
  description: 'MySQL.',
  fields: { version: minorVersionField('8.4'), database: databaseField, parameters: ref('UrlParameters') },
  embedded: { description: 'The official image in a StatefulSet of the chart, for development.' },
  external: { description: 'An existing server, for example in Amazon RDS or Aurora.' },
});
