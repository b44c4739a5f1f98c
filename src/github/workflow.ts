import { printYaml } from '../render/yaml.ts';
import { type PinnedAction, pinnedVersion } from './action-pins.ts';

/**
 * A GitHub Actions workflow with GitHub's own field names, in the order of its documentation:
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
 * What every workflow of ours has in common is printed, not stated: no permissions at the top, bash for every script.
 */
export interface Workflow {
  name: string;
  'run-name'?: string;
  on: {
    pull_request?: { branches?: string[] } | null;
    push?: { branches: string[] };
    workflow_dispatch?: { inputs?: Record<string, WorkflowInput> };
  };
  concurrency: Concurrency;
  env?: Record<string, string>;
  jobs: Record<string, Job>;
}

export interface WorkflowInput {
  description: string;
  required?: boolean;
  default?: string | boolean;
  type: 'string' | 'boolean' | 'choice';
  options?: string[];
}

/** `queue: max` keeps every waiting run; without it a newer one displaces an older one that waits. */
export interface Concurrency {
  group: string;
  'cancel-in-progress': boolean | string;
  queue?: 'max';
}

/** What it is for stands behind it, as a comment in the file: `write # AWS gives its credentials to this identity`. */
type Access<Level extends string = 'read' | 'write'> = Level | `${Level} # ${string}`;
export type Permissions = Partial<Record<'actions' | 'attestations' | 'contents' | 'packages' | 'pull-requests', Access>> & { 'id-token'?: Access<'write'> };

export interface Job {
  /** Printed above the job. */
  comment?: string;
  name: string;
  needs?: string[];
  if?: string;
  'runs-on': string;
  'timeout-minutes': number;
  /** All that the job's token may do; `{}` is nothing. */
  permissions: Permissions;
  environment?: string | { name: string; deployment?: boolean };
  concurrency?: Concurrency;
  outputs?: Record<string, string>;
  env?: Record<string, string>;
  defaults?: { run: { 'working-directory': string } };
  strategy?: { 'fail-fast': boolean; matrix: Record<string, string[]> };
  services?: Record<string, ServiceContainer>;
  steps: Step[];
}

export interface ServiceContainer {
  image: string;
  env?: Record<string, string>;
  ports?: string[];
  options?: string;
}

interface StepBase {
  /** Printed above the step. */
  comment?: string;
  name: string;
  id?: string;
  if?: string;
  env?: Record<string, string>;
}

export interface ActionStep extends StepBase {
  uses: PinnedAction;
  with?: Record<string, string | number | boolean>;
}

/** A script never holds `${{ }}`: values reach it through `env`, so that none can become code. */
export interface ScriptStep extends StepBase {
  run: string;
  'working-directory'?: string;
}

export type Step = ActionStep | ScriptStep;

const stepKeys = ['name', 'id', 'if', 'uses', 'with', 'env', 'working-directory', 'run'] satisfies (keyof ActionStep | keyof ScriptStep)[];
// The type sees that none is forgotten: what is not here is not printed.
const jobKeys = Object.keys({
  name: 0,
  needs: 0,
  if: 0,
  'runs-on': 0,
  'timeout-minutes': 0,
  permissions: 0,
  environment: 0,
  concurrency: 0,
  outputs: 0,
  env: 0,
  defaults: 0,
  strategy: 0,
  services: 0,
  steps: 0,
} satisfies Record<Exclude<keyof Job, 'comment'>, 0>);

export interface WorkflowText {
  /** Comment lines at the top, without `#`. */
  header: string;
  /** Comment after a value, by the value; versions of pins are there already. */
  trailing?: (value: string) => string | undefined;
}

/** Prints a workflow: fixed key order, the version beside each pin, a blank line between jobs. */
export function printWorkflow(workflow: Workflow, { header, trailing }: WorkflowText): string {
  const comments: Record<string, string> = {};
  const trailingAt: Record<string, string> = {};
  const jobs = Object.entries(workflow.jobs).map(([id, job]) => {
    const at = `/jobs/${id}`;
    if (job.comment !== undefined) comments[at] = job.comment;
    const permissions = Object.entries(job.permissions).map(([permission, access]) => {
      const [level = '', reason] = access.split(' # ');
      if (reason !== undefined) trailingAt[`${at}/permissions/${permission}`] = reason;
      return [permission, level] as const;
    });
    const steps = job.steps.map((step, index) => {
      if (step.comment !== undefined) comments[`${at}/steps/${index}`] = step.comment;
      return ordered(step, stepKeys);
    });
    return [id, { ...ordered({ ...job, permissions: Object.fromEntries(permissions) }, jobKeys), steps }] as const;
  });
  const { name, 'run-name': runName, on, concurrency, env } = workflow;
  const data = {
    name,
    ...(runName === undefined ? {} : { 'run-name': runName }),
    on,
    permissions: {},
    concurrency,
    ...(env === undefined ? {} : { env }),
    defaults: { run: { shell: 'bash' } },
    jobs: Object.fromEntries(jobs),
  };
  const sections = ['on', 'permissions', 'concurrency', ...(env === undefined ? [] : ['env']), 'defaults', 'jobs'].map((key) => `/${key}`);
  const laterJobs = jobs.slice(1).map(([id]) => `/jobs/${id}`);
  return printYaml(data, {
    header,
    comments,
    trailingAt,
    blankLines: [...sections, ...laterJobs],
    trailing: (value) => pinnedVersion(value) ?? trailing?.(value),
    reader: '1.2',
  });
}

/** Makes GitHub take text as it stands: `${{` in it would be evaluated. For text that is not ours, outside of `run`. */
export function literal(text: string): string {
  return text.replaceAll('${{', "${{ '${{' }}");
}

/** The object's own keys in the given order; a comment is not one of them. */
function ordered(object: object, keys: readonly string[]): Record<string, unknown> {
  const entries = new Map(Object.entries(object));
  return Object.fromEntries(keys.flatMap((key) => (entries.get(key) === undefined ? [] : [[key, entries.get(key)]])));
}
