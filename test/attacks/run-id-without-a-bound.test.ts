/** A run of CI that never was, with an ID above all others, must not make every later one look older. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigRepository, dispatch, image, promotion } from '../cd/config-repository.ts';

const values = 'charts/shop/dev-values.yaml';
const runOf = (text: string) => `https://github.com/acme/shop-config/actions/runs/${text}`;

test.each(['999999999999999', '101'])('the ID %s is refused', async (id) => {
  const repository = new ConfigRepository();
  const source = String(dispatch(5).source).replace('"run_id":5', `"run_id":${id}`);
  const { code, log } = await repository.run('deploy', dispatch(5, { source }), { env: { GITHUB_RUN_ID: '101' } });
  expect([code, log]).toEqual([1, `::error::source.run_id is ${id}; must be lower than 101, the ID of this run of CD\n`]);
});

test.each([
  ['by a person', 'mallory@example.com', ['Source-Run: 50', `CD-Run: ${runOf('60')}`]],
  ['with an ID above that of the run which wrote it', undefined, ['Source-Run: 99999999', `CD-Run: ${runOf('60')}`]],
  ['with IDs above those of today', undefined, ['Source-Run: 99999998', `CD-Run: ${runOf('99999999')}`]],
  ['of another server', undefined, ['Source-Run: 50', 'CD-Run: https://github.example.com/acme/shop-config/actions/runs/60']],
  ['with a trailer that is no number', undefined, ['Source-Run: 99x', `CD-Run: ${runOf('60')}`]],
])('a commit %s does not stop the environment', async (_, author, trailers) => {
  const repository = new ConfigRepository();
  const write = (folder: string) => {
    const path = join(folder, values);
    writeFileSync(
      path,
      readFileSync(path, 'utf8')
        .replace('tag: ""', 'tag: "a"')
        .replace('digest: ""', `digest: "sha256:${'a'.repeat(64)}"`),
    );
  };
  repository.change(write, `Deploy\n\n${trailers.join('\n')}`, author);
  expect((await repository.run('deploy', dispatch(5))).code).toBe(0);
  expect(repository.images('dev')).toEqual(image(5));
});

test('what is really older ends with a warning, or an error where a person asked for it', async () => {
  const repository = new ConfigRepository();
  await repository.run('deploy', dispatch(6));
  const { code, log } = await repository.run('deploy', dispatch(5));
  expect([code, log]).toEqual([
    0,
    expect.stringContaining('::warning::Superseded: dev has images of CI run 6, these are of the older run 5. Nothing was deployed.'),
  ]);
  expect((await repository.validate('deploy', promotion())).code).toBe(0);
});
