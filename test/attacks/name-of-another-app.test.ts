/**
 * An app takes what belongs to another one of its config repository: its namespace, under any name of the cluster, its Vault
 * path, its image, its CI's identity, its AppProject. Its own generate refuses, and so does check in the config repository,
 * where somebody may have put the files by hand.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generators } from '../../generators/index.ts';
import { check } from '../../src/commands/check.ts';
import { generate } from '../../src/commands/generate.ts';
import { UserError } from '../../src/problems/errors.ts';
import { goldenFolder } from '../golden/cases.ts';
import { run } from '../support/run-commands.ts';
import { temporaryFolder } from '../support/workspace.ts';

/** Both apps of the golden case, generated. */
function twoApps() {
  const folder = temporaryFolder();
  cpSync(join(goldenFolder, 'two-apps'), folder, { recursive: true });
  const file = (app: string) => join(folder, app, '.gitops-app/pipeline.config.ts');
  const edit = (app: string, find: string | RegExp, replacement: string) => {
    const text = readFileSync(file(app), 'utf8');
    expect(text).toMatch(find);
    writeFileSync(file(app), text.replace(find, replacement));
  };
  const problemsOf = async (command: typeof check | typeof generate, cwd: string) => {
    try {
      await run(command, { cwd: join(folder, cwd), generators });
      return [];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return error.problems.map(({ code, severity, message }) => `${severity} ${code} ${message}`);
    }
  };
  return { folder, edit, problemsOf };
}

const environment = /^ {4}prod: \{$/m;
const attacks: Record<string, [find: string | RegExp, replacement: string, message: string]> = {
  'its namespace': [environment, "    prod: {\n      namespace: 'shop-prod',", "the namespace 'shop-prod' on cluster 'prod-eu'"],
  'its Vault path': ["secrets: { store: 'vault' }", "secrets: { store: 'vault', path: 'shop/prod' }", "the Vault path 'shop/prod'"],
  'a Vault path above its own': ["secrets: { store: 'vault' }", "secrets: { store: 'vault', path: 'shop' }", "the Vault path 'shop'"],
  'its image': [
    "role: 'mail-ci' },",
    "role: 'mail-ci' },\n  images: { mail: { repository: 'shop' } },",
    "the image repository '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop'",
  ],
  'the role of its CI': ["role: 'mail-ci'", "role: 'shop-ci'", "'arn:aws:iam::123456789012:role/shop-ci' to push images"],
};

describe.each(Object.entries(attacks))('%s', (_, [find, replacement, message]) => {
  test('is refused to the second app, and the first one can go on', async () => {
    const { edit, problemsOf } = twoApps();
    edit('mail', find, replacement);
    const problems = await problemsOf(generate, 'mail');
    expect(problems.join('\n')).toContain(`'mail' and 'shop' in the same config repository both use ${message}`);
    expect(problems.join('\n')).toMatch(/^error (OWNED_BY_ANOTHER_APP|NAME_DUPLICATE)/m);
    expect(await problemsOf(generate, 'shop')).toEqual([]);
  });
});

test('the namespace of another app, under another name of the cluster', async () => {
  const { edit, problemsOf } = twoApps();
  edit('mail', "'dev-eu': {", "other: { name: 'dev-eu',");
  edit('mail', "clusters: ['dev-eu'],", "clusters: ['other'],\n      namespace: 'shop-dev',");
  expect((await problemsOf(generate, 'mail')).join('\n')).toContain("the namespace 'shop-dev'");
});

test('a model that was put into the config repository by hand is refused there', async () => {
  const { folder, problemsOf } = twoApps();
  expect(await problemsOf(check, 'config')).toEqual([]);
  const path = join(folder, 'config/.gitops-app/mail/model.json');
  const model = JSON.parse(readFileSync(path, 'utf8'));
  model.environments[1].namespace = 'shop-prod';
  writeFileSync(path, JSON.stringify(model));
  // The emitted check names apps; the others are compared all the same, whichever of the two is named.
  for (const app of ['mail', 'shop'])
    await expect(run(check, { cwd: join(folder, 'config'), generators, apps: [app] })).rejects.toMatchObject({
      problems: expect.arrayContaining([expect.objectContaining({ code: 'OWNED_BY_ANOTHER_APP' })]),
    });
  expect((await problemsOf(check, 'config')).join('\n')).toMatch(/error OWNED_BY_ANOTHER_APP .*the namespace 'shop-prod' on cluster 'prod-eu'/);
});
