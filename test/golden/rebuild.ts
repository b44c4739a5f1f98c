import { goldenCases, rebuildCase } from './cases.ts';

for (const golden of goldenCases) {
  await rebuildCase(golden);
  process.stdout.write(`rebuilt ${golden.name}\n`);
}
