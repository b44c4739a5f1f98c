import type { ProvidedService, ServiceType } from '../model/model.ts';
import { custom } from './custom.ts';
import { mariadb } from './mariadb.ts';
import { memcached } from './memcached.ts';
import { mongodb } from './mongodb.ts';
import { mysql } from './mysql.ts';
import { objectStore } from './object-store.ts';
import { postgresql } from './postgresql.ts';
import { rabbitmq } from './rabbitmq.ts';
import { redis } from './redis.ts';
import type { ServiceDefinition } from './service.ts';
import { smtp } from './smtp.ts';

/** Every type of auxiliary service, in the order in which they are offered. */
const services: { readonly [Type in ServiceType]: ServiceDefinition<Type> } = {
  postgresql,
  mysql,
  mariadb,
  mongodb,
  redis,
  memcached,
  rabbitmq,
  'object-store': objectStore,
  smtp,
  custom,
};

export const serviceTypes = Object.keys(services) as ServiceType[];

export function definitionOf(type: ServiceType): ServiceDefinition {
  // A definition takes services of its own type alone: whoever asks for it by a service's type passes that service.
  return services[type] as ServiceDefinition;
}

/** Images that run beside the tests of CI. */
export const testImages = serviceTypes.flatMap((type) => definitionOf(type).testImages ?? []);

/** `PostgreSQL 17`, `bucket shop-files`. */
export function serviceName(service: ProvidedService): string {
  return definitionOf(service.type).name(service);
}
