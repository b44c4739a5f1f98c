/**
 * A pull request is checked as far as its change reaches. None may make that less than it is: by what it writes into records,
 * models or settings, by links to the files of another app, or by a path that looks like nothing. Nor may a foreign
 * Application go unseen because no chart changes.
 */
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changed, helm, replace } from '../cd/changed-repository.ts';
import { aside, some } from '../support/sample.ts';

/** What each release was called when it was linted. */
const linted = (log: string) => [...log.matchAll(/^helm lint: (\S+), (.*)$/gm)].map(([, app, release]) => `${app} ${release}`);
const shop = ['shop dev on dev-eu', 'shop prod on prod-dc1', 'shop prod on prod-eu'];
const mail = ['mail dev on dev-eu', 'mail prod on prod-eu'];
const all = [...mail, ...shop];

const append =
  (...paths: string[]) =>
  (folder: string) => {
    for (const path of paths) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      appendFileSync(join(folder, path), '# changed\n');
    }
  };
const both =
  (...edits: ((folder: string) => void)[]) =>
  (folder: string) => {
    for (const edit of edits) edit(folder);
  };
/** The chart of mail reads a file of shop's, since before. */
const linkBetween = (folder: string) => symlinkSync('../../shop/templates/services.yaml', join(folder, 'charts/mail/templates/linked.yaml'));

describe.skipIf('reason' in helm)('a pull request', () => {
  const check = (edit: (folder: string) => void, before?: (folder: string) => void) =>
    changed(edit, { golden: 'two-apps', since: 'HEAD^1', ...(before && { before }) });

  test.each(
    some<[string, (folder: string) => void, string[]]>(
      [
        ['of nothing', () => {}, []],
        ['of documents', append('docs/mail/README.md', 'README.md'), []],
        ['of one chart', append('charts/shop/values.yaml'), shop],
        ['of one model', replace('.gitops-app/mail/model.json', 'Sends the mail', 'Sends'), mail],
        [
          'of a record that claims the chart',
          both(append('charts/mail/values.yaml'), replace('.gitops-app/shop/manifest.json', 'charts/shop/', 'charts/mail/')),
          mail,
        ],
        ['of both charts', append('charts/shop/values.yaml', 'charts/mail/values.yaml'), all],
        ['of the script itself', append('.gitops-app/shared/check.sh'), all],
        ['of the settings', (folder) => appendFileSync(join(folder, '.gitops-app/shared/settings.json'), '\n'), all],
        ['of the workflow', append('.github/workflows/check.yaml'), all],
        ['of anything else', append('.helmignore'), all],
        ['of a link', (folder) => symlinkSync('values.yaml', join(folder, 'charts/mail/linked')), all],
      ],
      4,
    ),
  )('%s is checked as far as it reaches', (_, edit, expected) => {
    const { log, status } = check(edit);
    expect(linted(log)).toEqual(expected);
    expect([status, log]).toEqual([0, expect.not.stringContaining('::error')]);
  });

  test('reaches through a link that was there before', () => {
    expect(linted(check(append('charts/shop/templates/services.yaml'), linkBetween).log)).toEqual(all);
  });

  test('without a chart still shows a foreign Application', () => {
    const application = 'argocd/applications/shop-prod-prod-eu.yaml';
    const { status, log } = check((folder) => {
      cpSync(join(folder, application), join(folder, 'argocd/applications/evil.yaml'));
      replace('argocd/applications/evil.yaml', 'name: shop-prod-prod-eu', 'name: evil')(folder);
    });
    expect([status, linted(log)]).toEqual([1, []]);
    expect(log).toContain('deploys no app of this repository');
  });

  aside('fails where what it reaches does not render, and shows the others in one piece', () => {
    const { status, log } = check(
      both(
        replace('charts/shop/clusters/prod-prod-dc1-values.yaml', 'provider: operator', 'provider: nobody'),
        append('charts/mail/values.yaml'),
        append('charts/shop/values.yaml'),
      ),
    );
    expect(status).toBe(1);
    expect(linted(log)).toEqual(all);
    const [, ofBroken = ''] = log.split('helm lint: shop, prod on prod-dc1\n');
    expect(ofBroken.split('helm lint:')[0]).toContain('::error::charts/shop does not render: prod on prod-dc1');
  });

  aside('that deletes an app leaves nothing of it behind', () => {
    const remove = (folder: string) => {
      for (const path of ['.gitops-app/mail', 'charts/mail']) rmSync(join(folder, path), { recursive: true });
      for (const file of ['applications/mail-dev-dev-eu', 'applications/mail-prod-prod-eu', 'projects/mail-dev', 'projects/mail-prod'])
        rmSync(join(folder, `argocd/${file}.yaml`));
    };
    expect(check(remove)).toMatchObject({ status: 0 });
    const { status, log } = check((folder) => rmSync(join(folder, '.gitops-app/mail/model.json')));
    expect([status, log]).toEqual([1, expect.stringContaining('.gitops-app/mail/model.json was deleted but charts/mail still exists')]);
  });

  aside('of a commit that is not there is not checked at all', () => {
    expect(changed(() => {}, { since: 'no-such' })).toMatchObject({ status: 1, log: '::error::This clone has no commit no-such\n' });
  });
});

test.skipIf('reason' in helm)('a push is checked as a whole, and shows only what it changes', () => {
  const added = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: added\n';
  const { log, summary } = changed((folder) => writeFileSync(join(folder, 'charts/mail/templates/added.yaml'), added), { golden: 'two-apps' });
  expect(linted(log)).toEqual(all);
  expect(summary).toContain('after/mail/dev on dev-eu');
  expect(summary).not.toContain('shop');
});

aside('only a pull request is narrowed, by the commit that GitHub made', () => {
  const workflow = readFileSync(join(import.meta.dirname, '../golden/shop/config/.github/workflows/check.yaml'), 'utf8');
  expect([...workflow.matchAll(/CHANGED_SINCE: (.*)/g)].map(([, value]) => value)).toEqual(
    Array.from({ length: 2 }, () => "${{ github.event_name == 'pull_request' && 'HEAD^1' || '' }}"),
  );
});
