import { flag, ref } from '../vocabulary/builders.ts';
import { healthOptions, minorVersion, nameWithVersion, type ServiceDefinition, testCredentials, urlParameters } from './service.ts';
import { databaseField, minorVersionField, type ServiceSchema } from './service-schema.ts';

export const mongodb = {
  description: 'a document database',
  defaultName: 'documents',
  outputs: ['host', 'port', 'username', 'password', 'database', 'url'],
  credentials: ['username', 'password'],
  composesUrl: true,
  settings: (database) => ({ version: '8.0', database, parameters: {} }),
  name: nameWithVersion('MongoDB'),
  embedded: {
    storage: '1Gi',
    username: ({ database }) => database,
    changePassword: (_, file) => {
      const [user, password] = ['process.env.MONGO_INITDB_ROOT_USERNAME', 'process.env.MONGO_INITDB_ROOT_PASSWORD'];
      return {
        print: `printf 'db.auth(${user}, ${password})\\ndb.changeUserPassword(${user}, "%s")\\n' "$(cat ${file})"`,
        program: 'mongosh --quiet admin',
        restart: true,
      };
    },
  },
  operator: null,
  external: { port: 27017, fields: { tls: true }, secret: 'required', moreRoles: ['url'] },
  detection: {
    images: ['mongo', 'mongodb', 'mongodb-community-server', 'percona-server-mongodb'],
    version: minorVersion,
    schemes: ['mongodb', 'mongodb+srv'],
    port: 27017,
    databaseVariables: ['MONGO_INITDB_DATABASE'],
  },
  testImages: ['docker.io/library/mongo'],
  testService: ({ version, database, parameters }, offset) => {
    const { username, password } = testCredentials;
    const port = String(27017 + offset);
    return {
      container: {
        image: `docker.io/library/mongo:${version}`,
        env: { MONGO_INITDB_ROOT_USERNAME: username, MONGO_INITDB_ROOT_PASSWORD: password },
        ports: [`${port}:27017`],
        // By host name: the temporary server that creates the user listens only on 127.0.0.1.
        options: healthOptions('mongosh --quiet --host $HOSTNAME --eval 1'),
      },
      outputs: {
        host: 'localhost',
        port,
        username,
        password,
        database,
        url: `mongodb://${username}:${password}@localhost:${port}/${database}?authSource=admin${urlParameters(parameters, '&')}`,
      },
    };
  },
} as const satisfies ServiceDefinition<'mongodb'>;

export const schema = (): ServiceSchema => ({
  title: 'MongoDB',
  description: 'MongoDB.',
  fields: { version: minorVersionField('8.0'), database: databaseField, parameters: ref('UrlParameters') },
  embedded: {
    description:
      'The official image in a StatefulSet of the chart, for development. It is a single server without a replica set, so it does not support transactions.',
  },
  external: {
    description:
      'An existing server, for example in MongoDB Atlas. The chart composes the URL for a user of the `admin` database; for any other URL, such as `mongodb+srv://`, set the key `url` of the Secret.',
    fields: {
      host: { ...ref('Host'), examples: ['cluster0-shard-00-00.ab1cd.mongodb.net'] },
      tls: flag('Whether to connect with TLS (`tls=true` in the URL).', { examples: [false] }),
    },
  },
});
