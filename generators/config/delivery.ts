import { contractVersion } from '../../src/github/contract.ts';
import type { Environment, Model } from '../../src/model/model.ts';
import { chartPath, workflows, wrapperFile } from '../../src/model/names.ts';
import type { Generator } from '../../src/plan/plan.ts';
import { printJson } from '../../src/render/json.ts';

/** The settings of one app for CD. All apps in the repository share CD, which reads this file in each run. */
export interface Delivery {
  contract: string;
  app: string;
  /** Repository whose CI may deploy: `owner/name`. */
  source: string;
  /** The only workflow of that repository that may deploy, and the only branch that it may run on. */
  ci: { workflow: string; branch: string };
  /** Full repository of each image. */
  images: Record<string, string>;
  environments: Record<string, DeliveryEnvironment>;
  /** JSON pointers to unset values of the config: CD rejects every request while there are any. */
  unset: string[];
}

interface DeliveryEnvironment {
  /** Path of the environment's values file. */
  values: string;
  delivery: Environment['delivery'];
  promoteFrom?: string;
  approval?: { by: 'pull-request' | 'github-environment' | 'argo-cd'; reviewers: string[]; preventSelfReview: boolean };
  /** Argo CD Applications to sync manually afterwards, in this order. */
  manualSync?: string[];
}

export const delivery: Generator = {
  id: 'config/delivery',
  description: 'Settings of the app for CD: environments, images, source repository, approvals',
  repository: 'config',
  files: (model) => [{ path: `.gitops-app/${model.app.name}/delivery.json`, content: printJson(data(model)) }],
};

function data(model: Model): Delivery {
  return {
    contract: contractVersion,
    app: model.app.name,
    source: model.repositories.app.slug,
    ci: { workflow: `.github/workflows/${workflows.ci}`, branch: model.repositories.app.defaultBranch },
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
