import type { ErrorObject } from 'ajv';
import { type Problem, UserError } from '../errors.ts';
import { validatePipeline } from '../generated/validators.js';
import type { PipelineConfig } from './pipeline-config.ts';

/** Checks a config against the schema, then against every rule; all problems at once. */
export function validate(data: unknown): PipelineConfig {
  if (!validatePipeline(data)) throw new UserError((validatePipeline.errors ?? []).map(schemaProblem));
  return data as PipelineConfig;
}

function schemaProblem(error: ErrorObject): Problem {
  return {
    code: 'SCHEMA',
    severity: 'error',
    pointer: error.instancePath,
    message: `${error.instancePath} ${error.message ?? ''} ${JSON.stringify(error.params)}`,
  };
}
