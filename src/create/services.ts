import type { Environment, PipelineConfig } from '../config/pipeline-config.ts';
import { unsetMarker } from '../config/unset.ts';
import type { DetectedService } from '../detect/variables.ts';

/** The services of the app; each environment says how it gets them. */
export function proposedServices(services: readonly DetectedService[]): Pick<PipelineConfig, 'auxiliaryServices'> {
  if (services.length === 0) return {};
  return {
    auxiliaryServices: Object.fromEntries(
      services.map(({ name, type, version, database }) => [
        name,
        type === 'postgresql' ? { type, ...(version === undefined ? {} : { version }), ...(database === undefined ? {} : { database }) } : { type },
      ]),
    ),
  };
}

/** dev runs them itself; where prod's are, nobody could know. */
export function proposedProviders(app: string, environment: 'dev' | 'prod', services: readonly DetectedService[]): Pick<Environment, 'auxiliaryServices'> {
  if (services.length === 0) return {};
  const external = ({ name, type }: DetectedService) => ({
    provider: 'external' as const,
    host: `${name}.${unsetMarker}`,
    secret: { name: `${app}-${name}`, keys: type === 'postgresql' ? { username: 'username', password: 'password' } : { password: 'password' } },
  });
  return {
    auxiliaryServices: Object.fromEntries(
      services.map((service) => [service.name, environment === 'dev' ? { provider: 'embedded' as const } : external(service)]),
    ),
  };
}
