import type * as model from '../model/model.ts';
import type * as config from './pipeline-config.ts';

export function resolveService(input: config.PipelineConfig, name: string, service: config.AuxiliaryService): model.AuxiliaryService {
  switch (service.type) {
    case 'postgresql':
      return {
        name,
        type: 'postgresql',
        version: service.version ?? '17',
        database: service.database ?? input.app.name.replaceAll('-', '_'),
        extensions: [...(service.extensions ?? [])],
      };
    case 'redis':
      return { name, type: 'redis', version: service.version ?? '9', maxmemoryPolicy: service.maxmemoryPolicy ?? 'allkeys-lru' };
    case 'object-store':
    case 'smtp':
      return { name, type: service.type };
  }
}

/** A service as one environment gets it. Expects a provider of the service's type: a rule has checked it. */
export function provideService(input: config.PipelineConfig, service: model.AuxiliaryService, given: config.AuxiliaryServiceProvider): model.ProvidedService {
  const secretName = `${input.app.name}-${service.name}`;
  switch (service.type) {
    case 'postgresql':
      return providePostgresql(service, given as config.PostgresqlProvider, secretName);
    case 'redis':
      return provideRedis(service, given as config.RedisProvider, secretName);
    case 'object-store': {
      const { host, port, tls, region, bucket, secret, cidrs } = given as config.ExternalObjectStore;
      return {
        ...service,
        provider: 'external',
        host,
        port: port ?? 443,
        tls: tls ?? true,
        region: region ?? 'us-east-1',
        bucket,
        secret: resolveSecret(secret),
        cidrs: [...(cidrs ?? [])],
      };
    }
    case 'smtp': {
      const { host, port, secret, cidrs } = given as config.ExternalSmtp;
      return { ...service, provider: 'external', host, port: port ?? 587, secret: resolveSecret(secret) ?? null, cidrs: [...(cidrs ?? [])] };
    }
  }
}

type Service<Type> = Extract<model.AuxiliaryService, { type: Type }>;

function providePostgresql(service: Service<'postgresql'>, given: config.PostgresqlProvider, secretName: string): model.PostgresqlProvided {
  const credentials = { name: secretName, keys: { username: 'username', password: 'password' } };
  switch (given.provider) {
    case 'embedded':
      return { ...service, provider: 'embedded', storage: given.storage ?? '1Gi', secret: resolveSecret(given.secret) ?? credentials };
    case 'operator':
      return { ...service, provider: 'operator', storage: given.storage ?? '10Gi', instances: given.instances ?? 3 };
    case 'external': {
      const { host, port, database, secret, cidrs } = given;
      return {
        ...service,
        provider: 'external',
        host,
        port: port ?? 5432,
        database: database ?? service.database,
        secret: resolveSecret(secret),
        cidrs: [...(cidrs ?? [])],
      };
    }
  }
}

function provideRedis(service: Service<'redis'>, given: config.RedisProvider, secretName: string): model.RedisProvided {
  switch (given.provider) {
    case 'embedded': {
      const credentials = { name: secretName, keys: { password: 'password' } };
      return { ...service, provider: 'embedded', storage: given.storage ?? '1Gi', secret: resolveSecret(given.secret) ?? credentials };
    }
    case 'external': {
      const { host, port, tls, secret, cidrs } = given;
      return { ...service, provider: 'external', host, port: port ?? 6379, tls: tls ?? true, secret: resolveSecret(secret) ?? null, cidrs: [...(cidrs ?? [])] };
    }
  }
}

/** Fields in one order, whatever the config's: the model is compared as text. */
function resolveSecret(given: GivenSecret): model.SecretReference;
function resolveSecret(given: GivenSecret | undefined): model.SecretReference | undefined;
function resolveSecret(given: GivenSecret | undefined): model.SecretReference | undefined {
  if (given === undefined) return undefined;
  const keys = (['username', 'password', 'url', 'accessKeyId', 'secretAccessKey'] as const).flatMap((role) =>
    given.keys[role] === undefined ? [] : [[role, given.keys[role]] as const],
  );
  return { name: given.name, keys: Object.fromEntries(keys) };
}

interface GivenSecret {
  readonly name: string;
  readonly keys: { readonly [Role in model.SecretRole]?: string };
}
