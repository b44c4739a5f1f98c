/** The last job of CI: what it sends, what it tries again, and what it shows of CD. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { proofAudience } from '../../src/github/contract.ts';
import { goldenFolder } from '../golden/cases.ts';
import { type Dispatched, type DispatchJob, startDispatchJob } from './dispatch-job.ts';

const workflow = parse(readFileSync(join(goldenFolder, 'shop/app/.github/workflows/gitops-ci.yaml'), 'utf8')) as {
  jobs: { dispatch: { permissions: object; steps: { name: string; env: Record<string, string>; run: string }[] } };
};
const { permissions, steps } = workflow.jobs.dispatch;
const { env, run } = steps.at(-1) ?? { env: {}, run: '' };

let job: DispatchJob;
beforeAll(async () => {
  job = await startDispatchJob();
});
afterAll(() => job.close());
beforeEach(() => job.reset());

const start = (): Promise<Dispatched> => job.run(run, { ...env, IMAGES: '{ "shop": { "tag": "abc", "digest": "sha256:def" } }\n' });

test('proves each request, and hides the proof from the log', async () => {
  const { code, log, requests } = await start();
  expect([code, log]).toEqual([0, expect.stringContaining('CD ended with success: https://github.com/acme/shop-config/actions/runs/7001')]);
  expect(permissions).toEqual({ 'id-token': 'write' });
  const { inputs, ...rest } = requests[0] as { inputs: Record<string, string> };
  expect(rest).toEqual({ ref: 'main', return_run_details: true });
  expect(inputs).toEqual({
    ...{ contract: '1', app: 'shop', environment: 'dev', from: '', reason: 'CI run 12 of acme/shop', allow_downgrade: 'false' },
    images: '{"shop":{"tag":"abc","digest":"sha256:def"}}',
    source: '{"repository":"acme/shop","sha":"abc","run_id":345,"run_number":12,"run_attempt":2}',
    proof: 'a.signed.token',
  });
  const hash = createHash('sha256').update(String(inputs.images)).digest('hex');
  expect(job.audiences).toEqual([proofAudience('acme/shop-config', 'shop', 'dev', hash)]);
  expect(log).toMatch(/^::add-mask::a\.signed\.token\n/);
  expect(log.split('\n').filter((line) => line.includes('a.signed.token'))).toHaveLength(1);
});

test('tries again what GitHub could not answer', async () => {
  job.failures = ['HTTP 502', 'HTTP 429', 'error connecting to api.github.com'];
  const { code, requests } = await start();
  expect([code, requests.length]).toEqual([0, 4]);
}, 120_000);

test('does not try again what GitHub refused', async () => {
  job.failures = ['Not Found (HTTP 404)'];
  const { code, log, requests } = await start();
  expect([code, requests.length]).toEqual([1, 1]);
  expect(log).toContain('::error::Could not start CD for shop in dev: gh: Not Found (HTTP 404)');
});

test('does not ask for a run where the server does not know one, and then does not wait', async () => {
  job.failures = ['"return_run_details" is not a permitted key. (HTTP 422)'];
  job.details = false;
  const { code, log, requests } = await start();
  expect([code, log]).toEqual([0, expect.stringContaining('Started CD for shop in dev: https://github.com/acme/shop-config/actions\n')]);
  expect(requests[1]).not.toHaveProperty('return_run_details');
});

test('fails where CD failed, with its errors and a link', async () => {
  job.conclusion = 'failure';
  job.log = '2026-01-01T00:00:00Z ##[error]proof expired\n2026-01-01T00:00:00Z something else\n';
  const { code, log } = await start();
  expect(code).toBe(1);
  expect(log).toContain('\n##[error]proof expired\n');
  expect(log).not.toContain('something else');
  expect(log).toContain('::error::CD ended with failure: https://github.com/acme/shop-config/actions/runs/7001');
});

test('shows that nothing was deployed, which is no failure', async () => {
  job.log = '2026-01-01T00:00:00Z ##[warning]shop in dev is on hold; nothing was deployed\n';
  const { code, log } = await start();
  expect([code, log]).toEqual([0, expect.stringContaining('##[warning]shop in dev is on hold; nothing was deployed')]);
});

test('gives CD ten minutes', async () => {
  job.conclusion = null;
  const { code, log } = await job.run(run.replace('SECONDS + 600', 'SECONDS + 1'), env);
  expect([code, log]).toEqual([
    1,
    expect.stringContaining('::error::CD has not ended within ten minutes: https://github.com/acme/shop-config/actions/runs/7001'),
  ]);
});
