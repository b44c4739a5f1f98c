// Verifies that a request to deploy comes from CI: the input `proof` is an OIDC token that GitHub issued to the run of CI
// that built these images. Whoever starts CD, nothing else deploys an environment that CI deploys.
//
//   INPUTS=… REQUEST=… GH_TOKEN=… node .gitops-app/shared/verify-proof.mjs
//
// INPUTS are the inputs of the run, REQUEST is the output of validate.sh, both JSON. GH_TOKEN reads the runs of this
// repository. Also reads the default variables of GitHub Actions. Reports every problem as an error of the run and exits
// with 1.
//
// The claims: https://docs.github.com/actions/reference/security/oidc. Not judged: `sub`, whose format an organization can
// change, and `runner_environment`, because a self-hosted runner of CI is as trusted as the images that it builds.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';

const { GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_RUN_ATTEMPT, GITHUB_RUN_ID, GITHUB_SERVER_URL } = process.env;

/** Seconds that the clocks of GitHub's services may differ. */
const leeway = 60;
const tries = 5;

const inputs = JSON.parse(process.env.INPUTS);
const request = JSON.parse(process.env.REQUEST);

main().catch((error) => {
  annotate(error.message);
  process.exitCode = 1;
});

async function main() {
  const { ci } = JSON.parse(readFileSync(`.gitops-app/${request.app}/delivery.json`, 'utf8'));
  if (ci === undefined) {
    throw new Error(`.gitops-app/${request.app}/delivery.json does not name the workflow of CI: run generate in ${request.sourceRepository}`);
  }
  const claims = await verifiedClaims(inputs.proof);
  const problems = [...claimProblems(claims, ci), ...imageProblems(claims), ...(await timeProblems(claims))];
  for (const problem of problems) annotate(problem);
  if (problems.length > 0) {
    annotate(`Nothing was written. Only a run of CI on ${ci.branch} of ${request.sourceRepository} can deploy ${request.environment}: re-run its last job`);
    process.exitCode = 1;
    return;
  }
  const { repository, run_id, run_attempt, sha } = claims;
  const run = `${GITHUB_SERVER_URL}/${repository}/actions/runs/${run_id}/attempts/${run_attempt}`;
  summarize(`Sent by attempt ${run_attempt} of CI run [${run_id}](${run}), which built ${sha}.`);
}

/** The claims of a token that GitHub has signed. Only RS256 with a key of GitHub: the token chooses neither. */
async function verifiedClaims(token) {
  const [header, payload, signature, ...rest] = token.split('.');
  if (!signature || rest.length > 0) throw new Error('proof is not a signed token; CI must send the OIDC token of its job');
  const { alg, kid, crit } = decoded(header, 'header');
  const claims = decoded(payload, 'payload');
  if (alg !== 'RS256') throw new Error(`proof is signed with ${shown(alg)}; must be signed with "RS256", as GitHub does`);
  if (crit !== undefined) throw new Error(`proof has the critical header ${shown(crit)}; GitHub's tokens have none`);
  const key = await publicKey(trustedIssuer(claims.iss), kid);
  if (!verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))) {
    throw new Error('proof has an invalid signature: GitHub did not issue this token, or it was changed');
  }
  return claims;
}

function decoded(part, name) {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString());
    if (typeof value === 'object' && value !== null) return value;
  } catch {}
  throw new Error(`proof has an invalid ${name}; CI must send the OIDC token of its job`);
}

/**
 * The issuer, if it is the one of this GitHub. An enterprise may have its name at the end of it:
 * https://docs.github.com/actions/reference/security/oidc#customizing-the-issuer-value-for-an-enterprise
 */
function trustedIssuer(issuer) {
  const trusted = issuerOf(new URL(GITHUB_SERVER_URL));
  const enterprise = typeof issuer === 'string' && issuer.startsWith(`${trusted}/`) ? issuer.slice(trusted.length + 1) : '';
  if (issuer === trusted || /^[A-Za-z0-9_-]+$/.test(enterprise)) return issuer;
  throw new Error(`proof has the issuer ${shown(issuer)}; must be ${shown(trusted)}, the issuer of this GitHub`);
}

/** github.com and GitHub Enterprise Cloud with data residency have a host for tokens, GitHub Enterprise Server has a path. */
function issuerOf({ protocol, hostname, origin }) {
  // Nobody is between two programs of one machine.
  if (protocol !== 'https:' && hostname !== '127.0.0.1') throw new Error(`GITHUB_SERVER_URL is ${shown(origin)}; must be an https URL`);
  if (hostname === 'github.com') return 'https://token.actions.githubusercontent.com';
  if (hostname.endsWith('.ghe.com')) return `https://token.actions.${hostname}`;
  return `${origin}/_services/token`;
}

/** The key of the issuer with an ID: https://www.rfc-editor.org/rfc/rfc7517 */
async function publicKey(issuer, kid) {
  const { keys = [] } = await fetchJson(`${issuer}/.well-known/jwks`);
  const jwk = keys.find((candidate) => candidate.kid === kid && candidate.kty === 'RSA');
  if (jwk === undefined) throw new Error(`proof names the key ${shown(kid)}, which ${issuer} does not have: GitHub did not issue this token`);
  return createPublicKey({ key: { kty: jwk.kty, n: jwk.n, e: jwk.e }, format: 'jwk' });
}

/** What is wrong with where the token comes from and what it is for. */
function claimProblems(claims, { branch, workflow }) {
  const { source, sourceRepository } = request;
  const config = `in pipeline.config.ts of ${sourceRepository} and run generate`;
  const otherRun = 'CI must send its own run';
  const onlyCi = 'no other workflow may deploy; if CI has moved, run generate';
  const workflowRef = `${sourceRepository}/${workflow}@refs/heads/${branch}`;
  // In this order, the first problem is the cause of the others.
  const expected = [
    ['repository', sourceRepository, `if the repository has this name now, set repositories.app.slug ${config}`],
    ['ref_type', 'branch', 'tags cannot deploy'],
    ['ref', `refs/heads/${branch}`, `if this is the default branch now, set repositories.app.defaultBranch ${config}`],
    ['event_name', 'push', 'only a push to the default branch deploys'],
    ['workflow_ref', workflowRef, onlyCi],
    // The job's own workflow: another one if a reusable workflow has the job. Older servers omit it where both are the same.
    ...(claims.job_workflow_ref === undefined ? [] : [['job_workflow_ref', workflowRef, onlyCi]]),
    ['sha', source.sha, 'CI must send the commit that it built'],
    ['run_id', String(source.run_id), otherRun],
    ['run_number', String(source.run_number), otherRun],
    ['run_attempt', String(source.run_attempt), otherRun],
  ];
  const problems = expected
    .filter(([claim, value]) => claims[claim] !== value)
    .map(([claim, value, remedy]) => `proof has the ${claim} ${shown(claims[claim])}; must be ${shown(value)}: ${remedy}`);
  return [...problems, ...audienceProblems(claims.aud)];
}

/** The token is for one request alone: these images of this app in this environment. */
function audienceProblems(audience) {
  const hash = createHash('sha256').update(inputs.images).digest('hex');
  const { app, environment } = request;
  const parts = { purpose: 'gitops-app', 'config repository': GITHUB_REPOSITORY, app, environment, 'hash of the images': hash };
  if (audience === Object.values(parts).join(':')) return [];
  const actual = typeof audience === 'string' ? audience.split(':') : [];
  if (actual.length !== Object.keys(parts).length) return [`proof has the audience ${shown(audience)}; must be ${shown(Object.values(parts).join(':'))}`];
  return Object.entries(parts).flatMap(([part, value], index) =>
    actual[index] === value ? [] : [`proof is for the ${part} ${shown(actual[index])}; this request is for ${shown(value)}`],
  );
}

/** CI tags images with the commit that it builds. */
function imageProblems({ sha }) {
  return Object.entries(request.images).flatMap(([image, { tag }]) =>
    tag === sha ? [] : [`images.${image}.tag is ${shown(tag)}; must be the commit of the proof, ${shown(sha)}`],
  );
}

/** A token is valid for minutes: long enough to start CD, too short for a re-run of CD days later. */
async function timeProblems({ exp, iat, nbf = iat }) {
  if (![exp, iat, nbf].every(Number.isSafeInteger)) return [`proof has the times exp ${shown(exp)}, iat ${shown(iat)}, nbf ${shown(nbf)}; must be numbers`];
  const attempt = await fetchJson(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}/attempts/${GITHUB_RUN_ATTEMPT}`, {
    authorization: `Bearer ${process.env.GH_TOKEN}`,
    accept: 'application/vnd.github+json',
  });
  const started = Date.parse(attempt.run_started_at) / 1000;
  if (Number.isNaN(started)) return [`GitHub says that this run started at ${shown(attempt.run_started_at)}; must be a time`];
  if (started > exp + leeway) return [`proof expired at ${time(exp)}; this attempt of CD started at ${time(started)}: do not re-run CD, re-run the last job of CI`];
  if (started < Math.max(iat, nbf) - leeway) return [`proof is valid from ${time(Math.max(iat, nbf))}; this attempt of CD started at ${time(started)}`];
  return [];
}

function time(seconds) {
  return Math.abs(seconds) < 8.64e12 ? new Date(seconds * 1000).toISOString() : String(seconds);
}

/** Tries again where that may help: no answer, too many requests, or a failure of the server. */
async function fetchJson(url, headers = {}) {
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(10_000) }).catch((error) => error);
    if (answer.ok) {
      const body = await answer.json().catch(() => undefined);
      if (body !== undefined) return body;
    }
    const reason = answer instanceof Error ? (answer.cause?.message ?? answer.message) : `HTTP ${answer.status}`;
    const final = answer instanceof Response && answer.status >= 400 && answer.status < 500 && answer.status !== 429;
    if (final || attempt === tries) throw new Error(`${url} cannot be read: ${reason}. Re-run the last job of CI once GitHub answers`);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 2000 * attempt));
  }
}

/** A value in a message. */
function shown(value) {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** Prints an error of the run. An unescaped percent sign would start an escape, a line break would start a command. */
function annotate(message) {
  console.log(`::error::${message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`);
}

/** Adds a line to the log and to the job summary. */
function summarize(line) {
  console.log(line);
  appendFileSync(process.env.GITHUB_STEP_SUMMARY, `${line}\n`);
}
