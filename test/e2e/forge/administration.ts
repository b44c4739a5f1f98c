/** What an owner sets on GitHub: environments, variables, secrets, rulesets, default permissions of workflows. */
import type { Ruleset } from '../../support/rulesets.ts';
import type { ApiState, Call, Route } from './api.ts';
import { appLogin } from './apps.ts';
import type { Settings } from './runs.ts';
import type { Answer } from './server.ts';

/** What an owner has set of a repository, beside secrets and variables. */
export interface Administration {
  workflowPermissions: object;
  rulesets: Ruleset[];
  /** Branches that may use an environment, by environment. */
  branchPolicies: Map<string, string[]>;
  /** Names of an environment's secrets; jobs get them all, act knows no environments. */
  environmentSecrets: Map<string, Set<string>>;
  /** Teams that may write, each as `@organization/team`. */
  teams: Set<string>;
  /** How pull requests are merged. */
  merging: object;
}

const made = '2026-01-01T00:00:00Z';

export const administrationRoutes: readonly Route[] = [
  ['PATCH', /^$/, setMerging],
  ['PUT', /^\/actions\/permissions\/workflow$/, setWorkflowPermissions],
  ['GET', /^\/actions\/permissions\/workflow$/, ({ repository }: Call, state: ApiState) => ok(administrationOf(state, repository).workflowPermissions)],
  ['PUT', /^\/environments\/([^/]+)$/, setEnvironment],
  ['GET', /^\/environments\/([^/]+)\/deployment-branch-policies$/, listBranchPolicies],
  ['POST', /^\/environments\/([^/]+)\/deployment-branch-policies$/, addBranchPolicy],
  ['GET', /^\/environments\/([^/]+)\/secrets$/, listEnvironmentSecrets],
  ['PUT', /^\/e2e\/secrets\/(\w+)$/, setSecret],
  ['GET', /^\/actions\/variables$/, listVariables],
  ['POST', /^\/actions\/variables$/, addVariable],
  ['POST', /^\/rulesets$/, createRuleset],
  ['GET', /^\/rulesets$/, listRulesets],
  ['GET', /^\/rulesets\/(\d+)$/, getRuleset],
  ['PUT', /^\/rulesets\/(\d+)$/, updateRuleset],
  ['GET', /^\/codeowners\/errors$/, listCodeownersErrors],
].map(([method, path, answer]) => ({ method, path, area: 'administration', access: method === 'GET' ? 'read' : 'write', answer }) as Route);

const ok = (body: unknown): Answer => ({ status: 200, body });

export function administrationOf({ administration }: ApiState, repository: string): Administration {
  const known = administration.get(repository) ?? {
    workflowPermissions: {},
    rulesets: [],
    branchPolicies: new Map(),
    environmentSecrets: new Map(),
    teams: new Set(),
    merging: {},
  };
  administration.set(repository, known);
  return known;
}

function settingsOf({ settings }: ApiState, repository: string): Settings {
  const known = settings.get(repository) ?? { secrets: {}, variables: {} };
  settings.set(repository, known);
  return known;
}

function setMerging({ repository, body }: Call, state: ApiState): Answer {
  const administration = administrationOf(state, repository);
  administration.merging = { ...administration.merging, ...body };
  return ok(administration.merging);
}

function setWorkflowPermissions({ repository, body }: Call, state: ApiState): Answer {
  administrationOf(state, repository).workflowPermissions = body;
  return { status: 204 };
}

function setEnvironment({ repository, parts, body }: Call, state: ApiState): Answer {
  if (body.deployment_branch_policy === undefined) return { status: 422, body: { message: 'deployment_branch_policy is missing' } };
  state.environments.set(`${repository}:${parts[1]}`, { reviewers: [] });
  return ok({ name: parts[1] });
}

function listBranchPolicies({ repository, parts }: Call, state: ApiState): Answer {
  const names = administrationOf(state, repository).branchPolicies.get(parts[1] ?? '') ?? [];
  return ok({ total_count: names.length, branch_policies: names.map((name, index) => ({ id: index + 1, name })) });
}

function addBranchPolicy({ repository, parts, body }: Call, state: ApiState): Answer {
  const { branchPolicies } = administrationOf(state, repository);
  if (!state.environments.has(`${repository}:${parts[1]}`)) return { status: 404, body: { message: 'Not Found' } };
  branchPolicies.set(parts[1] ?? '', [...(branchPolicies.get(parts[1] ?? '') ?? []), String(body.name)]);
  return ok({ id: 1, name: body.name });
}

function listEnvironmentSecrets({ repository, parts }: Call, state: ApiState): Answer {
  const names = [...(administrationOf(state, repository).environmentSecrets.get(parts[1] ?? '') ?? [])];
  return ok({ total_count: names.length, secrets: names.map((name) => ({ name, created_at: made, updated_at: made })) });
}

function setSecret({ repository, parts, body }: Call, state: ApiState): Answer {
  const { environmentSecrets } = administrationOf(state, repository);
  const [, name = ''] = parts;
  const environment = String(body.environment);
  if (environment !== '' && !state.environments.has(`${repository}:${environment}`)) return { status: 404, body: { message: 'Not Found' } };
  environmentSecrets.set(environment, (environmentSecrets.get(environment) ?? new Set()).add(name));
  settingsOf(state, repository).secrets[name] = String(body.value);
  return { status: 201 };
}

function listVariables({ repository }: Call, state: ApiState): Answer {
  const variables = Object.entries(settingsOf(state, repository).variables).map(([name, value]) => ({ name, value, created_at: made, updated_at: made }));
  return ok({ total_count: variables.length, variables });
}

function addVariable({ repository, body }: Call, state: ApiState): Answer {
  settingsOf(state, repository).variables[String(body.name)] = String(body.value);
  return { status: 201, body: {} };
}

/** What GitHub refuses of a ruleset, as far as ours could go wrong. */
function problemOf(body: Partial<Ruleset>, others: readonly Ruleset[]): string | undefined {
  for (const field of ['name', 'target', 'enforcement', 'conditions', 'rules'] as const)
    if (body[field] === undefined) return `Invalid request: ${field} is missing`;
  if (others.some(({ name }) => name === body.name)) return 'Name must be unique';
  if ((body.bypass_actors ?? []).some(({ actor_type: type }) => type !== 'Integration')) return 'only Integration is known here';
  const known = ['creation', 'update', 'deletion', 'non_fast_forward', 'required_signatures', 'pull_request', 'required_status_checks'];
  const unknown = (body.rules ?? []).find(({ type }) => !known.includes(type));
  return unknown === undefined ? undefined : `Invalid rule '${unknown.type}'`;
}

function enforce(repository: string, state: ApiState): void {
  const apps = Object.fromEntries(state.apps.all.map(({ slug, id }) => [appLogin(slug), id]));
  state.repositories.protect(repository, administrationOf(state, repository).rulesets, apps);
}

function createRuleset({ repository, body }: Call, state: ApiState): Answer {
  const { rulesets } = administrationOf(state, repository);
  const problem = problemOf(body, rulesets);
  if (problem !== undefined) return { status: 422, body: { message: problem } };
  const ruleset: Ruleset = { bypass_actors: [], ...body, id: 1 + Math.max(0, ...rulesets.map(({ id }) => id)) };
  rulesets.push(ruleset);
  enforce(repository, state);
  return { status: 201, body: ruleset };
}

/** Fields that are not sent stay; lists are replaced, not merged. */
function updateRuleset({ repository, parts, body }: Call, state: ApiState): Answer {
  const { rulesets } = administrationOf(state, repository);
  const ruleset = rulesets.find(({ id }) => id === Number(parts[1]));
  if (ruleset === undefined) return { status: 404, body: { message: 'Not Found' } };
  const updated = { ...ruleset, ...body, id: ruleset.id };
  const problem = problemOf(
    updated,
    rulesets.filter((other) => other !== ruleset),
  );
  if (problem !== undefined) return { status: 422, body: { message: problem } };
  rulesets[rulesets.indexOf(ruleset)] = updated;
  enforce(repository, state);
  return ok(updated);
}

/** Without rules and bypass actors, as GitHub lists them. */
function listRulesets({ repository }: Call, state: ApiState): Answer {
  return ok(
    administrationOf(state, repository).rulesets.map(({ id, name, target, enforcement }) => ({ id, name, target, enforcement, source_type: 'Repository' })),
  );
}

function getRuleset({ repository, parts }: Call, state: ApiState): Answer {
  const ruleset = administrationOf(state, repository).rulesets.find(({ id }) => id === Number(parts[1]));
  return ruleset === undefined ? { status: 404, body: { message: 'Not Found' } } : ok(ruleset);
}

/** Owners of the file that may not write, as GitHub names them. */
function listCodeownersErrors({ repository }: Call, state: ApiState): Answer {
  const { repositories } = state;
  const path = '.github/CODEOWNERS';
  const { teams } = administrationOf(state, repository);
  const lines = repositories.git(repository, 'show', `${repositories.defaultBranch(repository)}:${path}`).split('\n');
  const errors = lines.flatMap((line, index) =>
    [...line.replace(/#.*/, '').matchAll(/@\S+/g)]
      .filter(([owner]) => !teams.has(owner))
      .map(([owner]) => ({ line: index + 1, kind: 'Unknown owner', message: `Unknown owner: make sure ${owner} exists and has write access`, path })),
  );
  return ok({ errors });
}
