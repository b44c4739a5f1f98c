/** The config repository of golden shop on the forge, under the rulesets that the set-up runbook creates; CI, CD and people act on it. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { ConfigRepository, dispatch, git, type Outcome, promotion, rollbackOf, temporaryFolder } from '../cd/config-repository.ts';
import type { App } from '../e2e/forge/apps.ts';
import { createForge, type ForgeCore } from '../e2e/forge/forge.ts';
import type { Permissions } from '../e2e/forge/identities.ts';
import type { PullRequest } from '../e2e/forge/pull-requests.ts';
import type { Run, Runs } from '../e2e/forge/runs.ts';
import { codeBlocks } from '../generators/docs-files.ts';

export const slug = 'acme/shop-config';
const cdLogin = 'shop-config-cd[bot]';
const gh = join(import.meta.dirname, '../support/forge-gh.sh');

/** Runs are recorded; the test says what becomes of them. */
function recordedRuns(): Runs {
  const all: Run[] = [];
  const start: Runs['start'] = (repository, workflow, event, _payload, ref, commit, actor = 'dev', headBranch = '') => {
    const run: Run = {
      ...{
        id: 1001 + all.length,
        repository,
        workflow: workflow.path.split('/').at(-1) ?? '',
        title: workflow.name ?? '',
        event,
        actor,
        ref,
        commit,
        startedAt: new Date().toISOString(),
        headBranch,
      },
      ...{ status: 'queued', conclusion: undefined, attempt: 1, triggeringActor: actor, jobs: {}, outputs: {}, log: '' },
      jobNames: Object.fromEntries(Object.entries(workflow.jobs).map(([id, { name }]) => [id, name ?? id])),
    };
    all.push(run);
    return run;
  };
  return { all, start, rerun: () => undefined, settled: async () => {} };
}

/** What the runbook creates: the same in every world, so its commands run once a file. */
let rulesets: object[] = [];

export class PromotionWorld {
  readonly config: ConfigRepository;
  readonly forge: ForgeCore;
  readonly app: App;
  private server: Server | undefined;
  private runs = 500;

  /** @param like a world whose deliveries this one has too */
  constructor(like?: PromotionWorld) {
    this.config = new ConfigRepository(like?.config);
    const state = temporaryFolder();
    this.forge = createForge(state, { url: () => 'https://github.com', createRuns: recordedRuns });
    mkdirSync(join(state, 'git/acme'), { recursive: true });
    symlinkSync(this.config.bare, join(state, 'git', `${slug}.git`));
    this.forge.repositories.adopt(slug);
    this.app = this.forge.apps.install('shop-config-cd', [slug], { contents: 'write', 'pull-requests': 'write', statuses: 'write' });
    if (like !== undefined) this.forge.pushed(slug, new Map(), cdLogin);
  }

  /** Listens, and follows the step "Branch rules" of the set-up runbook. */
  async start(): Promise<this> {
    const { forge } = this;
    this.server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const url = new URL(request.url ?? '/', 'http://forge');
      const identity = forge.identities.of(request.headers.authorization);
      const body = chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString());
      const answer = identity === undefined ? { status: 401, body: {} } : forge.call(identity, request.method ?? 'GET', url.pathname, url.searchParams, body);
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body === undefined ? '' : JSON.stringify(answer.body));
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    if (rulesets.length === 0) {
      await this.setRules();
      rulesets = this.administrate<{ id: number }[]>('GET', '').map(({ id }) => this.administrate('GET', `/${id}`));
    } else for (const ruleset of rulesets) this.administrate('POST', '', ruleset);
    return this;
  }

  private administrate<Answer>(method: string, path: string, body: unknown = {}): Answer {
    const { status, body: answer } = this.forge.call({ kind: 'person', login: 'owner' }, method, `/repos/${slug}/rulesets${path}`, new URLSearchParams(), body);
    if (status >= 300) throw new Error(JSON.stringify(answer));
    return answer as Answer;
  }

  stop(): void {
    this.server?.close();
  }

  /** The commands of the runbook that create or update the rulesets. @returns what the last block prints: each ruleset */
  async setRules(): Promise<string> {
    const folder = temporaryFolder();
    git(folder, 'clone', '--quiet', this.config.bare, 'checkout');
    const text = readFileSync(join(folder, 'checkout/docs/shop/runbooks/set-up.md'), 'utf8');
    const step = /^## \d+\. Branch rules$.*?(?=^## )/ms.exec(text)?.[0] ?? '';
    return await this.person('owner', `set -e\n${codeBlocks(step, 'bash').join('\n')}`, join(folder, 'checkout'));
  }

  /** Shell of a person, with `gh`. */
  async person(login: string, script: string, cwd = temporaryFolder()): Promise<string> {
    const { code, log } = await this.shell(script, cwd, this.environment(login, this.forge.identities.issue({ kind: 'person', login })));
    if (code !== 0) throw new Error(log);
    return log;
  }

  /** What a person pushes to a branch or tag, and what git says. */
  async push(
    login: string,
    reference: string,
    edit: (folder: string) => void,
    { from = 'main', options = '' } = {},
  ): Promise<{ code: number | null; log: string }> {
    const folder = temporaryFolder();
    git(folder, 'clone', '--quiet', this.config.bare, '.');
    git(folder, 'checkout', '--quiet', '--detach', `refs/remotes/origin/${from}`);
    edit(folder);
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--allow-empty', '--message', `Change ${this.runs++}`, '--author', `${login} <${login}@example.com>`);
    return await this.pushed(login, () => this.shell(`git push ${options} origin HEAD:${reference}`, folder, this.environment(login, '')));
  }

  /** A commit past every rule, such as one that somebody approved. */
  land(change: (folder: string) => void, author = 'eve@example.com', branch = 'main'): void {
    const hook = join(this.config.bare, 'hooks/pre-receive');
    renameSync(hook, `${hook}.off`);
    this.config.change(change, 'Change', author, branch);
    renameSync(`${hook}.off`, hook);
  }

  /** A pull request of a person. */
  async propose(login: string, edit: (folder: string) => void, from = 'main'): Promise<PullRequest> {
    const branch = `change-${this.forge.pullRequests.all.length}`;
    const { code, log } = await this.push(login, `refs/heads/${branch}`, edit, { from });
    if (code !== 0) throw new Error(log);
    return this.forge.openPullRequest(slug, branch, 'Change', login);
  }

  /** CI's request, carried out by CD. */
  async deliver(run: number): Promise<void> {
    await this.cd('deploy', dispatch(run), 'shop-config-dispatch[bot]');
  }

  /** @returns the pull request that CD opens */
  async promote(starter: string, changes: Record<string, string> = {}): Promise<PullRequest> {
    await this.cd('deploy', promotion(changes), starter);
    const pull = this.forge.pullRequests.all.find(({ head, state }) => head === 'promote/shop/prod' && state === 'open');
    if (pull === undefined) throw new Error('CD opened no pull request');
    return pull;
  }

  /** Rolls back, and closes promotions, as the two jobs do. */
  async rollBack(environment: string, starter = 'octocat'): Promise<void> {
    const request = await this.cd('rollback', rollbackOf(environment), starter);
    await this.asCd((env) => this.config.runScript('close-promotions.sh', { ...env, REQUEST: request }), { contents: 'write', 'pull-requests': 'write' });
  }

  /** Release of a hold. */
  async release(environment: string): Promise<void> {
    await this.cd('rollback', rollbackOf(environment, { action: 'release' }), 'octocat');
  }

  /** The workflow Promotion for a pull request, or for all promotions; gives what it says of the pull request. */
  async decide(pull: PullRequest, scope: 'one' | 'all' = 'one'): Promise<{ state: string; description: string; log: string }> {
    const run = String(this.runs++);
    const job = { kind: 'job', login: 'github-actions[bot]', repository: slug, permissions: { contents: 'read', 'pull-requests': 'read' } } as const;
    const variables = { ...this.environment('', this.forge.identities.issue(job)), GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: '1' };
    const decided = await this.config.runScript('check-promotion.sh', { ...variables, PULL_REQUEST: scope === 'one' ? String(pull.number) : '' });
    if (decided.code !== 0) throw new Error(decided.log);
    await this.report(decided, run);
    const sha = this.head(pull);
    const answer = this.forge.call({ kind: 'person', login: 'dev' }, 'GET', `/repos/${slug}/commits/${sha}/statuses`, new URLSearchParams(), {});
    const [last] = (answer.body as { context: string; state: string; description: string }[]).filter(({ context }) => context === 'Promotion');
    return { state: last?.state ?? 'none', description: last?.description ?? '', log: decided.log };
  }

  /** The workflow Promotion for a commit of the merge queue; gives the status that it would set. */
  async decideQueued(commit: string): Promise<{ sha: string; state: string; description: string }> {
    const job = { kind: 'job', login: 'github-actions[bot]', repository: slug, permissions: { contents: 'read', 'pull-requests': 'read' } } as const;
    const env = { ...this.environment('', this.forge.identities.issue(job)), PULL_REQUEST: '', MERGE_GROUP: commit };
    const { code, log, outputs } = await this.config.runScript('check-promotion.sh', env);
    if (code !== 0) throw new Error(log);
    return (JSON.parse(outputs.statuses ?? '') as [{ sha: string; state: string; description: string }])[0];
  }

  /** The job that sets the statuses. */
  async report({ outputs }: Pick<Outcome, 'outputs'>, run: string, attempt = '1'): Promise<Outcome> {
    return await this.asCd(
      (env) =>
        this.config.runScript('report-promotion.sh', {
          ...env,
          ...{ STATUSES: outputs.statuses ?? '', VALIDATED_ATTEMPT: outputs.attempt ?? '', GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: attempt },
        }),
      { statuses: 'write' },
    );
  }

  /** The other required checks pass. */
  passChecks(pull: PullRequest): void {
    for (const run of this.forge.runs.all)
      if (run.commit === this.head(pull) && run.workflow === 'check.yaml')
        run.jobs = Object.fromEntries(Object.keys(run.jobNames).map((id) => [id, 'success']));
  }

  /** @returns what GitHub answers */
  merge(pull: PullRequest, login = 'dev'): { commit: string } | { refused: string } {
    return this.forge.pullRequests.merge(pull, login);
  }

  head(pull: PullRequest): string {
    return git(this.config.bare, 'rev-parse', `refs/pull/${pull.number}/head`);
  }

  private async cd(kind: 'deploy' | 'rollback', inputs: Record<string, string | boolean>, actor: string): Promise<string> {
    const validated = await this.config.validate(kind, inputs, { actor });
    if (validated.code !== 0) throw new Error(validated.log);
    const written = await this.asCd((env) => this.config.write(kind, validated, { env }), { contents: 'write', 'pull-requests': 'write' });
    if (written.code !== 0) throw new Error(written.log);
    return validated.outputs.request ?? '';
  }

  private async asCd(work: (env: Record<string, string>) => Promise<Outcome>, permissions: Permissions): Promise<Outcome> {
    const token = this.forge.identities.issue({ kind: 'app', login: cdLogin, slug: 'shop-config-cd', repositories: [slug], permissions });
    return await this.pushed(cdLogin, () => work(this.environment(cdLogin, token)));
  }

  private async pushed<Result>(login: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.forge.repositories.heads(slug);
    const result = await work();
    this.forge.pushed(slug, before, login);
    return result;
  }

  private environment(login: string, token: string): Record<string, string> {
    const address = this.server?.address() as AddressInfo | null | undefined;
    return { GH: gh, FORGE_ADDRESS: `127.0.0.1:${address?.port}`, GH_TOKEN: token, FORGE_LOGIN: login };
  }

  private shell(script: string, cwd: string, env: Record<string, string>): Promise<{ code: number | null; log: string }> {
    const bin = mkdtempSync(join(temporaryFolder(), 'bin-'));
    symlinkSync(gh, join(bin, 'gh'));
    const child = spawn('bash', ['-c', script], { cwd, env: { ...env, PATH: [bin, process.env.PATH].join(delimiter), HOME: bin } });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk));
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, log })));
  }
}
