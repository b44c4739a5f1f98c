import { anyOf, constant, flag, integer, listOf, mapOf, object, oneOf, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const services = {
  ServiceOutput: text('An output of an auxiliary service: `<service>.<output>`.', { pattern: '^[a-z][a-z0-9-]*\\.[a-zA-Z]+$', examples: ['db.url'] }),
  ServiceMap: mapOf('ServiceName', 'AuxiliaryService', 'Auxiliary services by name.'),
  ServiceProviders: mapOf('ServiceName', 'AuxiliaryServiceProvider', 'How this environment (or cluster) gets each auxiliary service.'),
  AuxiliaryService: anyOf(
    [
      ref('PostgresqlService'),
      ref('MysqlService'),
      ref('MariadbService'),
      ref('MongodbService'),
      ref('RedisService'),
      ref('MemcachedService'),
      ref('RabbitmqService'),
      ref('ObjectStoreService'),
      ref('SmtpService'),
      ref('CustomService'),
    ],
    'A database, a cache, or another thing that the app uses.',
  ),
  PostgresqlService: object(
    'PostgreSQL. Outputs: host, port, username, password, database, url.',
    {
      type: constant('postgresql', 'PostgreSQL.'),
      version: text('Major version.', { pattern: '^1[4-8]$', default: '17', examples: ['17'] }),
      database: text('Name of the database. Default: the app’s name, `-` as `_`.', { pattern: '^[a-z_][a-z0-9_]{0,62}$', examples: ['shop'] }),
      extensions: listOf(
        ref('PostgresqlExtension'),
        'Extensions that the database must have. Where we make the database they are made with it, once; elsewhere the set-up runbook says how.',
        { uniqueItems: true, examples: [['vector']] },
      ),
      parameters: ref('UrlParameters'),
    },
    ['type'],
  ),
  PostgresqlExtension: text('Name of an extension of PostgreSQL, as in CREATE EXTENSION.', { pattern: '^[a-z][a-z0-9_-]{0,62}$', examples: ['vector'] }),
  UrlParameters: mapOf('UrlParameterName', 'UrlParameterValue', 'Parameters of the URL that the chart composes, after its question mark.', {
    examples: [{ sslmode: 'require' }],
  }),
  UrlParameterName: text('Name of a parameter of a URL.', { pattern: '^[A-Za-z_][A-Za-z0-9_.-]*$', examples: ['sslmode'] }),
  UrlParameterValue: text('Value of a parameter of a URL, as it stands there: letters, digits and . _ ~ : / @ , + * % -', {
    pattern: '^[A-Za-z0-9._~:/@,+*%-]*$',
    examples: ['require'],
  }),
  RedisService: object(
    'Redis protocol (Valkey where we run it). Outputs: host, port, password, url.',
    {
      type: constant('redis', 'Redis or Valkey.'),
      version: text('Major version of Valkey where it is embedded.', { pattern: '^[0-9]+$', default: '9', examples: ['9'] }),
      maxmemoryPolicy: oneOf(['noeviction', 'allkeys-lru', 'allkeys-lfu', 'volatile-lru', 'volatile-ttl'], 'What happens when memory is full.', {
        default: 'allkeys-lru',
        examples: ['noeviction'],
      }),
    },
    ['type'],
  ),
  ObjectStoreService: object(
    'A bucket that speaks the protocol of Amazon S3. Outputs: host, port, endpoint, region, bucket, accessKeyId, secretAccessKey.',
    {
      type: constant('object-store', 'Object store.'),
    },
    ['type'],
  ),
  SmtpService: object(
    'A mail server that takes what the app sends. Outputs: host, port, username, password.',
    {
      type: constant('smtp', 'SMTP.'),
    },
    ['type'],
  ),
  MysqlService: object(
    'MySQL. Outputs: host, port, username, password, database, url.',
    {
      type: constant('mysql', 'MySQL.'),
      version: text('Major and minor version, where it is embedded.', { pattern: '^[0-9]+\\.[0-9]+$', default: '8.4', examples: ['8.4'] }),
      database: text('Name of the database. Default: the app’s name, `-` as `_`.', { pattern: '^[a-z_][a-z0-9_]{0,62}$', examples: ['shop'] }),
      parameters: ref('UrlParameters'),
    },
    ['type'],
  ),
  MariadbService: object(
    'MariaDB, which speaks the protocol of MySQL. Outputs: host, port, username, password, database, url.',
    {
      type: constant('mariadb', 'MariaDB.'),
      version: text('Major and minor version, where it is embedded.', { pattern: '^[0-9]+\\.[0-9]+$', default: '11.8', examples: ['11.8'] }),
      database: text('Name of the database. Default: the app’s name, `-` as `_`.', { pattern: '^[a-z_][a-z0-9_]{0,62}$', examples: ['shop'] }),
      parameters: ref('UrlParameters'),
    },
    ['type'],
  ),
  MongodbService: object(
    'MongoDB. Outputs: host, port, username, password, database, url.',
    {
      type: constant('mongodb', 'MongoDB.'),
      version: text('Major and minor version, where it is embedded.', { pattern: '^[0-9]+\\.[0-9]+$', default: '8.0', examples: ['8.0'] }),
      database: text('Name of the database. Default: the app’s name, `-` as `_`.', { pattern: '^[a-z_][a-z0-9_]{0,62}$', examples: ['shop'] }),
      parameters: ref('UrlParameters'),
    },
    ['type'],
  ),
  MemcachedService: object(
    'Memcached. Outputs: host, port.',
    {
      type: constant('memcached', 'Memcached.'),
      version: text('Major and minor version, where it is embedded.', { pattern: '^[0-9]+\\.[0-9]+$', default: '1.6', examples: ['1.6'] }),
    },
    ['type'],
  ),
  RabbitmqService: object(
    'RabbitMQ, by AMQP, with the virtual host /. Outputs: host, port, username, password, url.',
    {
      type: constant('rabbitmq', 'RabbitMQ.'),
      version: text('Major and minor version, where it is embedded.', { pattern: '^[0-9]+\\.[0-9]+$', default: '4.2', examples: ['4.2'] }),
    },
    ['type'],
  ),
  CustomService: object(
    'Anything else that has a host and a port: Kafka, NATS, ClickHouse, OpenSearch, an API. Outputs: host, port, username, password, token, url.',
    {
      type: constant('custom', 'Another service.'),
    },
    ['type'],
  ),
  AuxiliaryServiceProvider: anyOf(
    [
      ref('EmbeddedPostgresql'),
      ref('OperatorPostgresql'),
      ref('ExternalPostgresql'),
      ref('EmbeddedMysql'),
      ref('ExternalMysql'),
      ref('EmbeddedMariadb'),
      ref('ExternalMariadb'),
      ref('EmbeddedMongodb'),
      ref('ExternalMongodb'),
      ref('EmbeddedRedis'),
      ref('ExternalRedis'),
      ref('EmbeddedMemcached'),
      ref('ExternalMemcached'),
      ref('EmbeddedRabbitmq'),
      ref('ExternalRabbitmq'),
      ref('ExternalObjectStore'),
      ref('ExternalSmtp'),
      ref('ExternalCustom'),
    ],
    'How an environment gets an auxiliary service.',
  ),
  PostgresqlProvider: anyOf([ref('EmbeddedPostgresql'), ref('OperatorPostgresql'), ref('ExternalPostgresql')], 'How an environment gets PostgreSQL.'),
  PostgresqlOutput: oneOf(['host', 'port', 'username', 'password', 'database', 'url'], 'What PostgreSQL gives.', { examples: ['host'] }),
  RedisProvider: anyOf([ref('EmbeddedRedis'), ref('ExternalRedis')], 'How an environment gets Redis.'),
  RedisOutput: oneOf(['host', 'port', 'password', 'url'], 'What Redis gives.', { examples: ['host'] }),
  ObjectStoreProvider: anyOf([ref('ExternalObjectStore')], 'How an environment gets an object store.'),
  ObjectStoreOutput: oneOf(['host', 'port', 'endpoint', 'region', 'bucket', 'accessKeyId', 'secretAccessKey'], 'What an object store gives.', {
    examples: ['bucket'],
  }),
  SmtpProvider: anyOf([ref('ExternalSmtp')], 'How an environment gets a mail server.'),
  SmtpOutput: oneOf(['host', 'port', 'username', 'password'], 'What a mail server gives.', { examples: ['host'] }),
  MysqlProvider: anyOf([ref('EmbeddedMysql'), ref('ExternalMysql')], 'How an environment gets MySQL.'),
  MysqlOutput: oneOf(['host', 'port', 'username', 'password', 'database', 'url'], 'What MySQL gives.', { examples: ['host'] }),
  MariadbProvider: anyOf([ref('EmbeddedMariadb'), ref('ExternalMariadb')], 'How an environment gets MariaDB.'),
  MariadbOutput: oneOf(['host', 'port', 'username', 'password', 'database', 'url'], 'What MariaDB gives.', { examples: ['host'] }),
  MongodbProvider: anyOf([ref('EmbeddedMongodb'), ref('ExternalMongodb')], 'How an environment gets MongoDB.'),
  MongodbOutput: oneOf(['host', 'port', 'username', 'password', 'database', 'url'], 'What MongoDB gives.', { examples: ['host'] }),
  MemcachedProvider: anyOf([ref('EmbeddedMemcached'), ref('ExternalMemcached')], 'How an environment gets Memcached.'),
  MemcachedOutput: oneOf(['host', 'port'], 'What Memcached gives.', { examples: ['host'] }),
  RabbitmqProvider: anyOf([ref('EmbeddedRabbitmq'), ref('ExternalRabbitmq')], 'How an environment gets RabbitMQ.'),
  RabbitmqOutput: oneOf(['host', 'port', 'username', 'password', 'url'], 'What RabbitMQ gives.', { examples: ['host'] }),
  CustomProvider: anyOf([ref('ExternalCustom')], 'How an environment gets another service.'),
  CustomOutput: oneOf(['host', 'port', 'username', 'password', 'token', 'url'], 'What another service gives.', { examples: ['host'] }),
  EmbeddedPostgresql: object(
    'The official image in a StatefulSet of the chart: for development.',
    {
      provider: constant('embedded', 'Run by the chart.'),
      storage: ref('Quantity', 'Size of the volume.', { default: '1Gi', examples: ['10Gi'] }),
      secret: ref('UserSecret'),
      dataLoss: ref('DataLoss'),
      parameters: ref('UrlParameters', 'Parameters of the URL here, beside those of the service: TLS, for example, where only this provider speaks it.'),
    },
    ['provider'],
  ),
  OperatorPostgresql: object(
    'CloudNativePG runs it; it makes the Secret itself.',
    {
      provider: constant('operator', 'Run by CloudNativePG.'),
      storage: ref('Quantity', 'Size of each volume.', { default: '10Gi', examples: ['20Gi'] }),
      instances: integer('Number of PostgreSQL instances.', { minimum: 1, maximum: 9, default: 3, examples: [3] }),
      parameters: ref('UrlParameters', 'Parameters of the URL here, beside those of the service: TLS, for example, where only this provider speaks it.'),
    },
    ['provider'],
  ),
  ExternalPostgresql: object(
    'Runs elsewhere, for example Amazon RDS.',
    {
      provider: constant('external', 'Runs elsewhere.'),
      host: ref('Host'),
      port: ref('PortNumber', 'Port.', { default: 5432 }),
      database: text('Name of the database. Default: that of the service.', { pattern: '^[A-Za-z_][A-Za-z0-9_-]{0,62}$', examples: ['shop'] }),
      secret: ref('CredentialsSecret'),
      cidrs: ref('Cidrs'),
      parameters: ref('UrlParameters', 'Parameters of the URL here, beside those of the service: TLS, for example, where only this provider speaks it.'),
    },
    ['provider', 'host', 'secret'],
  ),
  EmbeddedRedis: object(
    'Valkey in a StatefulSet of the chart.',
    {
      provider: constant('embedded', 'Run by the chart.'),
      storage: ref('Quantity', 'Size of the volume.', { default: '1Gi', examples: ['1Gi'] }),
      secret: ref('OnlyPasswordSecret'),
      dataLoss: ref('DataLoss'),
    },
    ['provider'],
  ),
  ExternalRedis: object(
    'Runs elsewhere, for example Amazon ElastiCache.',
    {
      provider: constant('external', 'Runs elsewhere.'),
      host: ref('Host'),
      port: ref('PortNumber', 'Port.', { default: 6379 }),
      tls: flag('Connect by TLS (rediss://).', { default: true, examples: [false] }),
      secret: ref('PasswordSecret'),
      cidrs: ref('Cidrs'),
    },
    ['provider', 'host'],
  ),
  ExternalObjectStore: object(
    'A bucket that exists: Amazon S3, Ceph, Garage or another.',
    {
      provider: constant('external', 'Runs elsewhere.'),
      host: { ...ref('Host'), examples: ['s3.eu-west-1.amazonaws.com'] },
      port: ref('PortNumber', 'Port.', { default: 443 }),
      tls: flag('Connect by TLS: the endpoint is https://.', { default: true, examples: [false] }),
      region: text('Region of the bucket; what is not Amazon mostly takes the default.', {
        pattern: '^[a-z0-9-]+$',
        default: 'us-east-1',
        examples: ['eu-west-1'],
      }),
      bucket: text('Name of the bucket.', { pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$', examples: ['shop-files'] }),
      secret: ref('AccessKeySecret'),
      cidrs: ref('Cidrs'),
    },
    ['provider', 'host', 'bucket', 'secret'],
  ),
  ExternalSmtp: object(
    'A mail server that exists, for example Amazon SES or a relay of the company.',
    {
      provider: constant('external', 'Runs elsewhere.'),
      host: { ...ref('Host'), examples: ['email-smtp.eu-west-1.amazonaws.com'] },
      port: ref('PortNumber', 'Port.', { default: 587 }),
      secret: ref('LoginSecret'),
      cidrs: ref('Cidrs'),
    },
    ['provider', 'host'],
  ),
  EmbeddedMysql: object(
    'The official image in a StatefulSet of the chart: for development.',
    {
      provider: constant('embedded', 'Run by the chart.'),
      storage: ref('Quantity', 'Size of the volume.', { default: '1Gi', examples: ['10Gi'] }),
      secret: ref('UserSecret'),
      dataLoss: ref('DataLoss'),
      parameters: ref('UrlParameters', 'Parameters of the URL here, beside those of the service: TLS, for example, where only this provider speaks it.'),
    },
    ['provider'],
  ),
  ExternalMysql: object(
    'Runs elsewhere, for example Amazon RDS or Aurora.',
    {
      provider: constant('external', 'Runs elsewhere.'),
      host: ref('Host'),
      port: ref('PortNumber', 'Port.', { default: 3306 }),
      database: text('Name of the database. Default: that of the service.', { pattern: '^[A-Za-z_][A-Za-z0-9_-]{0,62}$', examples: ['shop'] }),
      secret: ref('CredentialsSecret'),
      cidrs: ref('Cidrs'),
      parameters: ref('UrlParameters', 'Parameters of the URL here, beside those of the service: TLS, for example, where only this provider speaks it.'),
    },
    ['provider', 'host', 'secret'],
  ),
  EmbeddedMariadb: object(
    'The official image in a StatefulSet of the chart: for development.',
    {
      provider: constant('embedded', 'Run by the chart.'),
      storage: ref('Quantity', 'Size of the volume.', { default: '1Gi', examples: ['10Gi'] }),
      secret: ref('UserSecret'),
      dataLoss: ref('DataLoss'),
      parameters: ref('UrlParameters', 'Parameters of the URL here, beside those of the service: TLS, for example, where only this provider speaks it.'),
    },
    ['provider'],
  ),
  ExternalMariadb: object(
    'Runs elsewhere, for example Amazon RDS.',
    {
      provider: constant('external', 'Runs elsewhere.'),
      host: ref('Host'),
      port: ref('PortNumber', 'Port.', { default: 3306 }),
      database: text('Name of the database. Default: that of the service.', { pattern: '^[A-Za-z_][A-Za-z0-9_-]{0,62}$', examples: ['shop'] }),
      secret: ref('CredentialsSecret'),
      cidrs: ref('Cidrs'),
      parameters: ref('UrlParameters', 'Parameters of the URL here, beside those of the service: TLS, for example, where only this provider speaks it.'),
    },
    ['provider', 'host', 'secret'],
  ),
  EmbeddedMongodb: object(
    'The official image in a StatefulSet of the chart: for development. One server, no replica set: it has no transactions.',
    {
      provider: constant('embedded', 'Run by the chart.'),
      storage: ref('Quantity', 'Size of the volume.', { default: '1Gi', examples: ['10Gi'] }),
      secret: ref('UserSecret'),
      dataLoss: ref('DataLoss'),
      parameters: ref('UrlParameters', 'Parameters of the URL here, beside those of the service: TLS, for example, where only this provider speaks it.'),
    },
    ['provider'],
  ),
  ExternalMongodb: object(
    'Runs elsewhere, for example MongoDB Atlas. The URL is composed for a user of the database admin; another one, as mongodb+srv://, is the key url of the Secret.',
    {
      provider: constant('external', 'Runs elsewhere.'),
      host: { ...ref('Host'), examples: ['cluster0-shard-00-00.ab1cd.mongodb.net'] },
      port: ref('PortNumber', 'Port.', { default: 27017 }),
      tls: flag('Connect by TLS (tls=true in the URL).', { default: true, examples: [false] }),
      database: text('Name of the database. Default: that of the service.', { pattern: '^[A-Za-z_][A-Za-z0-9_-]{0,62}$', examples: ['shop'] }),
      secret: ref('CredentialsSecret'),
      cidrs: ref('Cidrs'),
      parameters: ref('UrlParameters', 'Parameters of the URL here, beside those of the service: TLS, for example, where only this provider speaks it.'),
    },
    ['provider', 'host', 'secret'],
  ),
  EmbeddedMemcached: object(
    'The official image in a StatefulSet of the chart. It keeps nothing, so it has no volume and no Secret.',
    {
      provider: constant('embedded', 'Run by the chart.'),
    },
    ['provider'],
  ),
  ExternalMemcached: object(
    'Runs elsewhere, for example Amazon ElastiCache.',
    {
      provider: constant('external', 'Runs elsewhere.'),
      host: ref('Host'),
      port: ref('PortNumber', 'Port.', { default: 11211 }),
      cidrs: ref('Cidrs'),
    },
    ['provider', 'host'],
  ),
  EmbeddedRabbitmq: object(
    'The official image in a StatefulSet of the chart: for development.',
    {
      provider: constant('embedded', 'Run by the chart.'),
      storage: ref('Quantity', 'Size of the volume.', { default: '1Gi', examples: ['10Gi'] }),
      secret: ref('UserSecret'),
      dataLoss: ref('DataLoss'),
    },
    ['provider'],
  ),
  ExternalRabbitmq: object(
    'Runs elsewhere, for example Amazon MQ or CloudAMQP.',
    {
      provider: constant('external', 'Runs elsewhere.'),
      host: ref('Host'),
      port: ref('PortNumber', 'Port. Without TLS the default is 5672.', { default: 5671 }),
      tls: flag('Connect by TLS (amqps://).', { default: true, examples: [false] }),
      secret: ref('CredentialsSecret'),
      cidrs: ref('Cidrs'),
    },
    ['provider', 'host', 'secret'],
  ),
  ExternalCustom: object(
    'Something that exists.',
    {
      provider: constant('external', 'Runs elsewhere.'),
      host: { ...ref('Host'), examples: ['kafka.example.com'] },
      port: ref('PortNumber', 'Port.', { examples: [9092] }),
      secret: ref('CustomSecret'),
      cidrs: ref('Cidrs'),
    },
    ['provider', 'host', 'port'],
  ),
  CredentialsSecret: anyOf(
    [
      object(
        'User name and password. The URL is composed: the password must be URL-safe.',
        {
          name: ref('SecretName'),
          keys: object(
            'Keys in the Secret.',
            {
              username: ref('SecretKey'),
              password: ref('SecretKey'),
            },
            ['username', 'password'],
          ),
        },
        ['name', 'keys'],
      ),
      object(
        'The whole URL.',
        {
          name: ref('SecretName'),
          keys: object(
            'Keys in the Secret.',
            {
              url: ref('SecretKey'),
            },
            ['url'],
          ),
        },
        ['name', 'keys'],
      ),
    ],
    'The Secret with the credentials: user name and password, or the whole URL.',
  ),
  PasswordSecret: anyOf(
    [
      object(
        'The password. The URL is composed: the password must be URL-safe.',
        {
          name: ref('SecretName'),
          keys: object(
            'Keys in the Secret.',
            {
              password: ref('SecretKey'),
            },
            ['password'],
          ),
        },
        ['name', 'keys'],
      ),
      object(
        'The whole URL.',
        {
          name: ref('SecretName'),
          keys: object(
            'Keys in the Secret.',
            {
              url: ref('SecretKey'),
            },
            ['url'],
          ),
        },
        ['name', 'keys'],
      ),
    ],
    'The Secret with the password, or the whole URL.',
  ),
  AccessKeySecret: object(
    'The Secret with the access key.',
    {
      name: ref('SecretName'),
      keys: object(
        'Keys in the Secret.',
        {
          accessKeyId: ref('SecretKey'),
          secretAccessKey: ref('SecretKey'),
        },
        ['accessKeyId', 'secretAccessKey'],
      ),
    },
    ['name', 'keys'],
  ),
  LoginSecret: object(
    'The Secret with user name and password. None: the server asks for none.',
    {
      name: ref('SecretName'),
      keys: object(
        'Keys in the Secret.',
        {
          username: ref('SecretKey'),
          password: ref('SecretKey'),
        },
        ['username', 'password'],
      ),
    },
    ['name', 'keys'],
  ),
  UserSecret: object(
    'The Secret with the user name and the password that it is made with. The URL is composed: the password must be URL-safe.',
    {
      name: ref('SecretName'),
      keys: object(
        'Keys in the Secret.',
        {
          username: ref('SecretKey'),
          password: ref('SecretKey'),
        },
        ['username', 'password'],
      ),
    },
    ['name', 'keys'],
  ),
  OnlyPasswordSecret: object(
    'The Secret with the password that it is made with. The URL is composed: the password must be URL-safe.',
    {
      name: ref('SecretName'),
      keys: object(
        'Keys in the Secret.',
        {
          password: ref('SecretKey'),
        },
        ['password'],
      ),
    },
    ['name', 'keys'],
  ),
  CustomSecret: object(
    'The Secret with what it asks for: each key is an output. The URL is taken as it is.',
    {
      name: ref('SecretName'),
      keys: {
        type: 'object',
        description: 'Keys in the Secret.',
        additionalProperties: false,
        minProperties: 1,
        properties: {
          username: ref('SecretKey'),
          password: ref('SecretKey'),
          token: ref('SecretKey'),
          url: ref('SecretKey'),
        },
      },
    },
    ['name', 'keys'],
  ),
  DataLoss: constant('accepted', 'Written consent: an embedded service has no backup and no failover. Required where approval is.'),
  ServiceCatalog: object(
    'What each service type takes and gives (for the types).',
    {
      postgresql: object(
        'PostgreSQL.',
        {
          service: ref('PostgresqlService'),
          provider: ref('PostgresqlProvider'),
          output: ref('PostgresqlOutput'),
        },
        ['service', 'provider', 'output'],
      ),
      mysql: object(
        'MySQL.',
        {
          service: ref('MysqlService'),
          provider: ref('MysqlProvider'),
          output: ref('MysqlOutput'),
        },
        ['service', 'provider', 'output'],
      ),
      mariadb: object(
        'MariaDB.',
        {
          service: ref('MariadbService'),
          provider: ref('MariadbProvider'),
          output: ref('MariadbOutput'),
        },
        ['service', 'provider', 'output'],
      ),
      mongodb: object(
        'MongoDB.',
        {
          service: ref('MongodbService'),
          provider: ref('MongodbProvider'),
          output: ref('MongodbOutput'),
        },
        ['service', 'provider', 'output'],
      ),
      redis: object(
        'Redis.',
        {
          service: ref('RedisService'),
          provider: ref('RedisProvider'),
          output: ref('RedisOutput'),
        },
        ['service', 'provider', 'output'],
      ),
      memcached: object(
        'Memcached.',
        {
          service: ref('MemcachedService'),
          provider: ref('MemcachedProvider'),
          output: ref('MemcachedOutput'),
        },
        ['service', 'provider', 'output'],
      ),
      rabbitmq: object(
        'RabbitMQ.',
        {
          service: ref('RabbitmqService'),
          provider: ref('RabbitmqProvider'),
          output: ref('RabbitmqOutput'),
        },
        ['service', 'provider', 'output'],
      ),
      'object-store': object(
        'Object store.',
        {
          service: ref('ObjectStoreService'),
          provider: ref('ObjectStoreProvider'),
          output: ref('ObjectStoreOutput'),
        },
        ['service', 'provider', 'output'],
      ),
      smtp: object(
        'SMTP.',
        {
          service: ref('SmtpService'),
          provider: ref('SmtpProvider'),
          output: ref('SmtpOutput'),
        },
        ['service', 'provider', 'output'],
      ),
      custom: object(
        'Another service.',
        {
          service: ref('CustomService'),
          provider: ref('CustomProvider'),
          output: ref('CustomOutput'),
        },
        ['service', 'provider', 'output'],
      ),
    },
    ['postgresql', 'mysql', 'mariadb', 'mongodb', 'redis', 'memcached', 'rabbitmq', 'object-store', 'smtp', 'custom'],
  ),
} satisfies Definitions;
