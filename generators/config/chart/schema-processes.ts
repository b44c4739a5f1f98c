import type { Model } from '../../../src/model/model.ts';
import type { Kind } from '../../../src/process-fields/field.ts';
import { fieldsOf } from '../../../src/process-fields/index.ts';
import { closed, describe, fields, rule, type Schema } from '../../../src/render/json-schema.ts';

/** Name of a kind among the definitions, in the chart's schema as in the config's. */
const definitionOf: Record<Kind, string> = { component: 'Component', job: 'Job', cronJob: 'CronJob' };

/** Values of a process. */
export function processSchema(kind: Kind, model: Model): Schema {
  const own = fieldsOf(kind);
  const schema = closed(
    Object.fromEntries(own.map(([name, { valuesSchema }]) => [name, typeof valuesSchema === 'function' ? valuesSchema(model) : valuesSchema])),
    own.flatMap(([name, { required }]) => (required?.includes(kind) ? [name] : [])),
    root,
  );
  return describe(definitionOf[kind], schema);
}

/** Running as root takes two settings, so that neither alone does it by mistake. */
const root = {
  allOf: [
    rule(
      fields({ runAsUser: { const: 0 } }, { required: ['runAsUser'] }),
      fields({ securityContext: fields({ runAsNonRoot: { const: false } }, { required: ['runAsNonRoot'] }) }, { required: ['securityContext'] }),
    ),
  ],
};
