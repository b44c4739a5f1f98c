/** Every kind on the shop example: only lines are added, and the result is as generate would have it. */
import { describe, expect, test } from 'vitest';
import { addedLines, openGenerated } from './run-add.ts';

/** What is typed, and the lines that the config gets. */
const cases: [string, string[]][] = [['cluster prod-dc2 --location on-premise', ["    'prod-dc2': { location: 'on-premise' },"]]];

describe('add', () => {
  test.each(cases)('%s', async (line, lines) => {
    const { add, read, check } = await openGenerated();
    const before = read();
    const { code, out, err } = await add(line);
    expect(code, err).toBe(0);
    expect(addedLines(before, read())).toEqual(lines);
    expect(out).toContain(`+${lines[0]}\n`);
    expect((await check()).code).toBe(0);
  });
});
