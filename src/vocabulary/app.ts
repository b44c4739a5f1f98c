import { listOf, object, oneOf, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const app = {
  App: object(
    'The app.',
    {
      name: text('Name of the app, its Helm chart and its Helm release: lowercase letters, digits and hyphens, starting with a letter.', {
        pattern: '^[a-z]([a-z0-9-]*[a-z0-9])?$',
        maxLength: 40,
        examples: ['shop'],
      }),
      renamedFrom: text(
        'Former name of the app, while it is renamed: the config repository then has a runbook that moves its data and its hosts, and every environment is synced manually. The last step of that runbook removes this field.',
        { pattern: '^[a-z]([a-z0-9-]*[a-z0-9])?$', maxLength: 40, examples: ['shop'] },
      ),
      description: text('One-sentence description for the README and Chart.yaml. Default: the name of the app.', {
        maxLength: 200,
        examples: ['The web shop'],
      }),
      language: oneOf(
        ['node', 'python', 'java', 'go', 'ruby', 'php', 'dotnet', 'rust', 'custom'],
        'Programming language. Determines the setup steps of CI and the initial Dockerfile. `custom` requires `ci.commands`, unless `ci.jobs` is `build-only`.',
        { examples: ['node'] },
      ),
      mode: oneOf(
        ['standalone', 'multi-instance'],
        '`standalone`: exactly one pod, which is the only writer. `multi-instance`: interchangeable pods. Environments and components can override it.',
        { default: 'multi-instance', examples: ['standalone'] },
      ),
      owners: listOf(ref('Owner'), 'GitHub teams or users that own the code in the app repository.', { minItems: 1, examples: [['@acme/shop']] }),
    },
    ['name', 'language', 'owners'],
  ),
} satisfies Definitions;
