import { unsetProblems, unsetValues } from '../config/unset.ts';
import type { AuxiliaryService, AuxiliaryServiceProvider, Environment, PipelineConfig } from '../generated/pipeline-config.ts';
import { validatePipeline, validateProvider } from '../generated/validators.js';
import { type Problem, UserError } from '../problems/errors.ts';
import { kubernetesShapes } from './kubernetes-shapes.ts';
import { plainData } from './plain-data.ts';
import { rules } from './rules/index.ts';
import { checkRules } from './rules/rule.ts';

/** A valid config, and its warnings. */
export interface ValidConfig {
  config: PipelineConfig;
  warnings: Problem[];
}

/**
 * Checks a config against the schema, then against every rule.
 * @throws UserError with all problems of the schema, and of those rules that can run although the schema rejects something;
 *   if the schema accepts the config, with the problems of all rules.
 */
export async function validate(data: unknown): Promise<ValidConfig> {
  const { data: input, problems: unsupported } = plainData(data);
  if (unsupported.length > 0) throw new UserError(unsupported);
  const accepted = validatePipeline(input) && hasMatchingProviders(input as PipelineConfig);
  const problems = [...(accepted ? [] : await schemaProblems(input)), ...(await shapeProblems(input))];
  if (problems.length > 0) {
    const { partialRuleProblems } = await import('./partial-rules.ts');
    throw new UserError([...problems, ...partialRuleProblems(input, problems)]);
  }
  const config = input as PipelineConfig;
  const findings = [...checkRules(config, rules), ...unsetProblems(unsetValues(config))];
  if (findings.some(({ severity }) => severity === 'error')) throw new UserError(findings);
  return { config, warnings: findings };
}

async function schemaProblems(data: unknown): Promise<Problem[]> {
  const [{ explain }, { default: schema }] = await Promise.all([
    import('./explain.ts'),
    import('../../schemas/pipeline.schema.json', { with: { type: 'json' } }),
  ]);
  const problems = explain(schema as Parameters<typeof explain>[0], data);
  if (problems.length === 0) throw new Error('the config is not valid, but no problem was found');
  return problems;
}

/** Fields of Kubernetes' own are known only where a config has some: few have, and every check would read their schema. */
async function shapeProblems(data: unknown): Promise<Problem[]> {
  const shapes = kubernetesShapes(data);
  if (shapes.length === 0) return [];
  const { explainShapes } = await import('./explain-shapes.ts');
  return explainShapes(shapes);
}

/** A provider must belong to the type of its service; the schema alone accepts one of any type. */
function hasMatchingProviders(config: PipelineConfig): boolean {
  const services = new Map(Object.entries<AuxiliaryService>(config.auxiliaryServices ?? {}));
  const layers = Object.values<Environment>(config.environments).flatMap((environment) => [environment, ...Object.values(environment.overrides ?? {})]);
  return layers.every((layer) =>
    Object.entries<AuxiliaryServiceProvider>(layer?.auxiliaryServices ?? {}).every(([name, provider]) => {
      const service = services.get(name);
      return service === undefined || validateProvider[service.type](provider);
    }),
  );
}
