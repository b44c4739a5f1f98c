import type { Model, Target } from '../../../src/model/model.ts';
import { healthCheckFile } from '../../../src/model/names.ts';
import { targetsOf } from '../../../src/model/queries.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { verbatimTemplate } from '../../../src/render/template.ts';
import { printYaml } from '../../../src/render/yaml.ts';
import { configMapPatch } from './settings.ts';

/** Key of Argo CD's ConfigMap: https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#custom-health-checks */
export const healthCheckKey = 'resource.customizations.health.postgresql.cnpg.io_Cluster';

export const argocdHealthChecks: Generator = {
  id: 'config/argocd-health-checks',
  description: 'Health check for CloudNativePG’s Cluster, to merge into Argo CD’s ConfigMap argocd-cm',
  repository: 'config',
  applies: (model) => targetsOf(model).some(hasOperatorDatabase),
  files: (model) => {
    const content = printYaml(configMapPatch(model, { [healthCheckKey]: verbatimTemplate('argocd/cloudnativepg-cluster-health.lua') }), { header });
    return healthCheckFiles(model).map((path) => ({ path, content }));
  },
};

const header = `Patch for Argo CD's ConfigMap argocd-cm. No Application syncs this file; the set-up runbook has the command.
Argo CD's built-in health check fails on a Cluster that has no status yet, and so does the sync that creates it:
https://github.com/argoproj/argo-cd/pull/29055`;

/** Whether CloudNativePG runs a database of this target. */
export function hasOperatorDatabase({ auxiliaryServices }: Target): boolean {
  return auxiliaryServices.some(({ type, provider }) => type === 'postgresql' && provider === 'operator');
}

/** One for each Argo CD that syncs such a database. */
function healthCheckFiles(model: Model): string[] {
  return [
    ...new Set(
      targetsOf(model)
        .filter(hasOperatorDatabase)
        .map(({ cluster }) => healthCheckFile(model, cluster)),
    ),
  ];
}
