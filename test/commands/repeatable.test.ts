/** Configs that give different values on each run. */
import { describe, expect, test, vi } from 'vitest';
import { exitCodes } from '../../src/problems/errors.ts';
import { openWorkspace, type Workspace } from '../support/run-commands.ts';
import { treeOf } from '../support/workspace.ts';

/** Generated, then with a variable of that value in prod. */
async function withValue(expression: string): Promise<Workspace> {
  const workspace = openWorkspace();
  await workspace.generate();
  workspace.edit('replicas: 3', `replicas: 3, env: { BUILT: ${expression} }`);
  return workspace;
}

describe('a config that is not deterministic', () => {
  test.each([
    ['chance', '`${Math.random()}`'],
    ['the clock', '`${Date.now()}`'],
    ['the day', 'new Date().toISOString().slice(0, 10)'],
    ['the month, by a call', 'Date().slice(4, 7)'],
    ['what earlier runs left', '`${(globalThis.runs = (globalThis.runs ?? 0) + 1)}`'],
  ])('is an error with the place of the value: %s', async (_, expression) => {
    const workspace = await withValue(expression);
    const expected = {
      problems: [
        {
          code: 'CONFIG_NOT_DETERMINISTIC',
          message: expect.stringMatching(/^environments\.prod\.components\.web\.env\.BUILT is '.+' in one run and '.+' in the next$/),
          place: { file: '.gitops-app/pipeline.config.ts', line: expect.any(Number), column: expect.any(Number) },
        },
      ],
      exitCode: exitCodes.error,
    };
    const before = treeOf(workspace.folder);
    await expect(workspace.check()).rejects.toMatchObject(expected);
    await expect(workspace.generate()).rejects.toMatchObject(expected);
    expect(treeOf(workspace.folder)).toEqual(before);
  });

  test('is rejected on the first run', async () => {
    const workspace = openWorkspace();
    workspace.edit('replicas: 3', 'replicas: 3, env: { BUILT: `${Date.now()}` }');
    const before = treeOf(workspace.folder);
    await expect(workspace.generate()).rejects.toMatchObject({ problems: [{ code: 'CONFIG_NOT_DETERMINISTIC' }], exitCode: exitCodes.error });
    expect(treeOf(workspace.folder)).toEqual(before);
  });

  test('is detected by a missing value', async () => {
    const workspace = await withValue("'x', ...((globalThis.odd = !globalThis.odd) ? { ONCE: 'x' } : {})");
    await expect(workspace.check()).rejects.toThrow(/env\.ONCE is (?:'x' in one run and not set|not set in one run and 'x') in the next/);
  });

  test.each([
    ['a constant date', 'new Date("2026-01-02").toISOString()'],
    ['a date of parts', '`${Date.UTC(2026, 0, 2)} ${new Date(0) instanceof Date}`'],
  ])('does not include %s', async (_, expression) => {
    const workspace = await withValue(expression);
    expect(await workspace.check()).toMatchObject({ code: exitCodes.drift, err: '' });
    expect(await workspace.generate()).toMatchObject({ code: exitCodes.clean, err: '' });
    expect(await workspace.check()).toMatchObject({ code: exitCodes.clean, err: '' });
  });
});

describe('a config that reads the environment', () => {
  test('is clean with the same variables; with others, check names them, and generate writes', async () => {
    const workspace = await withValue("process.env.TEST_REGION ?? 'none'");
    await workspace.generate();
    expect(await workspace.check()).toMatchObject({ code: exitCodes.clean, err: '' });
    vi.stubEnv('TEST_REGION', 'eu');
    const { code, err } = await workspace.check();
    expect([code, err]).toEqual([
      exitCodes.drift,
      expect.stringMatching(
        /^\.gitops-app\/pipeline\.config\.ts:\d+:\d+ {2}warning {2}CONFIG_READS_ENVIRONMENT {2}the config reads the environment variable TEST_REGION\n/,
      ),
    ]);
    const { warnings } = JSON.parse((await workspace.check({ format: 'json' })).out);
    expect(warnings).toMatchObject([{ app: 'shop', code: 'CONFIG_READS_ENVIRONMENT', place: { file: '.gitops-app/pipeline.config.ts' } }]);
    expect(await workspace.generate()).toMatchObject({ code: exitCodes.clean, err: '' });
    expect(await workspace.check()).toMatchObject({ code: exitCodes.clean, err: '' });
    vi.unstubAllEnvs();
  });
});

describe('the config is run', () => {
  test('once if all is up to date, and again without output if it seems to have changed', async () => {
    const workspace = openWorkspace();
    const counted = globalThis as { counted?: number };
    workspace.edit('export default', 'globalThis.counted = (globalThis.counted ?? 0) + 1;\nprocess.stderr.write("run");\nexport default');
    await workspace.generate();
    const printed = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { env } = process;
    const clock = globalThis.Date;
    counted.counted = 0;
    expect((await workspace.check()).code).toBe(exitCodes.clean);
    expect(counted.counted).toBe(1);
    workspace.edit('replicas: 3', 'replicas: 4');
    expect((await workspace.check()).code).toBe(exitCodes.drift);
    expect(counted.counted).toBe(4);
    expect(printed.mock.calls).toEqual([['run'], ['run']]);
    expect(process.env).toBe(env);
    expect(globalThis.Date).toBe(clock);
    printed.mockRestore();
  });
});
