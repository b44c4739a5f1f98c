import type * as config from '../generated/pipeline-config.ts';
import type { EnvValue } from '../model/model.ts';
import { ref, text } from '../render/json-schema.ts';
import { everyKind, plain, type Topic } from './field.ts';
import { mapValues } from './parts.ts';

const texts = { type: 'array', items: { type: 'string' } };

/** The image, and the command and variables that it runs with. */
export const program = {
  image: {
    ...plain,
    kinds: everyKind,
    empty: ({ defaultImage }) => defaultImage,
    valuesSchema: ({ images }) => ({ description: 'Image to run, by its name in `images`.', enum: images.map(({ name }) => name) }),
    required: everyKind,
  },
  command: { ...plain, kinds: everyKind, empty: [], resolve: (words) => [...words], valuesSchema: texts },
  args: { ...plain, kinds: everyKind, empty: [], resolve: (words) => [...words], valuesSchema: texts },
  env: {
    kinds: everyKind,
    merge: 'byKey',
    empty: {},
    resolve: (variables) => mapValues(variables, resolveVariable),
    values: (variables) => mapValues(variables, variableValue),
    valuesSchema: { type: 'object', propertyNames: { pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }, additionalProperties: ref('EnvValue') },
  },
  uses: {
    ...plain,
    kinds: everyKind,
    empty: [],
    resolve: (services) => [...services],
    valuesSchema: ({ auxiliaryServices }) => ({
      type: 'array',
      description: 'Auxiliary services that it may reach beside those that its variables read.',
      ...(auxiliaryServices.length === 0 ? { items: text, maxItems: 0 } : { items: { enum: auxiliaryServices.map(({ name }) => name) } }),
    }),
  },
  mode: {
    ...plain,
    kinds: ['component'],
    empty: ({ mode }) => mode,
    // Without one, the chart uses the environment's.
    values: (own, mode) => (own === mode ? null : own),
    valuesSchema: { enum: ['standalone', 'multi-instance'] },
  },
} satisfies Topic;

function resolveVariable(variable: config.EnvValue): EnvValue {
  if (typeof variable === 'string') return { value: variable };
  if ('secretKeyRef' in variable) return { secretKeyRef: { name: variable.secretKeyRef.name, key: variable.secretKeyRef.key } };
  const [service = '', output = ''] = variable.from.split('.');
  return { from: { service, output } };
}

function variableValue(variable: EnvValue): string | object {
  if ('value' in variable) return variable.value;
  if ('from' in variable) return { from: `${variable.from.service}.${variable.from.output}` };
  return { secretKeyRef: { ...variable.secretKeyRef } };
}
