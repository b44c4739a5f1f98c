/**
 * CI took the digest that the tag of its commit names, so whoever overwrote the tag had a foreign image scanned, attested
 * and deployed: on GHCR from a branch, before a re-run; elsewhere whoever may push to the same registry, at any time.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ci } from '../../generators/app/ci.ts';
import type { Model, Registry } from '../../src/model/model.ts';
import { goldenFolder } from '../golden/cases.ts';

const golden = JSON.parse(readFileSync(join(goldenFolder, 'shop/config/.gitops-app/shop/model.json'), 'utf8')) as Model;
const folder = mkdtempSync(join(tmpdir(), 'overwritten-tag-'));
afterAll(() => rmSync(folder, { recursive: true }));

const uuid = '11111111-2222-3333-4444-555555555555';
const registries: Record<Registry['type'], Registry> = {
  ecr: golden.registry,
  ghcr: { type: 'ghcr', host: 'ghcr.io', owner: 'acme' },
  gar: {
    ...{ type: 'gar', host: 'europe-west1-docker.pkg.dev', project: 'acme-images', location: 'europe-west1', repository: 'apps' },
    ...{ workloadIdentityProvider: 'projects/1/locations/global/workloadIdentityPools/github/providers/actions', serviceAccount: 'shop-ci' },
  },
  acr: { type: 'acr', host: 'acme.azurecr.io', name: 'acme', tenantId: uuid, subscriptionId: uuid },
  dockerhub: { type: 'dockerhub', host: 'docker.io', namespace: 'acme', username: 'acme' },
  harbor: { type: 'harbor', host: 'harbor.example.com', project: 'shop', username: 'robot$shop+ci' },
};

interface Step {
  id?: string;
  if?: string;
  env?: Record<string, string>;
  run?: string;
}
interface Job {
  name: string;
  outputs: { digest: string };
  steps: Step[];
}

const foreign = `sha256:${'e'.repeat(64)}`;

/** What earlier attempts of the run did: the step that pushes, by attempt. */
type Earlier = Record<number, { job: string; conclusion: 'success' | 'failure' | 'skipped' }>;

/** Runs the job that builds, where the tag exists already and names a foreign digest. Gives the digest that the job reports. */
function reported(registry: Registry, attempt: number, earlier: Earlier = {}): 'foreign' | 'built' {
  const { jobs } = parse(ci.files({ ...golden, registry }, { version: '1.0.0', planned: [] })[0]?.content ?? '') as { jobs: Record<string, Job> };
  const job = jobs['image-shop'];
  const [existing, build] = ['existing', 'build'].map((id) => job?.steps.find((step) => step.id === id));
  if (job === undefined || build === undefined) throw new Error('CI builds nothing');
  const digest = existing === undefined || (existing.if === 'github.run_attempt > 1' && attempt === 1) ? '' : look(existing, attempt, earlier);
  if (build.if === undefined) expect(job.outputs.digest).toBe('${{ steps.build.outputs.digest }}');
  else expect(build.if).toBe("steps.existing.outputs.digest == ''");
  return digest === '' ? 'built' : 'foreign';
}

function look({ env = {}, run = '' }: Step, attempt: number, earlier: Earlier): string {
  const own = mkdtempSync(join(folder, 'run-'));
  mkdirSync(join(own, 'bin'));
  writeFileSync(join(own, 'bin/docker'), `#!/bin/sh\necho '{"digest":"${foreign}"}'\n`, { mode: 0o755 });
  // gh api --paginate <path> --jq <filter>
  writeFileSync(join(own, 'bin/gh'), `#!/usr/bin/env bash\n[[ "$3" =~ attempts/([0-9]+)/ ]] && jq "$5" "${own}/attempt-\${BASH_REMATCH[1]}"\n`, {
    mode: 0o755,
  });
  for (const [number, { job, conclusion }] of Object.entries(earlier)) {
    const steps = [
      { name: 'Check out repository', conclusion: 'success' },
      { name: 'Build and push', conclusion },
    ];
    writeFileSync(join(own, `attempt-${number}`), JSON.stringify({ jobs: [{ name: 'Test' }, { name: job, steps }] }));
  }
  writeFileSync(join(own, 'output'), '');
  const { status, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], {
    encoding: 'utf8',
    env: {
      ...env,
      PATH: [join(own, 'bin'), process.env.PATH].join(delimiter),
      RUNNER_TEMP: own,
      GITHUB_OUTPUT: join(own, 'output'),
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_RUN_ID: '345',
      GITHUB_RUN_ATTEMPT: String(attempt),
    },
  });
  expect([status, stderr]).toEqual([0, '']);
  return readFileSync(join(own, 'output'), 'utf8')
    .replace(/^digest=/, '')
    .trim();
}

const pushed = (conclusion: 'success' | 'failure' | 'skipped', job = 'Build shop') => ({ job, conclusion });

describe.each(['ghcr', 'acr'] as const)('%s, whose tags anybody with push access overwrites', (type) => {
  test('builds in every attempt', () => {
    expect(reported(registries[type], 1)).toBe('built');
    expect(reported(registries[type], 2, { 1: pushed('success') })).toBe('built');
  });
});

describe.each(['gar', 'dockerhub', 'harbor'] as const)('%s, whose tags others can push too, but nobody overwrites', (type) => {
  test('does not take a tag that somebody pushed before this run', () => {
    expect(reported(registries[type], 1)).toBe('built');
    // The first attempt failed because the tag was there.
    expect(reported(registries[type], 2, { 1: pushed('failure') })).toBe('built');
    expect(reported(registries[type], 3, { 1: pushed('failure'), 2: pushed('failure') })).toBe('built');
  });
  test('does not take the push of another job for its own', () => {
    expect(reported(registries[type], 2, { 1: pushed('success', 'Build mail') })).toBe('built');
  });
  test('reuses what this run pushed, because a second push would fail', () => {
    expect(reported(registries[type], 3, { 1: pushed('success'), 2: pushed('skipped') })).toBe('foreign');
  });
});

test('ecr, where only CI on the default branch can push, and no tag changes, reuses the image', () => {
  expect(reported(registries.ecr, 1)).toBe('foreign');
  const setUp = readFileSync(join(goldenFolder, 'shop/config/docs/shop/runbooks/set-up.md'), 'utf8');
  expect(setUp).toContain('--image-tag-mutability IMMUTABLE');
  expect(setUp).toContain('"repo:acme/shop:ref:refs/heads/main"');
  expect(setUp).toContain('"arn:aws:ecr:eu-west-1:123456789012:repository/shop"');
});
