import type { ProvidedService, ServiceType } from '../model/model.ts';
import { objectStore } from './object-store.ts';
import { postgresql } from './postgresql.ts';
import { redis } from './redis.ts';
import type { ServiceDefinition } from './service.ts';
import { smtp } from './smtp.ts';

/** Every type of auxiliary service, in the order in which they are offered. */
const services = { postgresql, redis, 'object-store': objectStore, smtp } as const satisfies { [Type in ServiceType]: ServiceDefinition<Type> };

export const serviceTypes = Object.keys(services) as ServiceType[];

export function definitionOf(type: ServiceType): ServiceDefinition {
  return services[type];
}

/** Images that run beside the tests of CI. */
export const testImages = serviceTypes.flatMap((type) => definitionOf(type).testImages ?? []);

/** `PostgreSQL 17`, `bucket shop-files`. */
export function serviceName(service: ProvidedService): string {
  return definitionOf(service.type).name(service);
}
