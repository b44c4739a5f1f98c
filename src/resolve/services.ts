import { definitionOf } from '../auxiliary-services/index.ts';
import { usualKeys, usualSecretKeys } from '../auxiliary-services/service.ts';
import type * as config from '../generated/pipeline-config.ts';
import type * as model from '../model/model.ts';

/** Fields of any type or provider, by name. */
type Fields = Readonly<Record<string, unknown>>;

export function resolveService(input: config.PipelineConfig, name: string, service: config.AuxiliaryService): model.AuxiliaryService {
  const defaults = definitionOf(service.type).settings(input.app.name.replaceAll('-', '_'));
  return { name, type: service.type, ...withDefaults(service, defaults) } as model.AuxiliaryService;
}

/** A service as one environment gets it. Expects a provider of the service's type: a rule has checked it. */
export function provideService(input: config.PipelineConfig, service: model.AuxiliaryService, given: config.AuxiliaryServiceProvider): model.ProvidedService {
  const parameters = 'parameters' in service ? { parameters: inOrder({ ...service.parameters, ...('parameters' in given ? given.parameters : {}) }) } : {};
  return { ...service, ...parameters, ...provided(service, given, `${input.app.name}-${service.name}`) } as model.ProvidedService;
}

function provided({ type, ...service }: model.AuxiliaryService, given: config.AuxiliaryServiceProvider, secretName: string): Fields {
  const { provider } = given;
  const definition = definitionOf(type);
  const { embedded, operator, external } = definition;
  switch (provider) {
    case 'embedded': {
      const { storage = embedded?.storage, secret } = given as EmbeddedFields;
      const usual = definition.credentials.length === 0 ? null : { name: secretName, keys: usualSecretKeys(definition) };
      return { provider, storage, secret: resolveSecret(secret) ?? usual };
    }
    case 'operator':
      return { provider, ...withDefaults(given, { ...operator }) };
    case 'external': {
      const { host, port, secret, cidrs } = given as ExternalFields;
      const fields = withDefaults(given, external.fields);
      const defaultPort = fields.tls === false ? (external.portWithoutTls ?? external.port) : external.port;
      return {
        // A database that exists may have a name of its own.
        ...('database' in service ? withDefaults(given, { database: service.database }) : {}),
        provider,
        host,
        port: port ?? defaultPort,
        ...fields,
        secret: resolveSecret(secret) ?? null,
        cidrs: [...(cidrs ?? [])],
      };
    }
  }
}

/** The fields that `defaults` names, in its order: the model is compared as text. */
function withDefaults(given: object, defaults: object): Fields {
  return Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => {
      const chosen = (given as Fields)[name] ?? value;
      return [name, Array.isArray(chosen) ? [...chosen] : typeof chosen === 'object' && chosen !== null ? inOrder(chosen) : chosen];
    }),
  );
}

/** As Helm goes through a map. */
function inOrder(fields: object): Fields {
  return Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Fields in one order, whatever the config's. */
function resolveSecret(given: GivenSecret | undefined): model.SecretReference | undefined {
  if (given === undefined) return undefined;
  const keys = (Object.keys(usualKeys) as model.SecretRole[]).flatMap((role) => (given.keys[role] === undefined ? [] : [[role, given.keys[role]] as const]));
  return { name: given.name, keys: Object.fromEntries(keys) };
}

interface EmbeddedFields {
  readonly storage?: string;
  readonly secret?: GivenSecret;
}

interface ExternalFields {
  readonly host: string;
  readonly port?: number;
  readonly secret?: GivenSecret;
  readonly cidrs?: readonly string[];
}

interface GivenSecret {
  readonly name: string;
  readonly keys: { readonly [Role in model.SecretRole]?: string };
}
