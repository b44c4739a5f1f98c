import { type Problem, UserError } from '../errors.ts';
import { validatePipeline, validateProvider } from '../generated/validators.js';
import type { AuxiliaryService, AuxiliaryServiceProvider, Environment, PipelineConfig } from './pipeline-config.ts';
import { rules } from './rules/index.ts';
import { checkRules } from './rules/rule.ts';
import { unsetProblems, unsetValues } from './unset.ts';

/** A config that is valid, and what its owner should know. */
export interface ValidConfig {
  config: PipelineConfig;
  warnings: Problem[];
}

/**
 * Checks a config against the schema, then against every rule.
 * @throws UserError with all problems of the schema; where there are none, with those of all rules.
 */
export async function validate(data: unknown): Promise<ValidConfig> {
  const input = withoutUndefined(data);
  if (!validatePipeline(input) || !hasFittingProviders(input as PipelineConfig)) throw new UserError(await schemaProblems(input));
  const config = input as PipelineConfig;
  const problems = [...checkRules(config, rules), ...unsetProblems(unsetValues(config))];
  if (problems.some(({ severity }) => severity === 'error')) throw new UserError(problems);
  return { config, warnings: problems };
}

async function schemaProblems(data: unknown): Promise<Problem[]> {
  const [{ explain }, { default: schema }] = await Promise.all([
    import('./explain.ts'),
    import('../../schemas/pipeline.schema.json', { with: { type: 'json' } }),
  ]);
  const problems = explain(schema as Parameters<typeof explain>[0], data);
  if (problems.length === 0) throw new Error('the config is not valid, and nothing explains why');
  return problems;
}

/** A provider must be one of its service's type; the schema alone allows that of any. */
function hasFittingProviders(config: PipelineConfig): boolean {
  const services = new Map(Object.entries<AuxiliaryService>(config.auxiliaryServices ?? {}));
  const layers = Object.values<Environment>(config.environments).flatMap((environment) => [environment, ...Object.values(environment.overrides ?? {})]);
  return layers.every((layer) =>
    Object.entries<AuxiliaryServiceProvider>(layer?.auxiliaryServices ?? {}).every(([name, provider]) => {
      const service = services.get(name);
      return service === undefined || validateProvider[service.type](provider);
    }),
  );
}

/** A field that is given as undefined is not given: `{ mode: process.env.MODE }`. */
function withoutUndefined(value: unknown, parents: readonly unknown[] = []): unknown {
  // A cycle can only stand in an unknown field, which the schema refuses.
  if (typeof value !== 'object' || value === null || parents.includes(value)) return value;
  const inner = [...parents, value];
  if (Array.isArray(value)) return value.map((item) => withoutUndefined(item, inner));
  // A date, a map and the like would become empty objects.
  if (!isRecord(value)) return value;
  // Without a prototype a cluster may be called `constructor`.
  const given = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(value)) {
    const child = (value as Record<string, unknown>)[key];
    if (child !== undefined) given[key] = withoutUndefined(child, inner);
  }
  return given;
}

/** Its own fields are all that it holds. */
function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.keys(value).length > 0;
}
