import { listOf, object, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const allow = {
  Allow: object('Changes that generate refuses until a person has named them. Each word is removed once the change is generated: it is not a setting.', {
    recreate: listOf(
      ref('RecreatedName'),
      'Components and auxiliary services whose StatefulSet, Deployment or Service a person deletes when the change is merged, because Kubernetes cannot change it in place. `generate` prints the commands.',
      { uniqueItems: true, minItems: 1, examples: [['worker']] },
    ),
  }),
  RecreatedName: text('Name of a component or of an auxiliary service.', {
    pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$',
    examples: ['worker'],
  }),
} satisfies Definitions;
