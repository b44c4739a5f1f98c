/** Auxiliary services and their providers, of every type. */
import { definitionOf } from '../../src/auxiliary-services/index.ts';
import { type ServiceDefinition, secretOutputs } from '../../src/auxiliary-services/service.ts';
import type { SecretRole, ServiceType } from '../../src/model/model.ts';
import { dereference, type Schema } from '../../src/vocabulary/schema.ts';
import { configSchema, fits } from '../vocabulary/leaves.ts';
import type { Draw, Fields } from './draw.ts';

export interface DrawnService {
  type: ServiceType;
  /** true: no Secret of it holds the whole URL, to which nothing could be added. */
  hasParameters: boolean;
}

/** Outputs that every provider below has. */
function readable(type: ServiceType): string[] {
  const definition = definitionOf(type);
  const secret: string[] = secretOutputs(definition);
  const held = rolesOfSecrets(definition);
  return definition.outputs.filter((output) => !secret.includes(output) || held.every((roles) => roles?.some((role) => role === output)));
}

/** What a Secret of an external service may hold; undefined: it has none. */
function rolesOfSecrets({ credentials, composesUrl, external: { secret, moreRoles } }: ServiceDefinition): (readonly SecretRole[] | undefined)[] {
  if (secret === 'none') return [undefined];
  if (moreRoles.length > 0 && !composesUrl) return [moreRoles, [...moreRoles, ...credentials]];
  const held = moreRoles.length === 0 ? [credentials] : [credentials, moreRoles];
  return secret === 'optional' ? [undefined, ...held] : held;
}

/** `db.url`, … */
export function outputsOf(services: Readonly<Record<string, DrawnService>>): string[] {
  return Object.entries(services).flatMap(([name, { type }]) => readable(type).map((output) => `${name}.${output}`));
}

const catalog = (type: ServiceType, part: 'service' | 'provider'): Schema =>
  dereference(configSchema, configSchema.$defs?.ServiceCatalog?.properties?.[type]?.properties?.[part] ?? {});

export function drawService(draw: Draw, { type, hasParameters }: DrawnService): Fields {
  return draw.object(catalog(type, 'service'), {
    ...(type === 'postgresql' ? { extensions: draw.one([undefined, ['vector', 'pg_trgm'], ['pg_trgm']]) } : {}),
    ...parametersOf(draw, hasParameters),
  });
}

/** A provider of a service; `name` is the service's. */
export function drawProvider(draw: Draw, name: string, { type, hasParameters }: DrawnService): Fields {
  const branch = dereference(configSchema, draw.one(catalog(type, 'provider').anyOf ?? [catalog(type, 'provider')]));
  const has = (field: string) => branch.properties?.[field] !== undefined;
  const isNeeded = branch.required?.includes('secret') || rolesOfSecrets(definitionOf(type)).every((roles) => roles !== undefined);
  return draw.object(branch, {
    ...parametersOf(draw, hasParameters),
    ...(has('host') ? { host: draw.one([`${type}.example.com`, '10.0.0.1']) } : {}),
    // Where an environment needs approval, it must be said.
    ...(has('dataLoss') ? { dataLoss: 'accepted' } : {}),
    secret: has('secret') && (isNeeded || draw.chance()) ? drawSecret(draw, name, type, branch.properties?.secret ?? {}, hasParameters) : undefined,
  });
}

function parametersOf(draw: Draw, has: boolean): Fields {
  return { parameters: has ? draw.one([undefined, { sslmode: 'require', application_name: 'on' }]) : undefined };
}

/** One of a name of its own for each set of keys. */
function drawSecret(draw: Draw, service: string, type: ServiceType, given: Schema, hasParameters: boolean): Fields {
  const schema = dereference(configSchema, given);
  const isComposed = hasParameters && catalog(type, 'service').properties?.parameters !== undefined;
  const branches = (schema.anyOf ?? [schema]).filter((branch) => !isComposed || !fits(branch, { name: '', keys: { url: '' } }));
  const ofKeys = draw.one(branches).properties?.keys ?? {};
  const needed = readable(type).filter((role) => ofKeys.properties?.[role] !== undefined);
  const keys = draw.object(ofKeys, Object.fromEntries(needed.map((role) => [role, `the-${role}`])));
  const words = Object.values(keys).join('-').toLowerCase();
  return { name: `${service}-${words.replace(/[^a-z0-9]+/g, '.')}.secret`, keys };
}
