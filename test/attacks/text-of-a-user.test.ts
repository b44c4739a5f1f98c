/** What a person types reaches logs, summaries and pull requests as text: as no command, link, heading or HTML. */
import { expect, test } from 'vitest';
import { ConfigRepository, dispatch, promotion, rollbackOf } from '../cd/config-repository.ts';

const hostile = '##[add-mask]x ::stop-commands::y %0A::error::z `` [click](https://evil.example) <img src=x> @all #1 # title';

test('a reason of a hold stays text', async () => {
  const repository = new ConfigRepository();
  await repository.run('deploy', dispatch(5));
  await repository.run('deploy', dispatch(6));
  await repository.run('rollback', rollbackOf('dev', { reason: hostile }));
  const { code, log, summary } = await repository.run('deploy', dispatch(7));
  expect(code).toBe(0);
  expect(summary).toMatch(/^``` .*@all #1 # title.* ```$/);
  const [annotation = '', ...others] = log.trim().split('\n');
  expect(annotation).toContain('%250A::error::z');
  for (const line of others) {
    expect(line).not.toContain('##[');
    expect(line.trimStart().startsWith('::')).toBe(false);
  }
});

test('a reason of a promotion is code in the pull request', async () => {
  const repository = new ConfigRepository();
  await repository.run('deploy', dispatch(5));
  const { requests } = await repository.run('deploy', promotion({ reason: hostile }), {
    gh: {
      'GET repos/acme/shop-config/pulls': [],
      'POST repos/acme/shop-config/pulls': { number: 7 },
      'POST repos/acme/shop-config/pulls/7/requested_reviewers': {},
    },
  });
  const opened = requests.find(({ arguments: [method, path] }) => method === 'POST' && path === 'repos/acme/shop-config/pulls');
  const [sentence] = (opened?.body as { body: string } | undefined)?.body.split('\n') ?? [];
  expect(sentence).toBe(`octocat promotes shop from dev to prod: \`\`\` ${hostile} \`\`\``);
});

test('line ends and percent signs are escaped as GitHub documents', async () => {
  expect(await new ConfigRepository().shell(`annotate error $'a\\r\\nb%0A'`)).toBe('::error::a%0D%0Ab%250A');
});
