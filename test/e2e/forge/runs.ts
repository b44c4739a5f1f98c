/** Runs workflows with act, on the host, every action a stand-in at its emitted pin. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binFolder, program } from '../cache.ts';
import { createQueue } from './concurrency.ts';
import type { IdTokens } from './id-tokens.ts';
import type { Identities, Identity } from './identities.ts';
import type { Repositories } from './repositories.ts';
import { jobsToRun, outputsOf, withKeptJobs } from './reruns.ts';
import { tokenPermissions, type WorkflowFile } from './triggers.ts';

const standInFolder = join(import.meta.dirname, '../actions');

export interface Run {
  id: number;
  repository: string;
  /** File name of the workflow. */
  workflow: string;
  /** As `gh run list` shows it. */
  title: string;
  event: string;
  /** Login of who started it. */
  actor: string;
  ref: string;
  commit: string;
  /** When this attempt started, ISO 8601. */
  startedAt: string;
  /** Branch of the push or pull request that started it; empty otherwise. */
  headBranch: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: 'success' | 'failure' | 'cancelled' | undefined;
  /** From 1; a re-run is another attempt of the same run. */
  attempt: number;
  /** Who started this attempt. */
  triggeringActor: string;
  /** Result of each job; a skipped one is absent. */
  jobs: Record<string, string>;
  /** As GitHub shows and requires them, by id. */
  jobNames: Record<string, string>;
  /** Outputs of each job's steps, as `steps.<id>.outputs.<name>`. */
  outputs: Record<string, Record<string, string>>;
  /** Everything the run printed. */
  log: string;
}

/** Secrets and variables of a repository. */
export interface Settings {
  secrets: Record<string, string>;
  variables: Record<string, string>;
}

export interface Runs {
  all: Run[];
  start: (repository: string, workflow: WorkflowFile, event: string, payload: object, ref: string, commit: string, actor?: string, headBranch?: string) => Run;
  /** Runs a run again: all of it, what failed, or one job, each with what needs it. @returns why not */
  rerun: (run: Run, which: 'all' | 'failed' | { job: string }, actor: string) => string | undefined;
  /** Waits until nothing is queued or running. */
  settled: () => Promise<void>;
}

export interface RunsOptions {
  state: string;
  repositories: Repositories;
  identities: Identities;
  idTokens: IdTokens;
  settings: Map<string, Settings>;
  /** http://127.0.0.1:<port> of the forge; known once its server listens. */
  url: () => string;
  /** Variables that stand-ins need, for example the registry's address. */
  environment: () => Record<string, string>;
  /** After the end of every attempt. */
  ended: (run: Run, workflow: WorkflowFile) => void;
}

export function createRuns(options: RunsOptions): Runs {
  const all: Run[] = [];
  const pending = new Set<Promise<void>>();
  const queue = createQueue<Run>((run) => Object.assign(run, { status: 'completed', conclusion: 'cancelled' }));

  const begun = new Map<Run, { workflow: WorkflowFile; payload: object; ref: string }>();

  const enter = (run: Run, kept: readonly string[]) => {
    const { workflow, payload, ref } = begun.get(run) ?? { workflow: undefined, payload: {}, ref: '' };
    if (workflow === undefined) return;
    const inputs = (payload as { inputs?: Record<string, string> }).inputs ?? {};
    const group = concurrencyGroup(workflow, inputs, ref);
    const work = async () => {
      await execute(run, workflow, kept, payload, ref, options);
      options.ended(run, workflow);
    };
    const promise = group === undefined ? work() : queue.enter(`${run.repository}:${group.name}`, run, group.evicts, work);
    pending.add(promise);
    promise.finally(() => pending.delete(promise));
  };

  const rerun: Runs['rerun'] = (run, which, actor) => {
    if (run.status !== 'completed') return 'The workflow run is not completed';
    const workflow = begun.get(run)?.workflow;
    if (workflow === undefined) return 'Not Found';
    const every = Object.keys(workflow.jobs);
    const failed = every.filter((id) => run.jobs[id] === 'failure');
    const asked = which === 'all' ? every : which === 'failed' ? failed : [which.job];
    if (asked.length === 0) return 'There are no failed jobs to run again';
    const again = jobsToRun(workflow.text, asked);
    Object.assign(run, {
      attempt: run.attempt + 1,
      startedAt: new Date().toISOString(),
      triggeringActor: actor,
      status: 'queued',
      conclusion: undefined,
      log: '',
    });
    enter(
      run,
      every.filter((id) => !again.includes(id)),
    );
    return undefined;
  };

  const start: Runs['start'] = (repository, workflow, event, payload, ref, commit, actor = 'dev', headBranch = '') => {
    const run: Run = {
      // With room between, as where other repositories have runs too.
      id: 1100 + 100 * all.length,
      repository,
      workflow: workflow.path.split('/').at(-1) ?? '',
      title: withInputs(workflow['run-name'] ?? workflow.name ?? '', payload),
      event,
      actor,
      ref,
      commit,
      startedAt: new Date().toISOString(),
      headBranch,
      status: 'queued',
      conclusion: undefined,
      attempt: 1,
      triggeringActor: actor,
      jobs: {},
      jobNames: Object.fromEntries(Object.entries(workflow.jobs).map(([id, { name }]) => [id, name ?? id])),
      outputs: {},
      log: '',
    };
    all.push(run);
    begun.set(run, { workflow, payload, ref });
    enter(run, []);
    return run;
  };
  const settled = async () => {
    while (pending.size > 0) await Promise.all([...pending]);
  };
  return { all, start, rerun, settled };
}

/** An expression that reads inputs alone, filled in. */
function withInputs(text: string, payload: object): string {
  const { inputs = {} } = payload as { inputs?: Record<string, string> };
  return text.replaceAll(/\$\{\{\s*inputs\.(\w+)\s*\}\}/g, (_, input: string) => inputs[input] ?? '');
}

/** The first job's group that the inputs decide. act knows no groups, so the forge holds the whole run back. */
function concurrencyGroup(workflow: WorkflowFile, inputs: Record<string, string>, ref: string): { name: string; evicts: boolean } | undefined {
  for (const { concurrency } of Object.values(workflow.jobs)) {
    if (concurrency === undefined) continue;
    const group = typeof concurrency === 'string' ? concurrency : concurrency.group;
    const name = withInputs(group, { inputs })
      .replaceAll(/\$\{\{\s*github\.ref\s*\}\}/g, ref)
      .replaceAll(/\$\{\{\s*github\.workflow\s*\}\}/g, workflow.path);
    if (!name.includes('${{')) return { name, evicts: typeof concurrency === 'string' || concurrency.queue !== 'max' };
  }
  return undefined;
}

async function execute(run: Run, workflow: WorkflowFile, kept: readonly string[], payload: object, ref: string, options: RunsOptions): Promise<void> {
  const { repositories, identities, idTokens, settings, state } = options;
  run.status = 'in_progress';
  const [owner = '', name = ''] = run.repository.split('/');
  const folder = join(state, 'runs', String(run.id));
  mkdirSync(folder, { recursive: true });
  const tree = mkdtempSync(join(tmpdir(), 'e2e-run-'));
  const defaultBranch = repositories.defaultBranch(run.repository);
  repositories.git(run.repository, 'worktree', 'add', '--detach', '-f', tree, run.commit);
  const results = Object.fromEntries(
    kept.map((id) => [id, { result: run.jobs[id] ?? 'skipped', outputs: outputsOf(workflow.text, id, run.outputs[id] ?? {}) }]),
  );
  if (kept.length > 0) writeFileSync(join(tree, workflow.path), withKeptJobs(workflow.text, results));
  for (const id of Object.keys(workflow.jobs)) {
    if (kept.includes(id)) continue;
    delete run.jobs[id];
    delete run.outputs[id];
  }
  const event = {
    ...payload,
    repository: { full_name: run.repository, name, owner: { login: owner }, default_branch: defaultBranch },
    sender: { login: run.actor },
  };
  writeFileSync(join(folder, 'event.json'), JSON.stringify(event));
  const own = settings.get(run.repository) ?? { secrets: {}, variables: {} };
  const lines = (values: Record<string, string>) =>
    Object.entries(values)
      .map(([key, value]) => `${key}=${JSON.stringify(value)}\n`)
      .join('');
  const permissions = tokenPermissions(workflow);
  const token: Identity = { kind: 'job', login: 'github-actions[bot]', repository: run.repository, permissions };
  writeFileSync(join(folder, 'secrets'), lines({ ...own.secrets, GITHUB_TOKEN: identities.issue(token) }), { mode: 0o600 });
  writeFileSync(join(folder, 'variables'), lines(own.variables));
  const environment = {
    GITHUB_REPOSITORY: run.repository,
    GITHUB_REPOSITORY_OWNER: owner,
    GITHUB_SERVER_URL: options.url(),
    GITHUB_API_URL: `${options.url()}/api/v3`,
    GITHUB_RUN_ID: String(run.id),
    GITHUB_RUN_NUMBER: String(run.id - 1000),
    GITHUB_RUN_ATTEMPT: String(run.attempt),
    GITHUB_REF: ref,
    GITHUB_REF_NAME: ref.replace(/^refs\/(?:heads\/)?/, ''),
    GITHUB_TRIGGERING_ACTOR: run.triggeringActor,
    ...(permissions['id-token'] === 'write'
      ? { ACTIONS_ID_TOKEN_REQUEST_URL: `${options.url()}/e2e/id-token?api-version=2.0`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: idTokens.allow(run) }
      : {}),
  };
  const labels = ['ubuntu-24.04', 'ubuntu-latest'].flatMap((label) => ['-P', `${label}=-self-hosted`]);
  const args = [
    run.event,
    '--json',
    ...['-W', workflow.path, '-e', join(folder, 'event.json'), '--secret-file', join(folder, 'secrets'), '--var-file', join(folder, 'variables')],
    ...['--actor', run.actor, '--action-offline-mode', '--no-cache-server', '--no-skip-checkout', '--action-cache-path', join(folder, 'actions')],
    ...labels,
    ...standIns(workflow.text),
    ...Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
  ];
  // act hands its own environment to every step: only what a job may see.
  const clean = {
    PATH: `${join(import.meta.dirname, '../bin')}:${binFolder}:/usr/local/bin:/usr/bin:/bin`,
    HOME: join(state, 'home'),
    LANG: 'C.UTF-8',
    ...options.environment(),
  };
  const code = await new Promise<number>((resolve) => {
    const child = spawn(program('act'), args, { cwd: tree, env: clean, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk) => (run.log += chunk));
    child.stderr.on('data', (chunk) => (run.log += chunk));
    child.on('close', (status) => resolve(status ?? 1));
  });
  for (const line of run.log.split('\n')) {
    const row = line.startsWith('{') ? (JSON.parse(line) as Row) : {};
    if (row.jobID === undefined || kept.includes(row.jobID)) continue;
    if (row.jobResult !== undefined) run.jobs[row.jobID] = row.jobResult;
    if (row.command === 'set-output')
      run.outputs[row.jobID] = { ...run.outputs[row.jobID], [`steps.${row.stepID?.at(-1)}.outputs.${row.name}`]: row.arg ?? '' };
  }
  writeFileSync(join(folder, 'log.jsonl'), run.log);
  repositories.git(run.repository, 'worktree', 'remove', '--force', tree);
  rmSync(join(folder, 'actions'), { recursive: true, force: true });
  run.status = 'completed';
  run.conclusion = code === 0 ? 'success' : 'failure';
}

/** A line of act's log. */
interface Row {
  jobResult?: string;
  jobID?: string;
  command?: string;
  stepID?: string[];
  name?: string;
  arg?: string;
}

/** act's mapping of every pinned action to its stand-in; an action without one is an error, not a skipped step. */
function standIns(text: string): string[] {
  const uses = new Set([...text.matchAll(/uses:\s*['"]?([\w.-]+\/[\w.-]+)(?:\/[\w./-]+)?@([\w.-]+)/g)].map((match) => `${match[1]}@${match[2]}`));
  return [...uses].flatMap((reference) => {
    const [action = ''] = reference.split('@');
    const folder = join(standInFolder, action);
    if (!existsSync(folder)) throw new Error(`no stand-in for ${reference}: make test/e2e/actions/${action}`);
    return ['--local-repository', `${reference}=${folder}`];
  });
}

/** What the run printed, one line a step output. */
export function readableLog(run: Run): string {
  return run.log
    .split('\n')
    .map((line) => (line.startsWith('{') ? String((JSON.parse(line) as { msg?: string }).msg ?? '').trimEnd() : line))
    .join('\n');
}
