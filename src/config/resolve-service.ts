import type * as model from '../model.ts';
import type * as config from './pipeline-config.ts';

export function resolveService(input: config.PipelineConfig, name: string, service: config.AuxiliaryService): model.AuxiliaryService {
  switch (service.type) {
    case 'postgresql':
      return { name, type: 'postgresql', version: service.version ?? '17', database: service.database ?? input.app.name.replaceAll('-', '_') };
    case 'redis':
      return { name, type: 'redis', version: service.version ?? '9', maxmemoryPolicy: service.maxmemoryPolicy ?? 'allkeys-lru' };
  }
}

/** A service as one environment gets it. Expects a provider of the service's type: a rule has checked it. */
export function provideService(input: config.PipelineConfig, service: model.AuxiliaryService, given: config.AuxiliaryServiceProvider): model.ProvidedService {
  const secretName = `${input.app.name}-${service.name}`;
  if (service.type === 'postgresql') {
    const credentials = { name: secretName, keys: { username: 'username', password: 'password' } };
    const provider = given as config.PostgresqlProvider;
    switch (provider.provider) {
      case 'embedded':
        return { ...service, provider: 'embedded', storage: provider.storage ?? '1Gi', secret: resolveSecret(provider.secret) ?? credentials };
      case 'operator':
        return { ...service, provider: 'operator', storage: provider.storage ?? '10Gi', instances: provider.instances ?? 3 };
      case 'external': {
        const database = provider.database ?? service.database;
        return {
          ...service,
          provider: 'external',
          host: provider.host,
          port: provider.port ?? 5432,
          database,
          secret: resolveSecret(provider.secret),
          cidrs: [...(provider.cidrs ?? [])],
        };
      }
    }
  }
  const provider = given as config.RedisProvider;
  switch (provider.provider) {
    case 'embedded':
      return {
        ...service,
        provider: 'embedded',
        storage: provider.storage ?? '1Gi',
        secret: resolveSecret(provider.secret) ?? { name: secretName, keys: { password: 'password' } },
      };
    case 'external': {
      const { host, port, tls, secret, cidrs } = provider;
      return { ...service, provider: 'external', host, port: port ?? 6379, tls: tls ?? true, secret: resolveSecret(secret) ?? null, cidrs: [...(cidrs ?? [])] };
    }
  }
}

/** Fields in one order, whatever the config's: the model is compared as text. */
function resolveSecret(given: GivenSecret): model.SecretReference;
function resolveSecret(given: GivenSecret | undefined): model.SecretReference | undefined;
function resolveSecret(given: GivenSecret | undefined): model.SecretReference | undefined {
  if (given === undefined) return undefined;
  const keys = (['username', 'password', 'url'] as const).flatMap((role) => (given.keys[role] === undefined ? [] : [[role, given.keys[role]] as const]));
  return { name: given.name, keys: Object.fromEntries(keys) };
}

interface GivenSecret {
  readonly name: string;
  readonly keys: { readonly username?: string; readonly password?: string; readonly url?: string };
}
