/** The set-up runbook, as some owners get it. */
import { expect, test } from 'vitest';
import { runbooks } from '../../generators/config/runbooks/runbooks.ts';
import { examples } from '../../src/create/examples.ts';
import { exitCodeOf } from '../../src/reporters/check-report.ts';
import { resolve } from '../../src/resolve/resolve.ts';

type Config = NonNullable<(typeof examples)['shop']>['config'];

/** A runbook of the example, after a change of its config. */
function runbook(name: string, change: (config: Config) => void): string {
  const config = structuredClone(examples.shop?.config) as Config;
  change(config);
  return runbooks.files(resolve(config), { version: '1.0.0', planned: [] }).find(({ path }) => path.endsWith(`/${name}.md`))?.content ?? '';
}

/** The set-up runbook of the example, owned by these. */
function setUp(owners: string[]): string {
  return runbook('set-up', ({ app, repositories }) => {
    Object.assign(app, { owners });
    Object.assign(repositories.config, { owners });
  });
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

test('a rotation patches the Secret that the set-up creates, whatever the name of the repository', () => {
  const rename = ({ repositories }: Config) => Object.assign(repositories.config, { slug: 'acme/Shop--GitOps.' });
  expect(runbook('set-up', rename)).toContain('create secret generic repository-shop-gitops ');
  expect(runbook('rotate-a-secret', rename)).toContain('patch secret repository-shop-gitops ');
});
