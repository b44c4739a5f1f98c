import type { Provider, ServiceType } from '../model/model.ts';
import { anyOf, constant, object, oneOf, ref, text } from '../vocabulary/builders.ts';
import type { Definitions, Schema } from '../vocabulary/schema.ts';
import { providersOf, type ServiceDefinition, typeName } from './service.ts';

/**
 * What the schema of the config says of a type of auxiliary service beside its definition, which knows outputs and defaults.
 * Each type exports it as a function, `schema`, that only the build calls: the CLI does not carry these texts.
 */
export interface ServiceSchema {
  /** `PostgreSQL`. */
  title: string;
  /** In a sentence, where the title cannot stand there: `a mail server`. */
  noun?: string;
  description: string;
  /** Fields of the service. One that every service has, such as `type`, may be described otherwise here. */
  fields?: Definitions;
  embedded?: ProviderSchema;
  operator?: ProviderSchema;
  external: ProviderSchema;
  /** What its fields refer to. */
  definitions?: Definitions;
}

interface ProviderSchema {
  description: string;
  /** Fields of its own. One that this provider always has, such as `host`, may be described otherwise here. */
  fields?: Definitions;
}

export const minorVersionField = (example: string): Schema =>
  text('Major and minor version, in CI and if the service is embedded.', { pattern: '^[0-9]+\\.[0-9]+$', examples: [example] });

export const databaseField: Schema = text('Name of the database. Default: the name of the app, with `_` instead of `-`.', {
  pattern: '^[a-z_][a-z0-9_]{0,62}$',
  examples: ['shop'],
});

/** The definitions of all types, and those that choose between the types. */
export function serviceDefinitions(types: ReadonlyMap<ServiceType, { definition: ServiceDefinition; schema: ServiceSchema }>): Definitions {
  const names = [...types].map(([type, { definition }]) => ({
    service: `${typeName(type)}Service`,
    providers: providersOf(definition).map((provider) => providerName(provider, type)),
  }));
  const catalog = [...types].map(([type, { schema }]) => [type, catalogEntry(type, schema)] as const);
  return {
    AuxiliaryService: anyOf(
      names.map(({ service }) => ref(service)),
      'A database, cache or other service that the app uses.',
    ),
    AuxiliaryServiceProvider: anyOf(
      names.flatMap(({ providers }) => providers.map((provider) => ref(provider))),
      'A provider of an auxiliary service in an environment.',
    ),
    ...Object.fromEntries([...types].flatMap(([type, { definition, schema }]) => Object.entries(definitionsOf(type, definition, schema)))),
    ServiceCatalog: object('The fields, providers and outputs of each service type, for the TypeScript types.', Object.fromEntries(catalog), [...types.keys()]),
  };
}

function catalogEntry(type: ServiceType, { title }: ServiceSchema): Schema {
  const name = typeName(type);
  return object(`${title}.`, { service: ref(`${name}Service`), provider: ref(`${name}Provider`), output: ref(`${name}Output`) }, [
    'service',
    'provider',
    'output',
  ]);
}

function definitionsOf(type: ServiceType, definition: ServiceDefinition, schema: ServiceSchema): Definitions {
  const { title, noun = title, description, fields = {} } = schema;
  const { outputs } = definition;
  const name = typeName(type);
  const providers = providersOf(definition).map((provider) => [providerName(provider, type), providerSchema(provider, type, definition, schema)] as const);
  return {
    [`${name}Service`]: object(
      `${description} Outputs: ${outputs.join(', ')}.`,
      withDefaults({ type: constant(type, `${title}.`), ...fields }, definition.settings('')),
      ['type'],
    ),
    [`${name}Provider`]: anyOf(
      providers.map(([provider]) => ref(provider)),
      `A provider of ${noun} in an environment.`,
    ),
    [`${name}Output`]: oneOf([...outputs], `An output of ${noun}.`, { examples: outputs.slice(0, 1) }),
    ...Object.fromEntries(providers),
    ...schema.definitions,
  };
}

/** `EmbeddedRedis`. */
function providerName(provider: Provider, type: ServiceType): string {
  return `${provider[0]?.toUpperCase()}${provider.slice(1)}${typeName(type)}`;
}

function providerSchema(provider: Provider, type: ServiceType, definition: ServiceDefinition, schema: ServiceSchema): Schema {
  const own = schema[provider];
  if (own === undefined) throw new Error(`src/auxiliary-services/${type}.ts: its schema does not describe the provider '${provider}'`);
  const { fields, defaults, required = [] } = fieldsOf[provider](definition, own.fields ?? {}, schema);
  const parameters = schema.fields?.parameters === undefined ? {} : { parameters: parametersHere };
  return object(own.description, withDefaults({ ...fields, ...parameters }, defaults), ['provider', ...required]);
}

interface ProviderFields {
  fields: Definitions;
  defaults: Readonly<Record<string, unknown>>;
  /** Beside `provider`. */
  required?: string[];
}

/** The fields that each provider has, with those of the type's own. */
const fieldsOf: Record<Provider, (definition: ServiceDefinition, own: Definitions, schema: ServiceSchema) => ProviderFields> = {
  embedded: ({ embedded }, own) => {
    const kept = { storage: ref('Quantity', 'Size of the volume.', { examples: ['10Gi'] }), secret: ref('UserSecret'), dataLoss: ref('DataLoss') };
    const keepsData = embedded !== null && embedded.storage !== null;
    return {
      fields: { provider: constant('embedded', 'Deployed by the chart.'), ...(keepsData ? kept : {}), ...own },
      defaults: { storage: embedded?.storage },
    };
  },
  operator: ({ operator }, own) => ({ fields: { provider: constant('operator', 'Managed by an operator.'), ...own }, defaults: { ...operator } }),
  external: ({ external }, own, schema) => {
    const defaults: Record<string, unknown> = { port: external.port, ...external.fields };
    return {
      fields: {
        provider: constant('external', 'Managed outside the chart.'),
        host: ref('Host'),
        port: ref('PortNumber', 'Port of the service.'),
        targetPort: ref(
          'PortNumber',
          'Port of its pods, if `host` is a Service of the cluster: a NetworkPolicy sees the port of the pod, not that of the Service. Default: `port`.',
          { examples: [8080] },
        ),
        ...own,
        ...(schema.fields?.database === undefined ? {} : { database: databaseHere }),
        ...(external.secret === 'none' ? {} : { secret: own.secret ?? ref('CredentialsSecret') }),
        cidrs: ref('Cidrs'),
      },
      defaults,
      required: ['host', ...Object.keys(defaults).filter((field) => defaults[field] === undefined), ...(external.secret === 'required' ? ['secret'] : [])],
    };
  },
};

const databaseHere = text('Name of the database. Default: `database` of the service.', { pattern: '^[A-Za-z_][A-Za-z0-9_-]{0,62}$', examples: ['shop'] });

const parametersHere = ref('UrlParameters', 'Query parameters of the URL for this provider, in addition to those of the service, such as TLS settings.');

/** The fields with the defaults that the definition fills in; one that says its default in words keeps the words. */
function withDefaults(fields: Definitions, defaults: Readonly<Record<string, unknown>>): Definitions {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { examples, ...field }]) => {
      const value = defaults[name];
      const filled = ['string', 'number', 'boolean'].includes(typeof value) && value !== '';
      return [name, { ...field, ...(filled ? { default: value } : {}), ...(examples === undefined ? {} : { examples }) }];
    }),
  );
}
