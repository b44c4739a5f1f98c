// Auxiliary services of the model: databases, caches, queues, buckets, mail servers.

import type { ServiceCatalog } from '../generated/pipeline-config.ts';

export type ServiceType = keyof ServiceCatalog;

/** What a service has of its own, by its type: the same wherever it runs. */
export type ServiceSettings = { [Type in ServiceType]: Resolved<Omit<ServiceCatalog[Type]['service'], 'type'>> };

/** Fields of a config after their defaults. */
type Resolved<Fields> = { -readonly [Field in keyof Fields]-?: Copied<NonNullable<Fields[Field]>> };
type Copied<Value> = Value extends readonly (infer Item)[] ? Item[] : Value;

/** The provider of a service, by its type in the config. */
type ProvidedBy<Config> = Config extends { provider: 'embedded' }
  ? Embedded<Config>
  : Config extends { provider: 'operator' }
    ? Resolved<Omit<Config, 'parameters'>>
    : Config extends { provider: 'external' }
      ? External<Config>
      : never;

/** Run by the chart. Without storage it has neither a volume nor users. */
type Embedded<Config> = { provider: 'embedded' } & ('storage' extends keyof Config
  ? { storage: string; secret: SecretReference }
  : { storage: null; secret: null });

/** Not run by the chart. `targetPort`: the port of its pods, if it runs in the cluster. `secret` null: no login. */
type External<Config> = { provider: 'external'; host: string; port: number; targetPort: number; secret: SecretOf<Config>; cidrs: string[] } & Resolved<
  Omit<Config, 'provider' | 'host' | 'port' | 'targetPort' | 'secret' | 'cidrs' | 'database' | 'parameters'>
>;
type SecretOf<Config> = Config extends { secret: unknown } ? SecretReference : 'secret' extends keyof Config ? SecretReference | null : null;

export type ServiceOf<Type extends ServiceType> = { [Each in Type]: { name: string; type: Each } & ServiceSettings[Each] }[Type];
export type ProvidedOf<Type extends ServiceType> = { [Each in Type]: ServiceOf<Each> & ProvidedBy<ServiceCatalog[Each]['provider']> }[Type];

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
