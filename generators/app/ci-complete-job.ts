import { type Job, literal } from '../../src/github/workflow.ts';
import type { Model } from '../../src/model/model.ts';

/** Fails and names what the config does not say yet. Images need it, so that nothing is delivered on a guess. */
export function completeJob(model: Model): Job {
  return {
    name: 'Config is complete',
    'runs-on': model.ci.runsOn,
    'timeout-minutes': 5,
    permissions: {},
    steps: [
      {
        name: 'Name the values that are not set',
        env: { UNSET: literal(model.unset.map(({ pointer, value }) => `${pointer} is ${JSON.stringify(value)}`).join('\n')) },
        run: [
          'while IFS= read -r line; do',
          // A percent sign starts an escape in a workflow command.
          '  echo "::error file=pipeline.config.ts::Not set yet: ${line//%/%25}"',
          'done <<< "$UNSET"',
          'exit 1',
          '',
        ].join('\n'),
      },
    ],
  };
}
