// What of the Model an app needs and does not bring: databases, caches, buckets, mail servers.

/** What a service has of its own, by its type: the same wherever it runs. */
export interface ServiceSettings {
  /** `extensions`: what the database must have, as in CREATE EXTENSION. */
  postgresql: { version: string; database: string; extensions: string[] };
  redis: { version: string; maxmemoryPolicy: string };
  /** A bucket behind an S3 endpoint. */
  'object-store': {};
  smtp: {};
}

export type ServiceType = keyof ServiceSettings;

/** How a service of each type can be had. */
interface ServiceProviders {
  postgresql: Embedded | Operator | External;
  /** `secret` null: no password. */
  redis: Embedded | External<{ tls: boolean }, SecretReference | null>;
  'object-store': External<{ tls: boolean; region: string; bucket: string }>;
  /** `secret` null: the server asks for no login. */
  smtp: External<{}, SecretReference | null>;
}

/** Run by the chart. */
interface Embedded {
  provider: 'embedded';
  storage: string;
  secret: SecretReference;
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

export type SecretRole = 'username' | 'password' | 'url' | 'accessKeyId' | 'secretAccessKey';
