import type * as config from '../generated/pipeline-config.ts';
import type { Toleration } from '../model/model.ts';
import { ref } from '../render/json-schema.ts';
import { everyKind, plain, type Topic } from './field.ts';

/** On which nodes it runs. */
export const scheduling = {
  nodeSelector: {
    ...plain,
    kinds: everyKind,
    merge: 'byKey',
    empty: {},
    resolve: (given) => ({ ...given }),
    valuesSchema: { type: 'object', propertyNames: ref('MetadataKey'), additionalProperties: ref('LabelValue') },
  },
  tolerations: {
    ...plain,
    kinds: everyKind,
    empty: [],
    resolve: (given) => given.map(resolveToleration),
    valuesSchema: { type: 'array', items: ref('Toleration') },
  },
  priorityClassName: { ...plain, kinds: everyKind, empty: null, valuesSchema: ref('ResourceName') },
} satisfies Topic;

function resolveToleration({ key, operator = 'Equal', value, effect, tolerationSeconds }: config.Toleration): Toleration {
  return {
    ...(key === undefined ? {} : { key }),
    operator,
    ...(value === undefined ? {} : { value }),
    ...(effect === undefined ? {} : { effect }),
    ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }),
  };
}
