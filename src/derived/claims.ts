import type { Model, Target } from '../model/model.ts';
import { claimName } from '../model/names.ts';
import { ownVolumes, processesOf, sharedVolumes } from '../model/queries.ts';

/** A claim that holds data of a target. */
export interface Claim {
  /** What it belongs to in the config, whatever the app is called. */
  key: string;
  name: string;
}

/** The claims that the chart makes. */
export function ownClaims({ app }: Pick<Model, 'app'>, target: Target): Claim[] {
  return [
    ...target.components.flatMap((component) =>
      ownVolumes(component).map(({ name }) => ({ key: `component ${component.name} ${name}`, name: claimName(name, `${app.name}-${component.name}`) })),
    ),
    ...unique(sharedVolumes(target).map(({ name }) => ({ key: `volume ${name}`, name: `${app.name}-${name}` }))),
    ...target.auxiliaryServices.flatMap((service) =>
      service.provider === 'embedded' && service.storage !== null
        ? [{ key: `service ${service.name}`, name: claimName('data', `${app.name}-${service.name}`) }]
        : [],
    ),
  ];
}

/** All of them, with those that exist without the chart. */
export function claims(model: Pick<Model, 'app'>, target: Target): Claim[] {
  const existing = processesOf(target).flatMap(({ volumes }) => volumes.flatMap(({ existingClaim }) => existingClaim ?? []));
  return [...ownClaims(model, target), ...unique(existing.map((name) => ({ key: `existing ${name}`, name })))];
}

const unique = (all: readonly Claim[]) => [...new Map(all.map((claim) => [claim.key, claim])).values()];
