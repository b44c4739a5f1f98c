// What of the Model an app needs and does not bring: databases, caches, queues, buckets, mail servers.

import type { ServiceCatalog } from '../generated/pipeline-config.ts';

export type ServiceType = keyof ServiceCatalog;

/** What a service has of its own, by its type: the same wherever it runs. */
export type ServiceSettings = { [Type in ServiceType]: Resolved<Omit<ServiceCatalog[Type]['service'], 'type'>> };

/** Fields of a config after their defaults. */
type Resolved<Fields> = { -readonly [Field in keyof Fields]-?: Copied<NonNullable<Fields[Field]>> };
type Copied<Value> = Value extends readonly (infer Item)[] ? Item[] : Value;

/** How a service can be had, by what the config says of it. */
type ProvidedBy<Given> = Given extends { provider: 'embedded' }
  ? Embedded<Given>
  : Given extends { provider: 'operator' }
    ? Resolved<Omit<Given, 'parameters'>>
    : Given extends { provider: 'external' }
      ? External<Given>
      : never;

/** Run by the chart. Without storage it has neither a volume nor users. */
type Embedded<Given> = { provider: 'embedded' } & ('storage' extends keyof Given
  ? { storage: string; secret: SecretReference }
  : { storage: null; secret: null });

/** Run by somebody else. `secret` null: it asks for no password. */
type External<Given> = { provider: 'external'; host: string; port: number; secret: SecretOf<Given>; cidrs: string[] } & Resolved<
  Omit<Given, 'provider' | 'host' | 'port' | 'secret' | 'cidrs' | 'database' | 'parameters'>
>;
type SecretOf<Given> = Given extends { secret: unknown } ? SecretReference : 'secret' extends keyof Given ? SecretReference | null : null;

export type ServiceOf<Type extends ServiceType> = { [Each in Type]: { name: string; type: Each } & ServiceSettings[Each] }[Type];
export type ProvidedOf<Type extends ServiceType> = { [Each in Type]: ServiceOf<Each> & ProvidedBy<ServiceCatalog[Each]['provider']> }[Type];

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
