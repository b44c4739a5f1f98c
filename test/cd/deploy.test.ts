import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aside, some } from '../support/sample.ts';
import { ConfigRepository, dispatch, git, image, promotion, rollbackOf } from './config-repository.ts';

const wrapper = 'charts/shop/dev-values.yaml';

describe('a deployment by CI', () => {
  test('changes tag and digest of one file, and says where they come from', async () => {
    const repository = new ConfigRepository();
    const before = repository.read(wrapper);
    const { code, summary } = await repository.run('deploy', dispatch(5));
    expect(code).toBe(0);
    expect(repository.images('dev')).toEqual(image(5));
    expect(git(repository.bare, 'diff', '--numstat', 'main~1', 'main')).toBe(`2\t2\t${wrapper}`);
    expect(repository.read(wrapper).replace(image(5).tag, '').replace(image(5).digest, '')).toBe(before);
    expect(repository.subjects()[0]).toBe(`Deploy shop to dev: ${image(5).tag.slice(0, 12)}`);
    expect(repository.trailers()).toEqual({
      Image: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:${image(5).tag}@${image(5).digest}`,
      'Source-Repository': 'acme/shop',
      'Source-Commit': image(5).tag,
      'Source-Run': '5',
      'Source-Attempt': '1',
      'Started-By': 'octocat',
      Reason: 'CI run 5',
      'CD-Run': 'https://github.com/acme/shop-config/actions/runs/101',
    });
    expect(summary).toContain('gh workflow run cd.yaml --repo acme/shop-config --ref main -f contract=1 -f app=shop -f environment=prod -f from=dev');
  });

  test('the same twice is one commit', async () => {
    const repository = new ConfigRepository();
    await repository.run('deploy', dispatch(5));
    const { code, log } = await repository.run('deploy', dispatch(5));
    expect({ code, subjects: repository.subjects().length }).toEqual({ code: 0, subjects: 2 });
    expect(log).toContain('::notice::shop in dev already has these images');
  });

  test.each(
    some(
      [
        [5, 6],
        [6, 5],
      ],
      1,
    ),
  )('of runs %i and %i, in this order, the newer stays', async (first, second) => {
    const repository = new ConfigRepository();
    expect((await repository.run('deploy', dispatch(first))).code).toBe(0);
    const { code, log } = await repository.run('deploy', dispatch(second));
    expect(code).toBe(0);
    expect(repository.images('dev')).toEqual(image(6));
    if (second === 5) expect(log).toContain('::warning::Superseded: dev has images of CI run 6, these are of the older run 5');
  });

  aside('an older run goes back only where that is allowed; what is newer than the current one is deployed then', async () => {
    const repository = new ConfigRepository();
    await repository.run('deploy', dispatch(6));
    await repository.run('deploy', dispatch(3, { allow_downgrade: 'true' }));
    expect(repository.images('dev')).toEqual(image(3));
    await repository.run('deploy', dispatch(2));
    expect(repository.images('dev')).toEqual(image(3));
    await repository.run('deploy', dispatch(5));
    expect(repository.images('dev')).toEqual(image(5));
  });

  aside('a reason that ends with a colon stands in the commit', async () => {
    const repository = new ConfigRepository();
    await repository.run('deploy', dispatch(5, { reason: 'as agreed in chat:' }));
    expect(repository.trailers()).toMatchObject({ Reason: 'as agreed in chat:' });
    await repository.run('deploy', dispatch(6, { reason: '' }));
    expect(repository.trailers()).not.toHaveProperty('Reason');
  });

  aside('twenty at once all end well, none is lost, and the newest stays', async () => {
    const repository = new ConfigRepository();
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, index) => repository.run('deploy', dispatch(index + 1))));
    expect(outcomes.filter(({ code }) => code !== 0).map(({ log }) => log)).toEqual([]);
    expect(repository.images('dev')).toEqual(image(20));
    const superseded = outcomes.filter(({ log }) => log.includes('Superseded')).length;
    expect(repository.subjects().length - 1 + superseded).toBe(20);
  });

  aside('two apps at once are two commits', async () => {
    const repository = new ConfigRepository('two-apps');
    const mail = {
      app: 'mail',
      images: JSON.stringify({ mail: image(7) }),
      source: JSON.stringify({ ...JSON.parse(String(dispatch(7).source)), repository: 'acme/mail' }),
    };
    const outcomes = await Promise.all([repository.run('deploy', dispatch(5)), repository.run('deploy', dispatch(7, mail))]);
    expect(outcomes.map(({ code, log }) => [code, log])).toEqual([
      [0, expect.any(String)],
      [0, expect.any(String)],
    ]);
    expect(repository.images('dev')).toEqual(image(5));
    expect(repository.read('charts/mail/dev-values.yaml')).toContain(image(7).digest);
  });
});

describe('what happens between fetch and push', () => {
  /** Does something once, at the first push of the run. */
  const once = (script: string) => `[ -e "$TMPDIR/once" ] && exit 0; touch "$TMPDIR/once"\nunset "\${!GIT_@}" TRIES\n${script}`;
  const human = (edit: string) =>
    once(`origin=$2; git clone --quiet "$origin" "$TMPDIR/human"; cd "$TMPDIR/human"
${edit}
git -c user.name=human -c user.email=human@example.com commit --quiet --all --message human
git push --quiet origin HEAD:main`);

  test('a person edits the next line: both changes are there', async () => {
    const repository = new ConfigRepository();
    const { code } = await repository.run('deploy', dispatch(5), { prePush: human(`sed -i 's/replicas: 1/replicas: 2/' ${wrapper}`) });
    expect(code).toBe(0);
    expect(repository.images('dev')).toEqual(image(5));
    expect(repository.read(wrapper)).toContain('replicas: 2');
    expect(repository.subjects()).toHaveLength(3);
  });

  aside('a newer run lands: it stays', async () => {
    const repository = new ConfigRepository();
    const edit = `sed -i 's/tag: ".*"/tag: "${image(9).tag}"/; s/digest: ".*"/digest: "${image(9).digest}"/' ${wrapper}
git -c user.name=cd -c user.email=shop-config-cd[bot]@users.noreply.github.com commit --quiet --all --message 'Deploy' \\
  --trailer 'Source-Run: 9' --trailer 'CD-Run: https://github.com/acme/shop-config/actions/runs/99'
touch again; git add again`;
    const { code, log } = await repository.run('deploy', dispatch(5), { prePush: human(edit) });
    expect(code).toBe(0);
    expect(log).toContain('Superseded');
    expect(repository.images('dev')).toEqual(image(9));
  });

  test('a hold is set: nothing is deployed', async () => {
    const repository = new ConfigRepository();
    const hold = JSON.stringify({ dev: { since: '2026-01-01T00:00:00Z', by: 'ann', reason: 'errors' } });
    const { code, log } = await repository.run('deploy', dispatch(5), {
      prePush: human(`echo '${hold}' > .gitops-app/shop/holds.json; git add .gitops-app`),
    });
    expect(code).toBe(0);
    expect(log).toContain('shop in dev is on hold, set by ann: errors');
    expect(repository.images('dev').tag).toBe('');
  });

  aside('the reply is lost: the next try sees that it is there', async () => {
    const repository = new ConfigRepository();
    const { code, log } = await repository.run('deploy', dispatch(5), {
      prePush: once('read -r _ commit _; git push --quiet --no-verify "$2" "$commit:refs/heads/main"\nexit 1'),
    });
    expect(code).toBe(0);
    expect(log).toContain('already has these images');
    expect(repository.subjects()).toHaveLength(2);
  });

  aside('the run is killed: another one does it', async () => {
    const repository = new ConfigRepository();
    const killed = await repository.run('deploy', dispatch(5), { prePush: 'kill -KILL 0' });
    expect(killed.code).toBe(null);
    expect(repository.images('dev').tag).toBe('');
    expect((await repository.run('deploy', dispatch(5))).code).toBe(0);
    expect(repository.images('dev')).toEqual(image(5));
  });

  aside('history is rewritten: the commit is made anew on what is there', async () => {
    const repository = new ConfigRepository();
    repository.change((folder) => writeFileSync(join(folder, 'note.txt'), 'a note\n'));
    const { code } = await repository.run('deploy', dispatch(5), {
      prePush: once('git clone --quiet "$2" "$TMPDIR/human"; cd "$TMPDIR/human"; git push --quiet --force origin HEAD~1:main'),
    });
    expect(code).toBe(0);
    expect(repository.images('dev')).toEqual(image(5));
    expect(repository.subjects()).toEqual([`Deploy shop to dev: ${image(5).tag.slice(0, 12)}`, 'Set up the pipeline of shop']);
  });
});

describe('what no further try would change', () => {
  aside('a protected branch is tried once, with what to do', async () => {
    const repository = new ConfigRepository();
    repository.hook('pre-receive', 'echo "$(date)" >> ../tries; echo "error: GH013: Repository rule violations found for refs/heads/main."; exit 1');
    const { code, log } = await repository.run('deploy', dispatch(5));
    expect(code).toBe(1);
    expect(log).toContain("::error::A rule rejected the commit on main: add CD's App to the bypass list of the ruleset");
    expect(readFileSync(join(repository.folder, 'tries'), 'utf8').trim().split('\n')).toHaveLength(1);
  });

  aside('a server that is not there is given up, and said so', async () => {
    const repository = new ConfigRepository();
    const { code, log } = await repository.run('deploy', dispatch(5), {
      env: { RETRY_SECONDS: '2' },
      prePush: 'git config remote.origin.url http://127.0.0.1:9/none; exit 1',
    });
    expect(code).toBe(1);
    expect(log).toMatch(/::error::Could not write to acme\/shop-config for \d+ seconds; see above\. Run this workflow again/);
    expect(repository.images('dev').tag).toBe('');
  });
});

describe('values that cannot be written line by line', () => {
  const changed = (edit: (text: string) => string) => (folder: string) => {
    const path = join(folder, wrapper);
    writeFileSync(path, edit(readFileSync(path, 'utf8')));
  };

  test.each(
    some(
      [
        ['a second tag', (text: string) => text.replace('    tag: ""', '    tag: ""\n    tag: ""'), 'duplicate tag of image shop'],
        ['no digest', (text: string) => text.replace('    digest: ""\n', ''), 'image shop has no digest'],
        ['an anchor', (text: string) => text.replace('tag: ""', 'tag: &tag ""'), 'only plain and quoted values are supported'],
        ['flow style', (text: string) => text.replace('images:\n', 'images: {}\nimages_:\n'), 'images must be a block mapping'],
        ['images twice', (text: string) => `${text}images:\n  shop:\n    tag: ""\n    digest: ""\n`, 'duplicate key images'],
        ['a block scalar', (text: string) => text.replace('tag: ""', 'tag: |-\n      x'), 'only plain and quoted values are supported'],
        ['a second document', (text: string) => `${text}---\nimages: {}\n`, 'multiple documents are not supported'],
        ['a tab', (text: string) => text.replace('    tag: ""', '\t\ttag: ""'), 'tabs are not allowed in the indentation'],
      ],
      3,
    ),
  )('%s is refused', async (_, edit, message) => {
    const repository = new ConfigRepository();
    repository.change(changed(edit));
    const { code, log } = await repository.run('deploy', dispatch(5));
    expect(code).not.toBe(0);
    expect(log).toContain(message);
    expect(log).toContain(`${wrapper}:`);
    expect(repository.subjects()).toHaveLength(2);
  });

  test('line ends, quotes, comments and other keys of the user stay', async () => {
    const repository = new ConfigRepository();
    repository.change(changed((text) => text.replace('tag: ""', "tag: '' # by CD").replace('digest: ""', 'digest:').replaceAll('\n', '\r\n')));
    const before = repository.read(wrapper);
    expect((await repository.run('deploy', dispatch(5))).code).toBe(0);
    expect(repository.read(wrapper)).toBe(before.replace("tag: ''", `tag: "${image(5).tag}"`).replace('digest:', `digest: "${image(5).digest}"`));
  });

  aside('a link in its place is not followed', async () => {
    const repository = new ConfigRepository();
    repository.change((folder) => {
      rmSync(join(folder, wrapper));
      symlinkSync('prod-values.yaml', join(folder, wrapper));
    });
    const { code } = await repository.run('deploy', dispatch(5));
    expect(code).not.toBe(0);
    expect(repository.images('prod').tag).toBe('');
  });
});

describe('a promotion', () => {
  const api = {
    'GET repos/acme/shop-config/pulls': [],
    'POST repos/acme/shop-config/pulls': { number: 7 },
    'PATCH repos/acme/shop-config/pulls/7': {},
    'POST repos/acme/shop-config/pulls/7/requested_reviewers': {},
  };

  test('is a pull request with the images of the source, and changes nothing before its merge', async () => {
    const repository = new ConfigRepository();
    await repository.run('deploy', dispatch(5));
    const main = git(repository.bare, 'rev-parse', 'main');
    const { code, log, requests, summary } = await repository.run('deploy', promotion(), { gh: api });
    expect([code, log]).toEqual([0, expect.any(String)]);
    expect(git(repository.bare, 'rev-parse', 'main')).toBe(main);
    expect(repository.images('prod', 'promote/shop/prod')).toEqual(image(5));
    expect(git(repository.bare, 'diff', '--name-only', 'main', 'promote/shop/prod')).toBe('charts/shop/prod-values.yaml');
    expect(repository.trailers('promote/shop/prod')).toMatchObject({
      'Source-Commit': image(5).tag,
      'Source-Run': '5',
      'Promoted-From': 'dev',
      Reason: 'it ran well',
    });
    expect(requests.map(({ arguments: [method, path] }) => `${method} ${path?.split('?')[0]}`)).toEqual([
      'GET repos/acme/shop-config/pulls',
      'POST repos/acme/shop-config/pulls',
      'POST repos/acme/shop-config/pulls/7/requested_reviewers',
    ]);
    expect(requests[1]?.body).toMatchObject({ title: `Promote shop to prod: ${image(5).tag.slice(0, 12)}`, head: 'promote/shop/prod', base: 'main' });
    expect(requests[2]?.body).toEqual({ reviewers: [], team_reviewers: ['platform'] });
    expect(summary).toContain('Nothing has changed in prod yet');
  });

  aside('a newer one takes the place of an older, the same one changes nothing', async () => {
    const repository = new ConfigRepository();
    const open = { ...api, 'GET repos/acme/shop-config/pulls': [{ number: 7, user: { login: 'shop-config-cd[bot]' } }] };
    await repository.run('deploy', dispatch(5));
    await repository.run('deploy', promotion(), { gh: api });
    const proposed = git(repository.bare, 'rev-parse', 'promote/shop/prod');
    const again = await repository.run('deploy', promotion(), { gh: open });
    expect(again.log).toContain('Pull request #7 already proposes these images');
    expect(git(repository.bare, 'rev-parse', 'promote/shop/prod')).toBe(proposed);
    await repository.run('deploy', dispatch(6));
    const { requests } = await repository.run('deploy', promotion(), { gh: open });
    expect(repository.images('prod', 'promote/shop/prod')).toEqual(image(6));
    expect(requests.map(({ arguments: [method] }) => method)).toEqual(['GET', 'PATCH', 'POST']);
  });

  aside('before the first image there is nothing to promote', async () => {
    const { code, log } = await new ConfigRepository().run('deploy', promotion(), { gh: api });
    expect(code).toBe(1);
    expect(log).toContain('::error::dev has no image yet: run CI of acme/shop');
  });

  aside('of something older says so', async () => {
    const repository = new ConfigRepository();
    await repository.run('deploy', dispatch(6));
    await repository.run('deploy', promotion(), { gh: api });
    git(repository.bare, 'update-ref', 'refs/heads/main', 'promote/shop/prod');
    await repository.run('deploy', dispatch(5, { allow_downgrade: 'true' }));
    const refused = await repository.run('deploy', promotion(), { gh: api });
    expect(refused.code).toBe(1);
    expect(refused.log).toContain('prod has images of CI run 6, dev has those of the older run 5');
    expect((await repository.run('deploy', promotion({ allow_downgrade: 'true' }), { gh: api })).code).toBe(0);
  });

  describe('approved in a GitHub environment', () => {
    async function waiting(): Promise<ConfigRepository> {
      const repository = new ConfigRepository();
      repository.change((folder) => {
        const path = join(folder, '.gitops-app/shop/delivery.json');
        writeFileSync(path, readFileSync(path, 'utf8').replace('"pull-request"', '"github-environment"'));
      });
      await repository.run('deploy', dispatch(5));
      return repository;
    }

    aside('writes what was approved, though its source has gone on, and says by whom', async () => {
      const repository = await waiting();
      const asked = await repository.validate('deploy', promotion());
      expect(asked.outputs).toMatchObject({ approval: 'github-environment', github_environment: 'shop-prod' });
      expect(asked.summary).toContain(image(5).digest);
      await repository.run('deploy', dispatch(6));
      expect((await repository.write('deploy', asked, { env: { APPROVED_BY: 'ann' } })).code).toBe(0);
      expect(repository.images('prod')).toEqual(image(5));
      expect(repository.trailers()).toMatchObject({ 'Approved-By': 'ann', 'Promoted-From': 'dev', 'Source-Run': '5' });
    });

    aside('fails when a newer one was approved before it', async () => {
      const repository = await waiting();
      const older = await repository.validate('deploy', promotion());
      await repository.run('deploy', dispatch(6));
      await repository.run('deploy', promotion());
      const { code, log } = await repository.write('deploy', older);
      expect([code, log]).toEqual([1, expect.stringContaining('::error::prod has images of CI run 6, dev has those of the older run 5')]);
      expect(repository.images('prod')).toEqual(image(6));
    });
  });
});

describe('a rollback', () => {
  async function deployed(...runs: number[]): Promise<ConfigRepository> {
    const repository = new ConfigRepository();
    for (const run of runs) await repository.run('deploy', dispatch(run));
    return repository;
  }

  test('brings back the release before, and no late run undoes it until the hold is released', async () => {
    const repository = await deployed(5, 6);
    expect((await repository.run('rollback', rollbackOf('dev'))).code).toBe(0);
    expect(repository.images('dev')).toEqual(image(5));
    expect(git(repository.bare, 'diff', '--name-only', 'main~1', 'main').split('\n')).toEqual(['.gitops-app/shop/holds.json', wrapper]);
    expect(git(repository.bare, 'diff', 'main~2', 'main', '--', wrapper)).toBe('');
    expect(JSON.parse(repository.read('.gitops-app/shop/holds.json'))).toEqual({ dev: { since: expect.any(String), by: 'octocat', reason: 'errors' } });
    expect(repository.trailers()).toMatchObject({ 'Rolled-Back-To': git(repository.bare, 'rev-parse', 'main~2'), Reason: 'errors' });

    const late = await repository.run('deploy', dispatch(7));
    expect(late.code).toBe(0);
    expect(late.log).toContain('::warning::shop in dev is on hold, set by octocat: errors. Nothing was deployed');
    expect(repository.images('dev')).toEqual(image(5));

    expect((await repository.run('rollback', rollbackOf('dev', { action: 'release' }))).code).toBe(0);
    expect(repository.read('.gitops-app/shop/holds.json')).toBe('{}');
    await repository.run('deploy', dispatch(7));
    expect(repository.images('dev')).toEqual(image(7));
  });

  aside('twice goes back twice, not forward again', async () => {
    const repository = await deployed(4, 5, 6);
    await repository.run('rollback', rollbackOf('dev'));
    await repository.run('rollback', rollbackOf('dev'));
    expect(repository.images('dev')).toEqual(image(4));
    const { code, log } = await repository.run('rollback', rollbackOf('dev'));
    expect([code, log]).toEqual([1, expect.any(String)]);
    expect(log).toContain('CD has delivered no other images to dev before');
  });

  aside('goes to the commit that is named, past other changes beside the images', async () => {
    const repository = await deployed(4, 5);
    const first = git(repository.bare, 'rev-parse', 'main~1');
    repository.change((folder) => {
      const path = join(folder, wrapper);
      writeFileSync(path, readFileSync(path, 'utf8').replace('replicas: 1', 'replicas: 2'));
    });
    await repository.run('deploy', dispatch(6));
    expect((await repository.run('rollback', rollbackOf('dev', { to: first.slice(0, 10) }))).code).toBe(0);
    expect(repository.images('dev')).toEqual(image(4));
    expect(repository.read(wrapper)).toContain('replicas: 2');
  });

  aside('refuses what is no commit, and what was never on the branch', async () => {
    const repository = await deployed(5);
    const none = await repository.run('rollback', rollbackOf('dev', { to: 'deadbeef' }));
    expect([none.code, none.log]).toEqual([1, expect.stringContaining('::error::There is no commit deadbeef on main itself')]);
    git(repository.bare, 'branch', 'side', 'main');
    const side = git(repository.bare, 'commit-tree', '-m', 'side', '-p', 'main', 'main^{tree}');
    git(repository.bare, 'update-ref', 'refs/heads/side', side);
    const refused = await repository.run('rollback', rollbackOf('dev', { to: side }));
    expect([refused.code, refused.log]).toEqual([1, expect.stringContaining(`There is no commit ${side} on main itself`)]);
  });

  aside('a promotion to what is held fails with the reason', async () => {
    const repository = await deployed(5);
    repository.change((folder) => writeFileSync(join(folder, '.gitops-app/shop/holds.json'), '{"prod": {"by": "ann", "reason": "errors"}}\n'));
    const { code, log } = await repository.run('deploy', promotion());
    expect(code).toBe(1);
    expect(log).toContain('shop in prod is on hold, set by ann: errors. Release the hold first');
  });

  aside('releasing what is not held changes nothing', async () => {
    const repository = await deployed(5);
    const { code, log } = await repository.run('rollback', rollbackOf('dev', { action: 'release' }));
    expect([code, log]).toEqual([0, expect.stringContaining('shop in dev is not on hold')]);
  });
});
