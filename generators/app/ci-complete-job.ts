import { type Job, literal } from '../../src/github/workflow.ts';
import type { Model } from '../../src/model/model.ts';

/** Fails and lists the unset values of the config. Image jobs need it, so that no default that we guessed is deployed. */
export function completeJob(model: Model): Job {
  return {
    name: 'Check for unset values',
    'timeout-minutes': 5,
    permissions: {},
    steps: [
      {
        name: 'Report unset values',
        env: { UNSET: literal(model.unset.map(({ pointer, value }) => `${pointer} is ${JSON.stringify(value)}`).join('\n')) },
        run: [
          'while IFS= read -r line; do',
          // An unescaped percent sign would start an escape.
          `  echo "::error file=${model.configFile}::Not set yet: \${line//%/%25}"`,
          'done <<< "$UNSET"',
          'exit 1',
          '',
        ].join('\n'),
      },
    ],
  };
}
