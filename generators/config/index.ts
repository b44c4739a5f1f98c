import type { Generator } from '../../src/plan/plan.ts';
import { configGeneratorLock } from '../generator-lock.ts';
import { argocdAlerts } from './argocd/alerts.ts';
import { argocdApplications } from './argocd/application.ts';
import { argocdHealthChecks } from './argocd/health-checks.ts';
import { argocdMetrics } from './argocd/metrics.ts';
import { argocdProjects } from './argocd/project.ts';
import { argocdRoot } from './argocd/root.ts';
import { chart } from './chart/chart.ts';
import { chartReadme } from './chart/readme.ts';
import { chartSchema } from './chart/schema.ts';
import { chartValues, clusterValues, wrapperValues } from './chart/values.ts';
import { configCodeowners, sharedCodeowners } from './codeowners.ts';
import { delivery } from './delivery.ts';
import { configDocs, configReadme, sharedReadme } from './docs.ts';
import { configGitattributes } from './gitattributes.ts';
import { modelGenerator } from './model.ts';
import { configRulesets } from './ruleset.ts';
import { runbooks } from './runbooks/runbooks.ts';
import { securityPage } from './security-page.ts';
import { cd } from './workflows/cd.ts';
import { configCheck } from './workflows/check.ts';
import { promotionCheck } from './workflows/promotion.ts';
import { rollback } from './workflows/rollback.ts';
import { sharedScripts } from './workflows/shared-scripts.ts';

/** Every output of the config repository, in the order in which documentation lists them; those that list paths of others come last. */
export const configGenerators: readonly Generator[] = [
  modelGenerator,
  cd,
  rollback,
  configCheck,
  promotionCheck,
  sharedScripts,
  configGeneratorLock,
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
  argocdMetrics,
  argocdAlerts,
  configRulesets,
  sharedReadme,
  configReadme,
  configDocs,
  securityPage,
  runbooks,
  sharedCodeowners,
  configCodeowners,
  configGitattributes,
];
