import type { Generator } from '../src/plan/plan.ts';
import { appGenerators } from './app/index.ts';
import { configGenerators } from './config/index.ts';

/** Every output, in the order in which documentation lists them. */
export const generators: readonly Generator[] = [...appGenerators, ...configGenerators];
