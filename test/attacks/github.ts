/** GitHub as far as a delivery asks it: the issuer of OIDC tokens, and when an attempt of CD started. On loopback. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import { proofAudience } from '../../src/github/contract.ts';
import type { ConfigRepository, Outcome } from '../cd/config-repository.ts';
import { goldenFolder } from '../golden/cases.ts';
import { type Claims, createTokenIssuer, type TokenIssuer } from '../support/token-issuer.ts';

export interface GitHub {
  url: string;
  issuer: string;
  tokens: TokenIssuer;
  /** When the attempts of CD start, in seconds. */
  cdStarts: (at: number) => void;
  /** Answers the next requests with 503. */
  fail: (times: number) => void;
  close: () => Promise<void>;
}

/** Any other answer of the server, by its path. */
export type Answers = (request: IncomingMessage, response: ServerResponse) => boolean;

export async function startGitHub(answers: Answers = () => false): Promise<GitHub> {
  const tokens = createTokenIssuer();
  let started = now();
  let failures = 0;
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const json = (body: unknown) => void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (failures-- > 0) return void response.writeHead(503).end('down');
    if (path === '/_services/token/.well-known/jwks') return json(tokens.jwks);
    if (/^\/api\/v3\/repos\/acme\/[\w-]+\/actions\/runs\/\d+\/attempts\/\d+$/.test(path))
      return json({ run_started_at: new Date(started * 1000).toISOString() });
    if (!answers(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    issuer: `${url}/_services/token`,
    tokens,
    cdStarts: (at) => {
      started = at;
    },
    fail: (times) => {
      failures = times;
    },
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

export const now = () => Math.floor(Date.now() / 1000);

type Inputs = Record<string, string | boolean>;

/** The claims of the token that CI of acme/shop gets for a request, and changes to them. */
export function claimsOf(github: GitHub, inputs: Inputs, changes: Claims = {}): Claims {
  const source = JSON.parse(String(inputs.source)) as Record<string, unknown>;
  const hash = createHash('sha256').update(String(inputs.images)).digest('hex');
  return {
    iss: github.issuer,
    aud: proofAudience('acme/shop-config', String(inputs.app), String(inputs.environment), hash),
    sub: 'repo:acme@3001/shop@2001:environment:dispatch',
    repository: 'acme/shop',
    ref: 'refs/heads/main',
    ref_type: 'branch',
    event_name: 'push',
    workflow_ref: 'acme/shop/.github/workflows/gitops-ci.yaml@refs/heads/main',
    job_workflow_ref: 'acme/shop/.github/workflows/gitops-ci.yaml@refs/heads/main',
    sha: source.sha,
    run_id: String(source.run_id),
    run_number: String(source.run_number),
    run_attempt: String(source.run_attempt),
    runner_environment: 'github-hosted',
    nbf: now() - 600,
    iat: now(),
    exp: now() + 300,
    ...changes,
  };
}

/** A request as CI sends it: with a proof for exactly these inputs, or with changes to its claims. */
export function proven(github: GitHub, inputs: Inputs, changes: Claims = {}): Inputs {
  return { ...inputs, proof: github.tokens.token(claimsOf(github, inputs, changes)) };
}

interface Step {
  id?: string;
  if?: string;
  env?: Record<string, string>;
  run?: string;
}
interface Job {
  if?: string;
  steps: Step[];
}
interface Needs {
  result: 'success' | 'failure' | 'skipped';
  outputs: Record<string, string>;
}

/**
 * Starts CD with inputs, as the emitted workflow runs: every script of its first job, then those that write, where GitHub
 * would run their jobs.
 */
export async function deliver(repository: ConfigRepository, github: GitHub, inputs: Inputs, env: Record<string, string> = {}): Promise<Outcome> {
  const { jobs } = parse(readFileSync(join(goldenFolder, 'shop/config/.github/workflows/cd.yaml'), 'utf8')) as { jobs: Record<string, Job> };
  let outputs: Record<string, string> = {};
  let outcome: Outcome | undefined;
  let log = '';
  for (const { id, if: condition = 'true', env: variables = {}, run } of jobs.validate?.steps ?? []) {
    if (run === undefined || !holds(condition, { inputs })) continue;
    const values: Record<string, string> = {
      '${{ toJSON(inputs) }}': JSON.stringify(inputs),
      '${{ github.event.repository.default_branch }}': 'main',
      '${{ github.token }}': 'a-token',
      '${{ steps.validate.outputs.request }}': outputs.request ?? '',
    };
    outcome = await repository.step(run, {
      ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, values[value] ?? value])),
      ...{ GITHUB_SERVER_URL: github.url, GITHUB_API_URL: `${github.url}/api/v3`, GITHUB_RUN_ATTEMPT: '1', GITHUB_TRIGGERING_ACTOR: 'mallory' },
      ...env,
      GITHUB_EVENT: JSON.stringify({ inputs }),
    });
    log += outcome.log;
    // A job has the outputs of its steps even if a later step fails.
    if (id === 'validate') outputs = outcome.outputs;
    if (outcome.code !== 0) break;
  }
  if (outcome === undefined) throw new Error('cd.yaml validates nothing');
  const skipped: Needs = { result: 'skipped', outputs: {} };
  const needs = { validate: { result: outcome.code === 0 ? 'success' : 'failure', outputs } satisfies Needs, approve: skipped, reviewers: skipped };
  for (const { if: condition = 'true' } of [jobs.write, jobs.propose] as Job[]) {
    if (!holds(condition, { inputs, needs })) continue;
    const email = `shop-config-cd[bot]@users.noreply.${new URL(github.url).host}`;
    const server = { GITHUB_SERVER_URL: github.url, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_EMAIL: email };
    outcome = await repository.write('deploy', { ...outcome, outputs }, { env: server });
    log += outcome.log;
  }
  return { ...outcome, log };
}

/** Whether a condition of a workflow holds. The operators that ours use are those of JavaScript. */
function holds(condition: string, { inputs, needs = {} }: { inputs: Inputs; needs?: Record<string, Needs> }): boolean {
  const expression = condition.replace(/^\$\{\{(.*)\}\}$/s, '$1');
  const succeeded = Object.values(needs).every(({ result }) => result !== 'failure');
  const functions = {
    cancelled: () => false,
    contains: (list: unknown[], value: unknown) => list.includes(value),
    fromJSON: (text: string) => JSON.parse(text) as unknown,
  };
  const value: unknown = new Function('inputs', 'needs', ...Object.keys(functions), `return ${expression}`)(inputs, needs, ...Object.values(functions));
  // Without a function that tells the status, GitHub adds success().
  return value === true && (succeeded || expression.includes('cancelled()'));
}
