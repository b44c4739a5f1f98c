import { ref } from '../vocabulary/builders.ts';
import { mysqlProtocol, testDatabase } from './mysql.ts';
import { healthOptions, minorVersion, nameWithVersion, type ServiceDefinition, testCredentials } from './service.ts';
import { databaseField, minorVersionField, type ServiceSchema } from './service-schema.ts';

export const mariadb = {
  ...mysqlProtocol,
  description: 'a MySQL-compatible database',
  settings: (database) => ({ version: '11.8', database, parameters: {} }),
  name: nameWithVersion('MariaDB'),
  embedded: {
    storage: '1Gi',
    username: mysqlProtocol.username,
    // Users may set their own password: https://mariadb.com/docs/server/reference/sql-statements/account-management-sql-statements/set-password
    changePassword: (_, file) => ({
      print: `printf "SET PASSWORD = PASSWORD('%s');\\n" "$(cat ${file})"`,
      program: `sh -c 'MYSQL_PWD=$MARIADB_PASSWORD exec mariadb --user="$MARIADB_USER"'`,
      restart: true,
    }),
  },
  operator: null,
  detection: {
    images: ['mariadb'],
    version: minorVersion,
    schemes: ['mysql', 'mariadb'],
    drivers: ['mysql2', 'trilogy'],
    port: 3306,
    databaseVariables: ['MARIADB_DATABASE', 'MYSQL_DATABASE'],
  },
  testImages: ['docker.io/library/mariadb'],
  testService: ({ version, database, parameters }, offset) =>
    testDatabase(
      offset,
      { database, parameters },
      {
        image: `docker.io/library/mariadb:${version}`,
        env: { MARIADB_ROOT_PASSWORD: testCredentials.password, MARIADB_DATABASE: database },
        options: healthOptions('healthcheck.sh --connect --innodb_initialized'),
      },
    ),
} as const satisfies ServiceDefinition<'mariadb'>;

export const schema = (): ServiceSchema => ({
  title: 'MariaDB',
  description: 'MariaDB, compatible with MySQL.',
  fields: { version: minorVersionField('11.8'), database: databaseField, parameters: ref('UrlParameters') },
  embedded: { description: 'The official image in a StatefulSet of the chart, for development.' },
  external: { description: 'An existing server, for example in Amazon RDS.' },
});
