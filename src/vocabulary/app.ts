import { listOf, object, oneOf, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const app = {
  App: object(
    'The app itself.',
    {
      name: text('Name of the app, of its chart and of its Helm release: lower-case letters, digits and hyphens, starting with a letter.', {
        pattern: '^[a-z]([a-z0-9-]*[a-z0-9])?$',
        maxLength: 40,
        examples: ['shop'],
      }),
      description: text('One sentence for the README and Chart.yaml.', { maxLength: 200, default: 'The app’s name.', examples: ['The web shop'] }),
      language: oneOf(
        ['node', 'python', 'java', 'go', 'ruby', 'php', 'dotnet', 'rust', 'custom'],
        'Language of the app: decides CI’s set-up and the first Dockerfile. `custom` needs `ci.commands`.',
        { examples: ['node'] },
      ),
      mode: oneOf(
        ['standalone', 'multi-instance'],
        'standalone: exactly one pod, exactly one writer. multi-instance: interchangeable pods. An environment may differ.',
        { default: 'multi-instance', examples: ['standalone'] },
      ),
      owners: listOf(ref('Owner'), 'GitHub teams or users who own the app repository’s code.', { minItems: 1, examples: [['@acme/shop']] }),
    },
    ['name', 'language', 'owners'],
  ),
} satisfies Definitions;
