// What of the Model an app needs and does not bring: databases, caches, queues, buckets, mail servers.

/** What a service has of its own, by its type: the same wherever it runs. */
export interface ServiceSettings {
  /** `extensions`: what the database must have, as in CREATE EXTENSION. `parameters`: of its URL. */
  postgresql: { version: string; database: string; extensions: string[]; parameters: Record<string, string> };
  mysql: { version: string; database: string; parameters: Record<string, string> };
  mariadb: { version: string; database: string; parameters: Record<string, string> };
  mongodb: { version: string; database: string; parameters: Record<string, string> };
  redis: { version: string; maxmemoryPolicy: string };
  memcached: { version: string };
  rabbitmq: { version: string };
  /** A bucket behind an S3 endpoint. */
  'object-store': {};
  smtp: {};
  /** Anything else that has a host and a port. */
  custom: {};
}

export type ServiceType = keyof ServiceSettings;

/** How a service of each type can be had. */
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
  /** `secret` null: the server asks for no login. */
  smtp: External<{}, SecretReference | null>;
  custom: External<{}, SecretReference | null>;
}

/** Run by the chart. `Kept` null: it has neither a volume nor users. */
interface Embedded<Kept extends {} | null = {}> {
  provider: 'embedded';
  storage: Kept extends null ? null : string;
  secret: Kept extends null ? null : SecretReference;
}

/** Run by an operator, which makes the credentials. */
interface Operator {
  provider: 'operator';
  storage: string;
  instances: number;
}

/** Run by somebody else. `More`: what else must be known to reach it. */
type External<More = {}, Secret = SecretReference> = { provider: 'external'; host: string; port: number } & More & { secret: Secret; cidrs: string[] };

export type ServiceOf<Type extends ServiceType> = { [Each in Type]: { name: string; type: Each } & ServiceSettings[Each] }[Type];
export type ProvidedOf<Type extends ServiceType> = { [Each in Type]: ServiceOf<Each> & ServiceProviders[Each] }[Type];

export type AuxiliaryService = ServiceOf<ServiceType>;
/** An auxiliary service as one environment, or one cluster of it, gets it. */
export type ProvidedService = ProvidedOf<ServiceType>;
export type Provider = ProvidedService['provider'];

/** `keys` maps a role to the key in the Secret. */
export interface SecretReference {
  name: string;
  keys: Partial<Record<SecretRole, string>>;
}

export type SecretRole = 'username' | 'password' | 'token' | 'url' | 'accessKeyId' | 'secretAccessKey';
