import type { Generator } from '../src/plan/plan.ts';
import { appCheck } from './app/check.ts';
import { ci } from './app/ci.ts';
import { appCodeowners } from './app/codeowners.ts';
import { configTypesGenerator } from './app/config-types.ts';
import { dependabot } from './app/dependabot.ts';
import { dockerfile, dockerignore } from './app/dockerfile.ts';
import { appDocs } from './app/docs.ts';
import { appGitattributes } from './app/gitattributes.ts';
import { appRuleset } from './app/ruleset.ts';
import { argocdApplications } from './config/argocd-application.ts';
import { argocdProjects } from './config/argocd-project.ts';
import { argocdRoot } from './config/argocd-root.ts';
import { cd } from './config/cd.ts';
import { chart } from './config/chart.ts';
import { chartReadme } from './config/chart-readme.ts';
import { chartSchema } from './config/chart-schema.ts';
import { chartValues, clusterValues, wrapperValues } from './config/chart-values.ts';
import { configCheck } from './config/check.ts';
import { configCodeowners, sharedCodeowners } from './config/codeowners.ts';
import { delivery } from './config/delivery.ts';
import { configDocs, configReadme, sharedReadme } from './config/docs.ts';
import { configGitattributes } from './config/gitattributes.ts';
import { modelGenerator } from './config/model.ts';
import { rollback } from './config/rollback.ts';
import { configRuleset } from './config/ruleset.ts';
import { runbooks } from './config/runbooks.ts';
import { sharedScripts } from './config/shared-scripts.ts';

/** Every output, in the order in which documentation lists them. */
export const generators: readonly Generator[] = [
  // app repository
  configTypesGenerator,
  appCodeowners,
  appGitattributes,
  ci,
  appCheck,
  dockerfile,
  dockerignore,
  dependabot,
  appRuleset,
  appDocs,
  // config repository
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
  sharedCodeowners,
  configCodeowners,
  configGitattributes,
  configRuleset,
  sharedReadme,
  configReadme,
  configDocs,
  runbooks,
];
