import { definitionOf } from '../auxiliary-services/index.ts';
import { defaultKeys, defaultSecretKeys } from '../auxiliary-services/service.ts';
import type * as config from '../generated/pipeline-config.ts';
import type * as model from '../model/model.ts';

/** Fields of any service type or provider. */
type Fields = Readonly<Record<string, unknown>>;

export function resolveService(input: config.PipelineConfig, name: string, service: config.AuxiliaryService): model.AuxiliaryService {
  const defaults = definitionOf(service.type).settings(input.app.name.replaceAll('-', '_'));
  return { name, type: service.type, ...withDefaults(service, defaults) } as model.AuxiliaryService;
}

/** A service with the provider of one environment. The rules have checked that the provider belongs to the type. */
export function provideService(
  input: config.PipelineConfig,
  service: model.AuxiliaryService,
  provider: config.AuxiliaryServiceProvider,
): model.ProvidedService {
  const parameters = 'parameters' in service ? { parameters: sorted({ ...service.parameters, ...('parameters' in provider ? provider.parameters : {}) }) } : {};
  return { ...service, ...parameters, ...resolveProvider(service, provider, `${input.app.name}-${service.name}`) } as model.ProvidedService;
}

function resolveProvider({ type, ...service }: model.AuxiliaryService, input: config.AuxiliaryServiceProvider, secretName: string): Fields {
  const { provider } = input;
  const definition = definitionOf(type);
  const { embedded, operator, external } = definition;
  switch (provider) {
    case 'embedded': {
      const { storage = embedded?.storage, secret } = input as EmbeddedFields;
      const defaultSecret = definition.credentials.length === 0 ? null : { name: secretName, keys: defaultSecretKeys(definition) };
      return { provider, storage, secret: resolveSecret(secret) ?? defaultSecret };
    }
    case 'operator':
      return { provider, ...withDefaults(input, { ...operator }) };
    case 'external': {
      const { host, port, targetPort, secret, cidrs } = input as ExternalFields;
      const fields = withDefaults(input, external.fields);
      const defaultPort = fields.tls === false ? (external.portWithoutTls ?? external.port) : external.port;
      return {
        // An existing database may have another name.
        ...('database' in service ? withDefaults(input, { database: service.database }) : {}),
        provider,
        host,
        port: port ?? defaultPort,
        targetPort: targetPort ?? port ?? defaultPort,
        ...fields,
        secret: resolveSecret(secret) ?? null,
        cidrs: [...(cidrs ?? [])],
      };
    }
  }
}

/** The fields of `defaults`, overridden by `input`. The order is always the same, because models are compared as text. */
function withDefaults(input: object, defaults: object): Fields {
  return Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => {
      const field = (input as Fields)[name] ?? value;
      return [name, Array.isArray(field) ? [...field] : typeof field === 'object' && field !== null ? sorted(field) : field];
    }),
  );
}

/** Sorted by key, as Helm iterates over a map. */
function sorted(fields: object): Fields {
  return Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A Secret with its keys in a fixed order, whatever the order in the config. */
function resolveSecret(secret: SecretInput | undefined): model.SecretReference | undefined {
  if (secret === undefined) return undefined;
  const keys = (Object.keys(defaultKeys) as model.SecretRole[]).flatMap((role) =>
    secret.keys[role] === undefined ? [] : [[role, secret.keys[role]] as const],
  );
  return { name: secret.name, keys: Object.fromEntries(keys) };
}

interface EmbeddedFields {
  readonly storage?: string;
  readonly secret?: SecretInput;
}

interface ExternalFields {
  readonly host: string;
  readonly port?: number;
  readonly targetPort?: number;
  readonly secret?: SecretInput;
  readonly cidrs?: readonly string[];
}

interface SecretInput {
  readonly name: string;
  readonly keys: { readonly [Role in model.SecretRole]?: string };
}
