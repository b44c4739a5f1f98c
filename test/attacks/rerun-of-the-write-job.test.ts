/** GitHub keeps the outputs of earlier attempts for 30 days: a job that writes must not use those of another attempt. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ConfigRepository, dispatch, git, image, rollbackOf } from '../cd/config-repository.ts';
import { goldenFolder } from '../golden/cases.ts';

const later = { GITHUB_RUN_ATTEMPT: '2' };

test('a deployment that was rolled back since does not come back', async () => {
  const repository = new ConfigRepository();
  await repository.run('deploy', dispatch(5));
  const validated = await repository.validate('deploy', dispatch(6));
  expect(validated.outputs.attempt).toBe('1');
  await repository.write('deploy', validated);
  await repository.run('rollback', rollbackOf('dev'));
  await repository.run('rollback', rollbackOf('dev', { action: 'release' }));
  const { code, log } = await repository.write('deploy', validated, { env: later });
  expect([code, log]).toEqual([1, expect.stringContaining('::error::This job was re-run without the validation of its request. Re-run all jobs instead')]);
  expect(repository.images('dev')).toEqual(image(5));
});

test('a rollback is not repeated', async () => {
  const repository = new ConfigRepository();
  await repository.run('deploy', dispatch(5));
  await repository.run('deploy', dispatch(6));
  const validated = await repository.validate('rollback', rollbackOf('dev'));
  const before = git(repository.bare, 'rev-parse', 'main');
  expect((await repository.write('rollback', validated, { env: later })).code).toBe(1);
  expect(git(repository.bare, 'rev-parse', 'main')).toBe(before);
});

test('a re-run of all jobs validates again, and writes', async () => {
  const repository = new ConfigRepository();
  const validated = await repository.validate('deploy', dispatch(5), { env: later });
  expect((await repository.write('deploy', validated, { env: { ...later, VALIDATED_ATTEMPT: validated.outputs.attempt ?? '' } })).code).toBe(0);
});

test('every job with the key of CD passes the attempt that validated', () => {
  for (const file of ['cd.yaml', 'rollback.yaml']) {
    const { jobs } = parse(readFileSync(join(goldenFolder, 'shop/config/.github/workflows', file), 'utf8'));
    expect(jobs.validate.outputs.attempt).toBe('${{ steps.validate.outputs.attempt }}');
    const writing = Object.values<{ environment?: string; needs: string[]; steps: { env?: Record<string, string> }[] }>(jobs).filter(
      ({ environment }) => environment === 'cd',
    );
    expect(writing.length).toBeGreaterThan(0);
    for (const { needs, steps } of writing) {
      expect(needs).toContain('validate');
      expect(steps.at(-1)?.env?.VALIDATED_ATTEMPT).toBe('${{ needs.validate.outputs.attempt }}');
    }
  }
});

test('the token of another App writes nothing', async () => {
  const repository = new ConfigRepository();
  const { code, log } = await repository.run('deploy', dispatch(5), { env: { APP_SLUG: 'other-cd' } });
  expect([code, log]).toEqual([
    1,
    expect.stringContaining('::error::The key of CD belongs to the GitHub App other-cd, but this repository expects shop-config-cd.'),
  ]);
  expect(repository.images('dev').tag).toBe('');
});
