import type { Model } from '../../../src/model/model.ts';
import type { Kind } from '../../../src/process-fields/field.ts';
import { fieldsOf } from '../../../src/process-fields/index.ts';
import { closed, fields, rule, type Schema } from './schema-parts.ts';

/** Values of a process. */
export function processSchema(kind: Kind, model: Model): Schema {
  const own = fieldsOf(kind);
  return closed(
    Object.fromEntries(own.map(([name, { valuesSchema }]) => [name, typeof valuesSchema === 'function' ? valuesSchema(model) : valuesSchema])),
    own.flatMap(([name, { required }]) => (required?.includes(kind) ? [name] : [])),
    root,
  );
}

/** Who runs as root says so twice. */
const root = {
  allOf: [
    rule(
      fields({ runAsUser: { const: 0 } }, { required: ['runAsUser'] }),
      fields({ securityContext: fields({ runAsNonRoot: { const: false } }, { required: ['runAsNonRoot'] }) }, { required: ['securityContext'] }),
    ),
  ],
};
