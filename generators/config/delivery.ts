import { contractVersion } from '../../src/github/contract.ts';
import type { Environment, Model } from '../../src/model/model.ts';
import { chartPath, wrapperFile } from '../../src/model/names.ts';
import type { Generator } from '../../src/plan/plan.ts';
import { printJson } from '../../src/render/json.ts';

/** What CD must know of one app. CD itself is shared by all apps of the repository, and reads this when it runs. */
export interface Delivery {
  contract: string;
  app: string;
  /** Repository whose CI may deploy: `owner/name`. */
  source: string;
  /** Full repository by image. */
  images: Record<string, string>;
  environments: Record<string, DeliveryEnvironment>;
  /** Places of the config that nobody has filled in yet: CD refuses while there is one. */
  unset: string[];
}

interface DeliveryEnvironment {
  /** Path of the wrapper values. */
  values: string;
  delivery: Environment['delivery'];
  promoteFrom?: string;
  approval?: { by: 'pull-request' | 'github-environment' | 'argo-cd'; reviewers: string[] };
  /** Argo CD Applications that a person syncs afterwards, in that order. */
  manualSync?: string[];
}

export const delivery: Generator = {
  id: 'config/delivery',
  description: 'The app as CD knows it: environments, images, source repository, approval',
  repository: 'config',
  files: (model) => [{ path: `.gitops-app/${model.app.name}/delivery.json`, content: printJson(data(model)) }],
};

function data(model: Model): Delivery {
  return {
    contract: contractVersion,
    app: model.app.name,
    source: model.repositories.app.slug,
    images: Object.fromEntries(model.images.map(({ name, repository }) => [name, repository])),
    environments: Object.fromEntries(model.environments.map((environment) => [environment.name, environmentData(model, environment)])),
    unset: model.unset.map(({ pointer }) => pointer),
  };
}

function environmentData(model: Model, environment: Environment): DeliveryEnvironment {
  const { delivery, promoteFrom, approval, sync, targets } = environment;
  return {
    values: `${chartPath(model)}/${wrapperFile(environment)}`,
    delivery,
    ...(promoteFrom === null ? {} : { promoteFrom }),
    ...(approval === null ? {} : { approval }),
    ...(sync === 'automatic' ? {} : { manualSync: targets.map(({ applicationName }) => applicationName) }),
  };
}
