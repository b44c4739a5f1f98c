/** Which workflows an event starts, read from the files that the repository holds at that commit. */
import { parse } from 'yaml';
import type { Permission, Permissions } from './identities.ts';
import type { Repositories } from './repositories.ts';

export interface WorkflowFile {
  /** `.github/workflows/ci.yaml` */
  path: string;
  text: string;
  on: Record<string, { branches?: string[]; types?: string[]; inputs?: Record<string, WorkflowInput> } | null>;
  jobs: Record<string, { permissions?: Record<string, string>; concurrency?: string | { group: string; queue?: string }; environment?: unknown }>;
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
      const document = parse(text) as { on: string | string[] | WorkflowFile['on']; jobs: WorkflowFile['jobs'] };
      const on =
        typeof document.on === 'string'
          ? { [document.on]: null }
          : Array.isArray(document.on)
            ? Object.fromEntries(document.on.map((event) => [event, null]))
            : document.on;
      return { path, text, on, jobs: document.jobs };
    });
}

/** Whether a push to a branch, or a pull request against it, starts the workflow. */
export function listensTo(workflow: WorkflowFile, event: 'push' | 'pull_request', branch: string): boolean {
  if (!(event in workflow.on)) return false;
  const branches = workflow.on[event]?.branches;
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
