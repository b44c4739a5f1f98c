import { definitionOf, serviceTypes } from '../auxiliary-services/index.ts';
import type { Environment, PipelineConfig } from '../generated/pipeline-config.ts';
import type { ServiceType } from '../model/model.ts';
import { field } from './additions.ts';
import { type Given, type KeyNames, textOf } from './answers.ts';
import type { Kind } from './kind.ts';
import { type ProviderTarget, providerAdditions, providerProblems, providerQuestions } from './provider.ts';

export const serviceKind: Kind = {
  field: 'auxiliaryServices',
  questions: (name, given, config) =>
    given.has('type')
      ? providerQuestions(given, targetsOf(name, given, config), config)
      : [
          {
            flag: 'type',
            message: 'What it is',
            fallback: { value: 'postgresql', source: 'default' },
            choices: serviceTypes.map((value) => ({ value, description: definitionOf(value).description })),
          },
        ],
  problems: (name, given, config) => providerProblems(given, targetsOf(name, given, config), environmentKeys(config)),
  additions: (name, given, config) => {
    const at = ['auxiliaryServices', name];
    return [
      ...field([...at, 'type'], 'type', textOf(given, 'type')),
      ...field([...at, 'version'], 'service-version', textOf(given, 'service-version')),
      ...field([...at, 'database'], 'database', textOf(given, 'database')),
      ...targetsOf(name, given, config).flatMap((target) => providerAdditions(given, target)),
    ];
  },
};

export function environmentKeys(config: PipelineConfig): KeyNames {
  return { names: Object.keys(config.environments), plural: 'environments', code: 'UNKNOWN_ENVIRONMENT' };
}

/** The service in each environment. */
function targetsOf(service: string, given: Given, config: PipelineConfig): ProviderTarget[] {
  const type = textOf(given, 'type') as ServiceType | undefined;
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
