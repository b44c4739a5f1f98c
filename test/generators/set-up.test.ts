/** What the set-up runbook says to some owners alone. */
import { expect, test } from 'vitest';
import { runbooks } from '../../generators/config/runbooks/runbooks.ts';
import { examples } from '../../src/create/examples.ts';
import type { CheckReport } from '../../src/reporters/check/report.ts';
import { conclusion } from '../../src/reporters/check/conclusion.ts';
import { resolve } from '../../src/resolve/resolve.ts';

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

test('its end promises of check what check says', () => {
  const [, promised = ''] = /says that the files (.+), and ends with 0/.exec(setUp(['@ada'])) ?? [];
  expect(promised).not.toBe('');
  expect(conclusion({ result: 'clean', files: [], repositories: [{ upToDate: 2 }] } as unknown as CheckReport)).toContain(promised);
});
