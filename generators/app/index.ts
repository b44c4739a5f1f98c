import type { Generator } from '../../src/plan/plan.ts';
import { appGeneratorLock } from '../generator-lock.ts';
import { appCheck } from './check.ts';
import { ci } from './ci.ts';
import { appCodeowners } from './codeowners.ts';
import { configProject, configTypesGenerator } from './config-types.ts';
import { dependabot } from './dependabot.ts';
import { dockerfile, dockerignore } from './dockerfile.ts';
import { appDocs } from './docs.ts';
import { appGitattributes } from './gitattributes.ts';
import { ignoreFiles } from './ignore-files.ts';
import { appRuleset } from './ruleset.ts';

/** Every output of the app repository, in the order in which documentation lists them; one that lists paths of others comes last. */
export const appGenerators: readonly Generator[] = [
  configTypesGenerator,
  configProject,
  appCodeowners,
  ci,
  appCheck,
  appGeneratorLock,
  dockerfile,
  dockerignore,
  dependabot,
  appRuleset,
  appDocs,
  appGitattributes,
  ignoreFiles,
];
