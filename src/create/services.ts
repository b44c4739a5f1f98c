import type { AuxiliaryServiceProvider, Environment, PipelineConfig } from '../config/pipeline-config.ts';
import { unsetMarker } from '../config/unset.ts';
import type { DetectedService } from '../detect/services.ts';

/** The services of the app; each environment says how it gets them. */
export function proposedServices(services: readonly DetectedService[]): Pick<PipelineConfig, 'auxiliaryServices'> {
  if (services.length === 0) return {};
  return {
    auxiliaryServices: Object.fromEntries(
      services.map(({ name, type, version, database, extensions = [] }) => [
        name,
        type === 'postgresql'
          ? {
              type,
              ...(version === undefined ? {} : { version }),
              ...(database === undefined ? {} : { database }),
              ...(extensions.length === 0 ? {} : { extensions }),
            }
          : { type },
      ]),
    ),
  };
}

/** dev runs its databases itself; where the others are, nobody could know. */
export function proposedProviders(app: string, environment: 'dev' | 'prod', services: readonly DetectedService[]): Pick<Environment, 'auxiliaryServices'> {
  if (services.length === 0) return {};
  const provider = (service: DetectedService) =>
    environment === 'dev' && (service.type === 'postgresql' || service.type === 'redis')
      ? { provider: 'embedded' as const }
      : external(app, environment === 'prod' ? service.name : `${service.name}.${environment}`, service);
  return { auxiliaryServices: Object.fromEntries(services.map((service) => [service.name, provider(service)])) };
}

function external(app: string, place: string, { name, type }: DetectedService): AuxiliaryServiceProvider {
  const common = { provider: 'external' as const, host: `${place}.${unsetMarker}` };
  const secret = `${app}-${name}`;
  switch (type) {
    case 'postgresql':
      return { ...common, secret: { name: secret, keys: { username: 'username', password: 'password' } } };
    case 'redis':
      return { ...common, secret: { name: secret, keys: { password: 'password' } } };
    case 'object-store':
      return { ...common, bucket: unsetMarker, secret: { name: secret, keys: { accessKeyId: 'accessKeyId', secretAccessKey: 'secretAccessKey' } } };
    case 'smtp':
      return { ...common, secret: { name: secret, keys: { username: 'username', password: 'password' } } };
  }
}
