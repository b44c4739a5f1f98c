import type { Model, Target } from '../model/model.ts';
import { ownVolumes, sharedVolumes } from '../model/queries.ts';

/** What holds data of a target, as kubectl names it. A sync never deletes any of it. */
export function dataObjects({ app }: Pick<Model, 'app'>, target: Target): string[] {
  const claims = [
    ...target.components.flatMap((component) => ownVolumes(component).map(({ name }) => `${name}-${app.name}-${component.name}-0`)),
    ...sharedVolumes(target).map(({ name }) => `${app.name}-${name}`),
    ...target.auxiliaryServices.flatMap((service) =>
      service.provider === 'embedded' && service.storage !== null ? [`data-${app.name}-${service.name}-0`] : [],
    ),
  ];
  const databases = target.auxiliaryServices.flatMap(({ provider, name }) => (provider === 'operator' ? [`${app.name}-${name}`] : []));
  return [...new Set([...claims.map((name) => `persistentvolumeclaim/${name}`), ...databases.map((name) => `cluster.postgresql.cnpg.io/${name}`)])];
}
