import { definitionOf, serviceTypes } from '../auxiliary-services/index.ts';
import type { Environment, PipelineConfig } from '../generated/pipeline-config.ts';
import type { ServiceType } from '../model/model.ts';
import { field } from './additions.ts';
import { type KeyNames, type OptionValues, textOf } from './answers.ts';
import type { Kind } from './kind.ts';
import { type ProviderTarget, providerAdditions, providerProblems, providerQuestions } from './provider.ts';

export const serviceKind: Kind = {
  field: 'auxiliaryServices',
  questions: (name, values, config) =>
    values.has('type')
      ? providerQuestions(values, targetsOf(name, values, config), config)
      : [
          {
            flag: 'type',
            message: 'Type of the service',
            fallback: { value: 'postgresql', source: 'default' },
            choices: serviceTypes.map((value) => ({ value, description: definitionOf(value).description })),
          },
        ],
  problems: (name, values, config) => providerProblems(values, targetsOf(name, values, config), environmentKeys(config)),
  additions: (name, values, config) => {
    const at = ['auxiliaryServices', name];
    return [
      ...field([...at, 'type'], 'type', textOf(values, 'type')),
      ...field([...at, 'version'], 'service-version', textOf(values, 'service-version')),
      ...field([...at, 'database'], 'database', textOf(values, 'database')),
      ...targetsOf(name, values, config).flatMap((target) => providerAdditions(values, target)),
    ];
  },
};

export function environmentKeys(config: PipelineConfig): KeyNames {
  return { names: Object.keys(config.environments), plural: 'environments', code: 'UNKNOWN_ENVIRONMENT' };
}

/** The service in each environment. */
function targetsOf(service: string, values: OptionValues, config: PipelineConfig): ProviderTarget[] {
  const type = textOf(values, 'type') as ServiceType | undefined;
  return type === undefined
    ? []
    : Object.entries<Environment>(config.environments).map(([environment, { approval }]) => ({
        key: environment,
        environment,
        service,
        type,
        approved: approval !== undefined,
      }));
}
