/** Which workflows an event starts, read from the files that the repository holds at that commit. */
import { parse } from 'yaml';
import { matchesPattern } from '../../support/rulesets.ts';
import type { Permission, Permissions } from './identities.ts';
import type { Repositories } from './repositories.ts';

export interface WorkflowFile {
  /** `.github/workflows/ci.yaml` */
  path: string;
  text: string;
  name?: string;
  /** Title of its runs. */
  'run-name'?: string;
  on: Record<string, { branches?: string[]; paths?: string[]; workflows?: string[]; types?: string[]; inputs?: Record<string, WorkflowInput> } | null>;
  jobs: Record<
    string,
    { name?: string; permissions?: Record<string, string>; concurrency?: string | { group: string; queue?: string }; environment?: unknown }
  >;
}

export interface WorkflowInput {
  required?: boolean;
  default?: string | boolean;
  type?: 'string' | 'choice' | 'boolean' | 'environment' | 'number';
  options?: string[];
}

export function workflowFiles(repositories: Repositories, slug: string, commit: string): WorkflowFile[] {
  return repositories
    .git(slug, 'ls-tree', '--name-only', commit, '.github/workflows/')
    .split('\n')
    .filter((path) => /\.ya?ml$/.test(path))
    .map((path) => {
      const text = repositories.git(slug, 'show', `${commit}:${path}`);
      const document = parse(text) as { name?: string; 'run-name'?: string; on: string | string[] | WorkflowFile['on']; jobs: WorkflowFile['jobs'] };
      const on =
        typeof document.on === 'string'
          ? { [document.on]: null }
          : Array.isArray(document.on)
            ? Object.fromEntries(document.on.map((event) => [event, null]))
            : document.on;
      const { name, 'run-name': title, jobs } = document;
      return { path, text, ...(name === undefined ? {} : { name }), ...(title === undefined ? {} : { 'run-name': title }), on, jobs };
    });
}

/** Activities that start a workflow without `types`. https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows */
const defaultTypes: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['opened', 'synchronize', 'reopened'],
  pull_request_target: ['opened', 'synchronize', 'reopened'],
};

export interface Occurrence {
  event: 'push' | 'pull_request' | 'pull_request_target' | 'pull_request_review' | 'workflow_run';
  /** Branch of a push, or base of a pull request; short name. */
  branch: string;
  /** The activity, where the event has several. */
  action?: string;
  /** Paths that a push changes. */
  paths?: readonly string[];
  /** Name of the workflow that has ended. */
  workflow?: string;
}

/** Whether what happened starts the workflow. Of patterns it knows `*` within a folder, and `**` for every branch. */
export function listensTo(workflow: WorkflowFile, { event, branch, action, paths, workflow: ended }: Occurrence): boolean {
  if (!(event in workflow.on)) return false;
  const { branches, types = defaultTypes[event], paths: wanted, workflows } = workflow.on[event] ?? {};
  if (workflows !== undefined && (ended === undefined || !workflows.includes(ended))) return false;
  if (types !== undefined && action !== undefined && !types.includes(action)) return false;
  if (wanted !== undefined && !(paths ?? []).some((path) => wanted.some((pattern) => matchesPattern(pattern, path)))) return false;
  return branches === undefined || branches.includes(branch) || branches.includes('**');
}

/** The inputs of a dispatch with defaults; a string is what GitHub refuses with 422. */
export function dispatchInputs(workflow: WorkflowFile, given: Record<string, unknown>): Record<string, string> | string {
  if (!('workflow_dispatch' in workflow.on)) return "Workflow does not have 'workflow_dispatch' trigger";
  const declared = workflow.on.workflow_dispatch?.inputs ?? {};
  const unexpected = Object.keys(given).filter((name) => !(name in declared));
  if (unexpected.length > 0) return `Unexpected inputs provided: ${JSON.stringify(unexpected)}`;
  const inputs: Record<string, string> = {};
  for (const [name, input] of Object.entries(declared)) {
    const value = given[name] === undefined ? String(input.default ?? '') : String(given[name]);
    if (input.required === true && value === '') return `Required input '${name}' not provided`;
    if (input.type === 'choice' && !(input.options ?? []).includes(value))
      return `Provided value '${value}' for input '${name}' not in the list of allowed values`;
    if (input.type === 'boolean' && value !== 'true' && value !== 'false') return `Provided value '${value}' for input '${name}' not a boolean`;
    inputs[name] = value;
  }
  return inputs;
}

/**
 * What the run's token may do: the union of what its jobs ask for. act gives one token to all jobs of a run, so a job
 * that asks for too little is not found here; the static checks of the workflows hold that.
 */
export function tokenPermissions(workflow: WorkflowFile): Permissions {
  const union: Record<string, Permission> = {};
  for (const job of Object.values(workflow.jobs))
    for (const [area, permission] of Object.entries(job.permissions ?? {})) if (union[area] !== 'write') union[area] = permission as Permission;
  return union;
}
