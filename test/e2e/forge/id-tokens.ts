/** OIDC tokens for the jobs of a run, and the keys to verify them: https://docs.github.com/actions/reference/security/oidc */
import { randomBytes } from 'node:crypto';
import { createTokenIssuer } from '../../support/token-issuer.ts';
import type { Run } from './runs.ts';

/** What a token says of its run. */
export type ProvenRun = Pick<Run, 'id' | 'repository' | 'workflow' | 'event' | 'actor' | 'commit' | 'ref' | 'attempt'>;

export interface IdTokens {
  /** Below the issuer. */
  jwks: object;
  /** What jobs of the run ask with: ACTIONS_ID_TOKEN_REQUEST_TOKEN. act gives it to all of them. */
  allow: (run: ProvenRun) => string;
  /** A token for who asks; undefined where nobody may. */
  requested: (requestToken: string, audience: string) => string | undefined;
  /** The token of a run, also of one that never was. */
  token: (run: ProvenRun, audience: string) => string;
}

/** On a server that is not github.com, the issuer is a path of it. */
export const issuerPath = '/_services/token';

/** GitHub's tokens are valid for as long. */
const lifetime = 300;

export function createIdTokens(url: () => string): IdTokens {
  const issuer = createTokenIssuer('e2e-key');
  const allowed = new Map<string, ProvenRun>();
  const token: IdTokens['token'] = (run, audience) => {
    const now = Math.floor(Date.now() / 1000);
    const [owner = ''] = run.repository.split('/');
    const workflowRef = `${run.repository}/.github/workflows/${run.workflow}@${run.ref}`;
    return issuer.token({
      iss: `${url()}${issuerPath}`,
      aud: audience,
      sub: `repo:${run.repository}:ref:${run.ref}`,
      actor: run.actor,
      event_name: run.event,
      ...{ repository: run.repository, repository_owner: owner, ref: run.ref, ref_type: run.ref.startsWith('refs/tags/') ? 'tag' : 'branch', sha: run.commit },
      ...{ run_id: String(run.id), run_number: String(run.id - 1000), run_attempt: String(run.attempt), runner_environment: 'self-hosted' },
      ...{ workflow_ref: workflowRef, workflow_sha: run.commit, job_workflow_ref: workflowRef },
      ...{ nbf: now - 600, iat: now, exp: now + lifetime },
    });
  };
  return {
    jwks: issuer.jwks,
    token,
    allow: (run) => {
      const requestToken = randomBytes(18).toString('hex');
      allowed.set(requestToken, run);
      return requestToken;
    },
    requested: (requestToken, audience) => {
      const run = allowed.get(requestToken);
      return run === undefined ? undefined : token(run, audience);
    },
  };
}
