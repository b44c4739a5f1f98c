import { definitionOf } from '../auxiliary-services/index.ts';
import { defaultSecretKeys } from '../auxiliary-services/service.ts';
import { unsetMarker } from '../config/unset.ts';
import type { DetectedService } from '../detect/detected-service.ts';
import type { AuxiliaryServiceProvider, Environment, PipelineConfig } from '../generated/pipeline-config.ts';

/** The services of the app; each environment sets their providers. */
export function proposedServices(services: readonly DetectedService[]): Pick<PipelineConfig, 'auxiliaryServices'> {
  if (services.length === 0) return {};
  return {
    auxiliaryServices: Object.fromEntries(
      services.map(({ name, type, version, database, extensions = [], parameters }) => [
        name,
        {
          type,
          ...(version === undefined ? {} : { version }),
          ...(database === undefined ? {} : { database }),
          ...(extensions.length === 0 ? {} : { extensions }),
          ...(parameters === undefined ? {} : { parameters: { ...parameters } }),
        },
      ]),
    ),
  };
}

/** dev embeds services where possible; addresses of external ones must be filled in. */
export function proposedProviders(app: string, environment: 'dev' | 'prod', services: readonly DetectedService[]): Pick<Environment, 'auxiliaryServices'> {
  if (services.length === 0) return {};
  const provider = (service: DetectedService) =>
    environment === 'dev' && definitionOf(service.type).embedded !== null
      ? { provider: 'embedded' as const, ...(service.parametersInside === undefined ? {} : { parameters: { ...service.parametersInside } }) }
      : external(app, environment === 'prod' ? service.name : `${service.name}.${environment}`, service);
  return { auxiliaryServices: Object.fromEntries(services.map((service) => [service.name, provider(service)])) };
}

function external(app: string, place: string, { name, type, port, parametersElsewhere }: DetectedService): AuxiliaryServiceProvider {
  const definition = definitionOf(type);
  return {
    provider: 'external',
    host: `${place}.${unsetMarker}`,
    ...(port === undefined ? {} : { port }),
    ...(parametersElsewhere === undefined ? {} : { parameters: { ...parametersElsewhere } }),
    ...('bucket' in definition.external.fields ? { bucket: unsetMarker } : {}),
    ...(definition.credentials.length === 0 || type === 'custom' ? {} : { secret: { name: `${app}-${name}`, keys: defaultSecretKeys(definition) } }),
  } as AuxiliaryServiceProvider;
}
