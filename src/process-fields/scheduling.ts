import type * as config from '../generated/pipeline-config.ts';
import type { Toleration } from '../model/model.ts';
import { ref } from '../render/json-schema.ts';
import { everyKind, plain, type Topic } from './field.ts';

/** The nodes that it runs on. */
export const scheduling = {
  nodeSelector: {
    ...plain,
    kinds: everyKind,
    merge: 'byKey',
    empty: {},
    resolve: (labels) => ({ ...labels }),
    valuesSchema: { type: 'object', propertyNames: ref('MetadataKey'), additionalProperties: ref('LabelValue') },
  },
  tolerations: {
    ...plain,
    kinds: everyKind,
    empty: [],
    resolve: (tolerations) => tolerations.map(resolveToleration),
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
