/** The set-up runbook, as some owners get it. */
import { expect, test } from 'vitest';
import { runbooks } from '../generators/config/runbooks.ts';
import { exitCodeOf } from '../src/commands/check-report.ts';
import { resolve } from '../src/config/resolve.ts';
import { examples } from '../src/create/examples.ts';

/** The set-up runbook of the example, owned by these. */
function setUp(owners: string[]): string {
  const config = structuredClone(examples.shop?.config) as NonNullable<(typeof examples)['shop']>['config'];
  const { app, repositories } = config;
  Object.assign(app, { owners });
  Object.assign(repositories.config, { owners });
  return runbooks.files(resolve(config), { version: '1.0.0' }).find(({ path }) => path.endsWith('set-up.md'))?.content ?? '';
}

test('one person who owns everything is told that nobody could approve', () => {
  expect(setUp(['@ada'])).toContain('**`@ada` is the only code owner');
  expect(setUp(['@ada', '@bob'])).not.toContain('is the only code owner');
  expect(setUp(['@acme/platform'])).not.toContain('is the only code owner');
});

test('its last step promises the exit code of check', () => {
  const [, promised = ''] = /the files are up to date: `check` exits with (\d+)\./.exec(setUp(['@ada'])) ?? [];
  expect(promised).toBe(String(exitCodeOf.clean));
});
