import { type Model, type ProvidedOf, targetsOf } from '../../../src/model/model.ts';
import { listed } from '../../../src/render/markdown.ts';

/** The step of the set-up that makes extensions where the database is not ours. */
export function databaseFacts(model: Model) {
  return {
    databases: externalDatabases(model).map(({ environments, service }) => {
      const { name, host, port, database, extensions } = service;
      return { environments: listed(environments), name, host, port, database, extensions };
    }),
  };
}

/** Whether the app needs the step at all. */
export function needsExtensions(model: Model): boolean {
  return externalDatabases(model).length > 0;
}

type ExternalDatabase = Extract<ProvidedOf<'postgresql'>, { provider: 'external' }>;

/** Databases elsewhere that must have extensions, each once, with the environments that use it. */
function externalDatabases(model: Model): { environments: string[]; service: ExternalDatabase }[] {
  const found = new Map<string, { environments: string[]; service: ExternalDatabase }>();
  for (const { environment, auxiliaryServices } of targetsOf(model))
    for (const service of auxiliaryServices) {
      if (service.type !== 'postgresql' || service.provider !== 'external' || service.extensions.length === 0) continue;
      const key = `${service.host}:${service.port}/${service.database}`;
      const known = found.get(key) ?? { environments: [], service };
      if (!known.environments.includes(environment)) known.environments.push(environment);
      found.set(key, known);
    }
  return [...found.values()];
}
