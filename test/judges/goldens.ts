/** The golden cases as judges see them: repositories on disk, and one release for each environment on each cluster. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model, Target } from '../../src/model/model.ts';
import { chartPath, valueFiles } from '../../src/model/names.ts';
import { clusterOf, environmentOf, targetsOf } from '../../src/model/queries.ts';
import { configIn } from '../../src/workspace/config-file.ts';
import { goldenCases, goldenFolder } from '../golden/cases.ts';
import type { Release } from './helm.ts';

/** An app of a golden case, with the folders of its repositories. */
export interface GoldenApp {
  /** `two-apps/mail` */
  name: string;
  golden: string;
  model: Model;
  /** Absolute path of the config repository. */
  config: string;
  /** Absolute path of the app repository. */
  app: string;
}

/** One environment on one cluster of a golden app. */
export interface GoldenTarget {
  /** `two-apps/mail/prod-prod-eu` */
  name: string;
  app: GoldenApp;
  target: Target;
  release: Release;
}

/** Every app of every golden case, sorted by name. */
export function goldenApps(): GoldenApp[] {
  return goldenCases.flatMap((golden) => {
    const folder = join(goldenFolder, golden.name);
    const repositories = readdirSync(folder).sort();
    const config = repositories.map((entry) => join(folder, entry)).find((entry) => existsSync(join(entry, '.gitops-app', 'shared')) || hasModel(entry));
    if (config === undefined) throw new Error(`golden ${golden.name} has no config repository: run npm run golden`);
    const apps = repositories.filter((entry) => configIn(join(folder, entry)) !== undefined);
    return modelsIn(config).map((model) => {
      const app = apps.length === 1 ? apps[0] : apps.find((entry) => entry === model.repositories.app.name);
      if (app === undefined) throw new Error(`golden ${golden.name} has no app repository for ${model.app.name}`);
      return { name: `${golden.name}/${model.app.name}`, golden: golden.name, model, config, app: join(folder, app) };
    });
  });
}

function hasModel(repository: string): boolean {
  return modelsIn(repository).length > 0;
}

function modelsIn(repository: string): Model[] {
  const folder = join(repository, '.gitops-app');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((entry) => join(folder, entry, 'model.json'))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as Model);
}

/** Every environment on every cluster of every golden app. */
export function goldenTargets(apps: readonly GoldenApp[] = goldenApps()): GoldenTarget[] {
  return apps.flatMap((app) =>
    targetsOf(app.model).map((target) => ({
      name: `${app.name}/${target.environment}-${target.cluster}`,
      app,
      target,
      release: releaseOf(app.model, target, app.config),
    })),
  );
}

/** The release as Argo CD makes it. */
export function releaseOf(model: Model, target: Target, config: string): Release {
  return {
    chart: join(config, chartPath(model)),
    name: model.app.name,
    namespace: environmentOf(model, target).namespace,
    valueFiles: valueFiles(target),
    kubernetesVersion: clusterOf(model, target).kubernetesVersion,
  };
}
