import type { Model, Target } from '../model/model.ts';
import { ownClaims } from './claims.ts';

/** What holds data of a target, as kubectl names it. A sync never deletes any of it. */
export function dataObjects({ app }: Pick<Model, 'app'>, target: Target): string[] {
  const databases = target.auxiliaryServices.flatMap(({ provider, name }) => (provider === 'operator' ? [`${app.name}-${name}`] : []));
  return [...ownClaims({ app }, target).map(({ name }) => `persistentvolumeclaim/${name}`), ...databases.map((name) => `cluster.postgresql.cnpg.io/${name}`)];
}
