import type { Generator } from '../../src/plan/plan.ts';
import { argocdApplications } from './argocd-application.ts';
import { argocdHealthChecks } from './argocd-health-checks.ts';
import { argocdProjects } from './argocd-project.ts';
import { argocdRoot } from './argocd-root.ts';
import { cd } from './cd.ts';
import { chart } from './chart.ts';
import { chartReadme } from './chart-readme.ts';
import { chartSchema } from './chart-schema.ts';
import { chartValues, clusterValues, wrapperValues } from './chart-values.ts';
import { configCheck } from './check.ts';
import { configCodeowners, sharedCodeowners } from './codeowners.ts';
import { delivery } from './delivery.ts';
import { configDocs, configReadme, sharedReadme } from './docs.ts';
import { configGitattributes } from './gitattributes.ts';
import { modelGenerator } from './model.ts';
import { rollback } from './rollback.ts';
import { configRuleset } from './ruleset.ts';
import { runbooks } from './runbooks.ts';
import { sharedScripts } from './shared-scripts.ts';

/** Every output of the config repository, in the order in which documentation lists them. */
export const configGenerators: readonly Generator[] = [
  modelGenerator,
  cd,
  rollback,
  configCheck,
  sharedScripts,
  delivery,
  chart,
  chartValues,
  wrapperValues,
  clusterValues,
  chartSchema,
  chartReadme,
  argocdProjects,
  argocdApplications,
  argocdRoot,
  argocdHealthChecks,
  sharedCodeowners,
  configCodeowners,
  configGitattributes,
  configRuleset,
  sharedReadme,
  configReadme,
  configDocs,
  runbooks,
];
