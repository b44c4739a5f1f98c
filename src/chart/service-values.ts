import { definitionOf } from '../auxiliary-services/index.ts';
import type { AuxiliaryService, ProvidedService, SecretReference } from '../model/model.ts';
import type { Value, Values } from './named-values.ts';

/** The values of a service that all environments share. */
export function serviceValues(service: AuxiliaryService): Values {
  const { type, ...fields } = service;
  const names = Object.keys(definitionOf(type).settings(''));
  return { type, ...given(fields, names) };
}

/** A service with the provider of an environment or cluster; the provider's values are under its name. */
export function providedServiceValues(service: ProvidedService): Values {
  const common: Values = { ...serviceValues(service), provider: service.provider };
  switch (service.provider) {
    case 'embedded':
      return { ...common, embedded: { ...(service.storage === null ? {} : { storage: service.storage }), ...secretValues(service.secret) } };
    case 'operator':
      return { ...common, operator: { storage: service.storage, instances: service.instances } };
    case 'external': {
      const { host, port, targetPort, secret, cidrs, ...fields } = service;
      const own = given(fields, Object.keys(definitionOf(service.type).external.fields));
      return {
        ...common,
        external: { host, port, ...(targetPort === port ? {} : { targetPort }), ...own, ...secretValues(secret), ...(cidrs.length === 0 ? {} : { cidrs }) },
      };
    }
  }
}

/** The fields with these names, without empty lists and maps. */
function given(fields: Record<string, unknown>, names: readonly string[]): Values {
  const values = names.map((name) => [name, fields[name] as Value] as const);
  return Object.fromEntries(values.filter(([, value]) => typeof value !== 'object' || value === null || Object.keys(value).length > 0));
}

function secretValues(secret: SecretReference | null): Values {
  return secret === null ? {} : { secret: { name: secret.name, keys: { ...secret.keys } as Values } };
}
