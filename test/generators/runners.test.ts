/** Runners of one's own, merge queues and sole maintainers, in every workflow and ruleset. */
import { spawnSync } from 'node:child_process';
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { generators } from '../../generators/index.ts';
import { examples } from '../../src/create/examples.ts';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import type { Ruleset } from '../../src/github/ruleset.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { temporaryFolder } from '../support/workspace.ts';

interface Workflow {
  on: Record<string, unknown>;
  jobs: Record<string, { 'runs-on': unknown; if?: string; permissions: object; steps: { name: string; run?: string; env?: Record<string, string> }[] }>;
}

function files(change: (config: PipelineConfig) => void): Map<string, string> {
  const config = structuredClone(examples.shop?.config) as PipelineConfig;
  change(config);
  const model = resolve(config);
  const outputs = generators.filter(({ id, applies }) => /workflow|ci|check|cd|rollback|promotion|ruleset/.test(id) && applies?.(model) !== false);
  return new Map(
    outputs.flatMap(({ repository, files: plan }) =>
      plan(model, { version: '1.0.0', planned: [] }).map(({ path, content }) => [`${repository}/${path}`, content ?? ''] as const),
    ),
  );
}

const workflowsOf = (all: Map<string, string>) =>
  [...all].filter(([path]) => path.includes('.github/workflows/')).map(([path, text]) => [path, parse(text) as Workflow] as const);
const rulesOf = (all: Map<string, string>, repository: string) => (JSON.parse(all.get(`${repository}/.github/rulesets/main.json`) ?? '') as Ruleset).rules;

describe('ci.runsOn and repositories.config.runsOn', () => {
  test.each([['big'], [['self-hosted', 'linux', 'x64']], [{ group: 'build machines', labels: ['linux'] }]])(
    '%j reaches every job of its repository',
    (runsOn) => {
      const all = files((config) =>
        Object.assign(config, { ci: { runsOn }, repositories: { ...config.repositories, config: { ...config.repositories.config, runsOn: 'cd' } } }),
      );
      const jobs = workflowsOf(all).flatMap(([path, { jobs: byId }]) => Object.values(byId).map((job) => [path.split('/')[0], job['runs-on']] as const));
      expect(jobs.length).toBeGreaterThan(14);
      for (const [repository, value] of jobs) expect(value).toEqual(repository === 'app' ? runsOn : 'cd');
    },
  );

  test('a runner of one’s own says what it lacks, by name', () => {
    const own = workflowsOf(files((config) => Object.assign(config.repositories.config, { runsOn: ['self-hosted'] })));
    const run = own.find(([path]) => path.endsWith('config/.github/workflows/rollback.yaml'))?.[1].jobs.write?.steps[0]?.run ?? '';
    const bin = temporaryFolder();
    const bash = spawnSync('bash', ['-c', 'command -v bash'], { encoding: 'utf8' }).stdout.trim();
    symlinkSync(bash, join(bin, 'bash'));
    const work = () =>
      spawnSync(bash, ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], { env: { PATH: bin, RUNNER_NAME: 'metal-1' }, encoding: 'utf8' });
    for (const tool of ['awk', 'base64', 'cmp', 'git', 'sed']) {
      writeFileSync(join(bin, tool), '');
      chmodSync(join(bin, tool), 0o755);
    }
    expect(work()).toMatchObject({
      status: 1,
      stdout: '::error::The runner metal-1 has no gh: install it\n::error::The runner metal-1 has no jq: install it\n',
    });
    for (const tool of ['gh', 'jq']) {
      writeFileSync(join(bin, tool), '');
      chmodSync(join(bin, tool), 0o755);
    }
    expect(work()).toMatchObject({ status: 0, stdout: '' });
    expect(JSON.stringify(workflowsOf(files(() => {})))).not.toContain('Check the tools');
  });
});

describe('mergeQueue', () => {
  const queued = files(({ repositories }) => {
    Object.assign(repositories.app, { mergeQueue: true });
    Object.assign(repositories.config, { mergeQueue: true });
  });

  test('runs every workflow with a required check, and asks for the status Promotion', () => {
    const events = workflowsOf(queued).filter(([, { on }]) => 'merge_group' in on);
    expect(events.map(([path]) => path.split('/').at(-1)).sort()).toEqual(['check.yaml', 'gitops-check.yaml', 'gitops-ci.yaml', 'review.yaml']);
    // Its secrets are those of the default branch, which a merge group is not.
    const promotion = workflowsOf(queued).find(([path]) => path.endsWith('promotion.yaml'))?.[1];
    expect(promotion?.jobs.decide?.if).toContain("github.event.workflow_run.event == 'merge_group'");
    for (const repository of ['app', 'config']) expect(rulesOf(queued, repository).map(({ type }) => type)).toContain('merge_queue');
  });

  test('is off where the config says nothing', () => {
    const all = JSON.stringify([...files(() => {})].filter(([path]) => path.includes('.github/')));
    expect(all).not.toMatch(/merge_group|merge_queue|MERGE_GROUP/);
  });
});

describe('a sole maintainer', () => {
  const only = (config: PipelineConfig) => {
    Object.assign(config.app, { owners: ['@ada'] });
    Object.assign(config.repositories.config, { owners: ['@Ada'] });
    for (const { approval } of Object.values(config.environments)) if (approval !== undefined) Object.assign(approval, { reviewers: ['@ada'] });
  };
  const reviewsOf = (all: Map<string, string>, repository: string) => rulesOf(all, repository).find(({ type }) => type === 'pull_request');
  const delivery = (change: (config: PipelineConfig) => void) => {
    const config = structuredClone(examples.shop?.config) as PipelineConfig;
    change(config);
    return resolve(config).environments.map(({ approval }) => approval?.preventSelfReview);
  };

  test('can merge, and approve a promotion; checks and history stay required', () => {
    const all = files(only);
    for (const repository of ['app', 'config']) {
      expect(reviewsOf(all, repository)).toMatchObject({
        parameters: { required_approving_review_count: 0, require_code_owner_review: false, require_last_push_approval: false },
      });
      expect(rulesOf(all, repository).map(({ type }) => type)).toContain('required_status_checks');
    }
    expect(rulesOf(all, 'app').map(({ type }) => type)).toEqual(expect.arrayContaining(['deletion', 'non_fast_forward']));
    expect(delivery(only)).toEqual([undefined, false]);
  });

  test('is nobody as soon as a team or a second user is named, or the config asks for approvals', () => {
    const second = (config: PipelineConfig) => {
      only(config);
      Object.assign(config.app, { owners: ['@ada', '@bob'] });
    };
    const asked = (config: PipelineConfig) => {
      only(config);
      Object.assign(config.repositories.config, { requiredApprovals: 2 });
    };
    expect(reviewsOf(files(second), 'config')).toMatchObject({ parameters: { required_approving_review_count: 1, require_code_owner_review: true } });
    expect(delivery(second)).toEqual([undefined, true]);
    expect(reviewsOf(files(asked), 'config')).toMatchObject({ parameters: { required_approving_review_count: 2, require_code_owner_review: true } });
  });
});

test('a registry of the generator reaches both checks: the token of the job for GitHub Packages, a secret otherwise', () => {
  const checks = (registry: string) =>
    workflowsOf(files((config) => Object.assign(config, { generator: { package: '@acme/create-gitops-app', registry } })))
      .filter(([path]) => path.endsWith('check.yaml'))
      .map(([, { jobs }]) => jobs['generated-files']);
  for (const job of checks('https://npm.pkg.github.com')) {
    expect(job?.permissions).toEqual({ contents: 'read', packages: 'read' });
    const step = job?.steps.find(({ name }) => name === 'Check generated files');
    if (step?.env !== undefined) expect(step.env).toMatchObject({ GENERATOR_REGISTRY: 'https://npm.pkg.github.com', GENERATOR_TOKEN: '${{ github.token }}' });
    else expect(step?.run).toContain('npx --yes --@acme:registry=https://npm.pkg.github.com @acme/create-gitops-app@');
  }
  const [, config] = checks('https://npm.example.com/private');
  expect(config?.permissions).toEqual({ contents: 'read' });
  expect(JSON.stringify(config)).toContain('secrets.GENERATOR_TOKEN');
});
