import type { AuxiliaryService, ProvidedService, SecretReference } from '../model/model.ts';
import type { Values } from './values.ts';

/** What all environments share of a service. */
export function serviceValues(service: AuxiliaryService): Values {
  switch (service.type) {
    case 'postgresql': {
      const { type, version, database, extensions } = service;
      return { type, version, database, ...(extensions.length === 0 ? {} : { extensions }) };
    }
    case 'redis':
      return { type: service.type, version: service.version, maxmemoryPolicy: service.maxmemoryPolicy };
    case 'object-store':
    case 'smtp':
      return { type: service.type };
  }
}

/** A service as one environment or cluster gets it: what its provider needs stands under the provider's name. */
export function providedServiceValues(service: ProvidedService): Values {
  const common: Values = { ...serviceValues(service), provider: service.provider };
  switch (service.provider) {
    case 'embedded':
      return { ...common, embedded: { storage: service.storage, secret: secretValues(service.secret) } };
    case 'operator':
      return { ...common, operator: { storage: service.storage, instances: service.instances } };
    case 'external': {
      const tls = 'tls' in service ? { tls: service.tls } : {};
      const bucket = service.type === 'object-store' ? { region: service.region, bucket: service.bucket } : {};
      const secret = service.secret === null ? {} : { secret: secretValues(service.secret) };
      return {
        ...common,
        external: { host: service.host, port: service.port, ...tls, ...bucket, ...secret, ...(service.cidrs.length === 0 ? {} : { cidrs: service.cidrs }) },
      };
    }
  }
}

function secretValues(secret: SecretReference): Values {
  return { name: secret.name, keys: { ...secret.keys } as Values };
}
