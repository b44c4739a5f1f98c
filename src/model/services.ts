// Auxiliary services of the model: databases, caches, queues, buckets, mail servers.

/** The settings of each type of service, which are the same in every environment. */
export interface ServiceSettings {
  /** `extensions`: for CREATE EXTENSION. `parameters`: of its URL. */
  postgresql: { version: string; database: string; extensions: string[]; parameters: Record<string, string> };
  mysql: { version: string; database: string; parameters: Record<string, string> };
  mariadb: { version: string; database: string; parameters: Record<string, string> };
  mongodb: { version: string; database: string; parameters: Record<string, string> };
  redis: { version: string; maxmemoryPolicy: string };
  memcached: { version: string };
  rabbitmq: { version: string };
  /** A bucket with an S3 endpoint. */
  'object-store': {};
  smtp: {};
  /** Anything else that has a host and a port. */
  custom: {};
}

export type ServiceType = keyof ServiceSettings;

/** The providers of each type of service. */
interface ServiceProviders {
  postgresql: Embedded | Operator | External;
  mysql: Embedded | External;
  mariadb: Embedded | External;
  mongodb: Embedded | External<{ tls: boolean }>;
  /** `secret` null: no password. */
  redis: Embedded | External<{ tls: boolean }, SecretReference | null>;
  memcached: Embedded<null> | External<{}, null>;
  rabbitmq: Embedded | External<{ tls: boolean }>;
  'object-store': External<{ tls: boolean; region: string; bucket: string }>;
  /** `secret` null: no login. */
  smtp: External<{}, SecretReference | null>;
  custom: External<{}, SecretReference | null>;
}

/** Run by the chart. `Stored` null: it has neither a volume nor users. */
interface Embedded<Stored extends {} | null = {}> {
  provider: 'embedded';
  storage: Stored extends null ? null : string;
  secret: Stored extends null ? null : SecretReference;
}

/** Run by an operator, which creates the credentials. */
interface Operator {
  provider: 'operator';
  storage: string;
  instances: number;
}

/** Not run by the chart. `More`: other fields that are needed to connect to it. */
type External<More = {}, Secret = SecretReference> = { provider: 'external'; host: string; port: number } & More & { secret: Secret; cidrs: string[] };

export type ServiceOf<Type extends ServiceType> = { [Each in Type]: { name: string; type: Each } & ServiceSettings[Each] }[Type];
export type ProvidedOf<Type extends ServiceType> = { [Each in Type]: ServiceOf<Each> & ServiceProviders[Each] }[Type];

export type AuxiliaryService = ServiceOf<ServiceType>;
/** An auxiliary service with the provider of an environment or of one of its clusters. */
export type ProvidedService = ProvidedOf<ServiceType>;
export type Provider = ProvidedService['provider'];

/** `keys` maps a role to the key in the Secret. */
export interface SecretReference {
  name: string;
  keys: Partial<Record<SecretRole, string>>;
}

export type SecretRole = 'username' | 'password' | 'token' | 'url' | 'accessKeyId' | 'secretAccessKey';
