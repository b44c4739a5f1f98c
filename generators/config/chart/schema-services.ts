import { definitionOf } from '../../../src/auxiliary-services/index.ts';
import { providersOf, typeName } from '../../../src/auxiliary-services/service.ts';
import type { SecretRole, ServiceType } from '../../../src/model/model.ts';
import { closed, describe, fields, port, ref, rule, type Schema, text } from '../../../src/render/json-schema.ts';

/** Values of a service of that type. What a provider needs is below the name of the provider. */
export function service(type: ServiceType): Schema {
  const definition = typeName(type);
  const providers = providersOf(definitionOf(type));
  const own = Object.entries(definitionOf(type).settings('')).map(([name, value]) => ({ name, schema: schemaOf(value) }));
  const schema = closed(
    {
      type: { const: type },
      ...Object.fromEntries(own.map(({ name, schema }) => [name, schema])),
      provider: { description: 'Provider of the service in the environment or on the cluster.', enum: providers },
      ...Object.fromEntries(providers.map((provider) => [provider, provided(type)[provider]])),
    },
    ['type', ...own.flatMap(({ name, schema }) => (schema === text ? [name] : [])), 'provider'],
  );
  return {
    ...describe(`${definition}Service`, schema),
    allOf: providers.map((name) => rule(fields({ provider: { const: name } }), { type: 'object', properties: { [name]: {} }, required: [name] })),
  };
}

function schemaOf(value: unknown): Schema {
  return typeof value !== 'object' ? text : Array.isArray(value) ? names : { type: 'object', additionalProperties: { type: 'string' } };
}

const names: Schema = { type: 'array', items: { type: 'string', pattern: '^[a-z][a-z0-9_-]*$' }, uniqueItems: true };

/** What each provider needs. */
function provided(type: ServiceType): Record<ReturnType<typeof providersOf>[number], Schema> {
  const { credentials, embedded, external } = definitionOf(type);
  const more = Object.entries(external.fields).map(([name, value]) => [name, typeof value === 'boolean' ? { type: 'boolean' } : text] as const);
  const definition = typeName(type);
  const outside = closed(
    { host: ref('Host'), port, targetPort: port, ...Object.fromEntries(more), ...secret([...credentials, ...external.moreRoles]), cidrs: ref('Cidrs') },
    ['host', 'port', ...more.map(([name]) => name), ...(external.secret === 'required' ? ['secret'] : [])],
  );
  return {
    embedded: describe(`Embedded${definition}`, closed({ ...(embedded?.storage === null ? {} : { storage: text }), ...secret(credentials) })),
    operator: describe(`Operator${definition}`, closed({ storage: text, instances: { type: 'integer', minimum: 1 } })),
    external: describe(`External${definition}`, outside),
  };
}

/** The field for the Secret; none if the service has no credentials. */
function secret(roles: readonly SecretRole[]): Record<string, Schema> {
  if (roles.length === 0) return {};
  const key = (role: SecretRole) => ({ ...ref('SecretKey'), description: `Key that holds the ${role}.` });
  const keys = closed(Object.fromEntries(roles.map((role) => [role, key(role)])), [], { description: 'Keys of the Secret.', minProperties: 1 });
  return { secret: closed({ name: { ...ref('SecretName'), description: 'Name of the Secret.' }, keys }) };
}
