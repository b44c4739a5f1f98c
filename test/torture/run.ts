/** npm run torture [-- --sequences 2000 --seed 1]: random sequences against the reference, and a kill at every step. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sweep, sweepRecovery } from '../apply/kill.ts';
import { runSequences } from './sequences.ts';

const { values } = parseArgs({
  options: {
    sequences: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    'only-sequences': { type: 'boolean', default: false },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'torture-'));
try {
  const { sequences, actions, failures, counts } = await runSequences({ folder, count: Number(values.sequences), seed: Number(values.seed) });
  for (const { seed, violation, actions: done } of failures)
    process.stdout.write(
      `\nseed ${seed}: ${violation.message}\n${done.map((action) => `  ${action}\n`).join('')}  Repeat: npm run torture -- --only-sequences --sequences 1 --seed ${seed}\n`,
    );
  const lost = failures.filter(({ violation }) => violation.kind === 'lost').length;
  const halfWritten = failures.filter(({ violation }) => violation.kind === 'half-written').length;
  process.stdout.write(
    `${sequences} sequences from seed ${values.seed}, ${actions} actions: ${lost} lost, ${halfWritten} half-written, ${failures.length - lost - halfWritten} wrong\n`,
  );
  process.stdout.write(
    `${Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ')}\n`,
  );
  const none = { steps: 0, kills: 0, halfWritten: [], lost: [] };
  const kills = values['only-sequences'] ? none : await sweep({ real: true });
  const rollbacks = values['only-sequences'] ? none : await sweepRecovery();
  for (const finding of [...kills.lost, ...kills.halfWritten, ...rollbacks.halfWritten]) process.stdout.write(`${finding}\n`);
  process.stdout.write(
    `${kills.kills} runs killed by SIGKILL, at each of ${kills.steps} steps: ${kills.lost.length} lost, ${kills.halfWritten.length} half-written\n`,
  );
  process.stdout.write(`${rollbacks.kills} rollbacks killed at each of ${rollbacks.steps} steps: ${rollbacks.halfWritten.length} half-written\n`);
  if (failures.length + kills.lost.length + kills.halfWritten.length + rollbacks.halfWritten.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
