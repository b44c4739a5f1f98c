import { definitionOf } from '../../../src/auxiliary-services/index.ts';
import { providersOf } from '../../../src/auxiliary-services/service.ts';
import type { SecretRole, ServiceType } from '../../../src/model/model.ts';
import { closed, fields, port, ref, rule, type Schema, text } from './schema-parts.ts';

/** A service: what its provider needs stands under the provider's name. */
export function service(type: ServiceType): Schema {
  const providers = providersOf(definitionOf(type));
  const own = Object.entries(definitionOf(type).settings('')).map(([name, value]) => ({ name, schema: schemaOf(value) }));
  return {
    ...closed(
      {
        type: { const: type },
        ...Object.fromEntries(own.map(({ name, schema }) => [name, schema])),
        provider: { enum: providers },
        ...Object.fromEntries(providers.map((provider) => [provider, provided(type)[provider]])),
      },
      ['type', ...own.flatMap(({ name, schema }) => (schema === text ? [name] : [])), 'provider'],
    ),
    allOf: providers.map((name) => rule(fields({ provider: { const: name } }), { type: 'object', properties: { [name]: {} }, required: [name] })),
  };
}

function schemaOf(value: unknown): Schema {
  return typeof value !== 'object' ? text : Array.isArray(value) ? names : { type: 'object', additionalProperties: text };
}

/** Of extensions: none at all where there are none. */
const names: Schema = { type: 'array', items: { type: 'string', pattern: '^[a-z][a-z0-9_-]*$' }, uniqueItems: true };

/** What each provider needs. */
function provided(type: ServiceType): Record<ReturnType<typeof providersOf>[number], Schema> {
  const { credentials, embedded, external } = definitionOf(type);
  const more = Object.entries(external.fields).map(([name, value]) => [name, typeof value === 'boolean' ? { type: 'boolean' } : text] as const);
  return {
    embedded: closed({ ...(embedded?.storage === null ? {} : { storage: text }), ...secret(credentials) }),
    operator: closed({ storage: text, instances: { type: 'integer', minimum: 1 } }),
    external: closed({ host: ref('Host'), port, ...Object.fromEntries(more), ...secret([...credentials, ...external.moreRoles]), cidrs: ref('Cidrs') }, [
      'host',
      'port',
      ...more.map(([name]) => name),
      ...(external.secret === 'required' ? ['secret'] : []),
    ]),
  };
}

/** The field of the Secret; none where nothing could be in it. */
function secret(roles: readonly SecretRole[]): Record<string, Schema> {
  if (roles.length === 0) return {};
  const keys = { ...closed(Object.fromEntries(roles.map((role) => [role, ref('SecretKey')])), []), minProperties: 1 };
  return { secret: closed({ name: ref('SecretName'), keys }) };
}
