import type { Generator } from '../src/plan.ts';
import { appCodeowners } from './app/codeowners.ts';
import { configTypesGenerator } from './app/config-types.ts';
import { modelGenerator } from './config/model.ts';

/** Every output, in the order in which documentation lists them. */
export const generators: readonly Generator[] = [
  // app repository
  configTypesGenerator,
  appCodeowners,
  // config repository
  modelGenerator,
];
