// What of the Model an app needs and does not bring: databases, caches, buckets, mail servers.

export type AuxiliaryService =
  | { name: string; type: 'postgresql'; version: string; database: string; extensions: string[] }
  | { name: string; type: 'redis'; version: string; maxmemoryPolicy: string }
  | { name: string; type: 'object-store' }
  | { name: string; type: 'smtp' };

/** An auxiliary service as one environment, or one cluster of it, gets it. */
export type ProvidedService = PostgresqlProvided | RedisProvided | ObjectStoreProvided | SmtpProvided;
interface Provided<Type extends string> {
  name: string;
  type: Type;
  version: string;
}
interface PostgresqlProvidedBase extends Provided<'postgresql'> {
  database: string;
  /** What the database must have, as in CREATE EXTENSION. */
  extensions: string[];
}
export type PostgresqlProvided = PostgresqlProvidedBase &
  (
    | { provider: 'embedded'; storage: string; secret: SecretReference }
    | { provider: 'operator'; storage: string; instances: number }
    | { provider: 'external'; host: string; port: number; secret: SecretReference; cidrs: string[] }
  );
interface RedisProvidedBase extends Provided<'redis'> {
  maxmemoryPolicy: string;
}
export type RedisProvided = RedisProvidedBase &
  (
    | { provider: 'embedded'; storage: string; secret: SecretReference }
    /** `secret` null: no password. */
    | { provider: 'external'; host: string; port: number; tls: boolean; secret: SecretReference | null; cidrs: string[] }
  );

/** A bucket behind an S3 endpoint. */
export interface ObjectStoreProvided {
  name: string;
  type: 'object-store';
  provider: 'external';
  host: string;
  port: number;
  tls: boolean;
  region: string;
  bucket: string;
  secret: SecretReference;
  cidrs: string[];
}
export interface SmtpProvided {
  name: string;
  type: 'smtp';
  provider: 'external';
  host: string;
  port: number;
  /** null: the server asks for no login. */
  secret: SecretReference | null;
  cidrs: string[];
}

/** `keys` maps a role to the key in the Secret. */
export interface SecretReference {
  name: string;
  keys: Partial<Record<SecretRole, string>>;
}

export type SecretRole = 'username' | 'password' | 'url' | 'accessKeyId' | 'secretAccessKey';
