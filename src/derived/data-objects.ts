import type { Model, Target } from '../model/model.ts';
import { claimName } from '../model/names.ts';
import { ownVolumes, sharedVolumes } from '../model/queries.ts';

/** What holds data of a target, as kubectl names it. A sync never deletes any of it. */
export function dataObjects({ app }: Pick<Model, 'app'>, target: Target): string[] {
  const claims = [
    ...target.components.flatMap((component) => ownVolumes(component).map(({ name }) => claimName(name, `${app.name}-${component.name}`))),
    ...sharedVolumes(target).map(({ name }) => `${app.name}-${name}`),
    ...target.auxiliaryServices.flatMap((service) =>
      service.provider === 'embedded' && service.storage !== null ? [claimName('data', `${app.name}-${service.name}`)] : [],
    ),
  ];
  const databases = target.auxiliaryServices.flatMap(({ provider, name }) => (provider === 'operator' ? [`${app.name}-${name}`] : []));
  return [...new Set([...claims.map((name) => `persistentvolumeclaim/${name}`), ...databases.map((name) => `cluster.postgresql.cnpg.io/${name}`)])];
}
