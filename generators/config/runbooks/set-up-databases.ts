import type { Model, ProvidedOf } from '../../../src/model/model.ts';
import { targetsOf } from '../../../src/model/queries.ts';
import { listed } from '../../../src/render/markdown.ts';

/** Data of the step that creates extensions in external databases. */
export function databaseData(model: Model) {
  return {
    databases: externalDatabases(model).map(({ environments, service }) => {
      const { name, host, port, database, extensions } = service;
      return { environments: listed(environments), name, host, port, database, extensions };
    }),
  };
}

/** Whether an external database needs extensions. */
export function needsExtensions(model: Model): boolean {
  return externalDatabases(model).length > 0;
}

type ExternalDatabase = Extract<ProvidedOf<'postgresql'>, { provider: 'external' }>;

/** External databases that need extensions, each once, with the environments that use it. */
function externalDatabases(model: Model): { environments: string[]; service: ExternalDatabase }[] {
  const databases = new Map<string, { environments: string[]; service: ExternalDatabase }>();
  for (const { environment, auxiliaryServices } of targetsOf(model))
    for (const service of auxiliaryServices) {
      if (service.type !== 'postgresql' || service.provider !== 'external' || service.extensions.length === 0) continue;
      const key = `${service.host}:${service.port}/${service.database}`;
      const database = databases.get(key) ?? { environments: [], service };
      if (!database.environments.includes(environment)) database.environments.push(environment);
      databases.set(key, database);
    }
  return [...databases.values()];
}
