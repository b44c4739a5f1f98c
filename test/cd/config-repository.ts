import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inject } from 'vitest';
import { goldenFolder } from '../golden/cases.ts';
import { folderOfFile } from '../support/file-folders.ts';

/** CD's own e-mail address. */
const cdAuthor = 'shop-config-cd[bot]@users.noreply.github.com';

/** Stands for GitHub's API: keeps what it is asked, and answers what the test says. GH is another one. */
const fakeGh = join(import.meta.dirname, 'fake-gh.mjs');

/** Environment of git and of the emitted scripts: nothing of the machine's own configuration. */
const environment = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  LC_ALL: 'C.UTF-8',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'shop-config-cd[bot]',
  GIT_AUTHOR_EMAIL: cdAuthor,
  GIT_COMMITTER_NAME: 'shop-config-cd[bot]',
  GIT_COMMITTER_EMAIL: 'shop-config-cd[bot]@users.noreply.github.com',
};

export const temporaryFolder = () => folderOfFile('cd-');

export function git(cwd: string, ...arguments_: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', arguments_, { cwd, env: environment, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${arguments_.join(' ')}: ${stderr}`);
  return stdout.trim();
}

export interface Outcome {
  code: number | null;
  /** Both streams, as a run's log shows them. */
  log: string;
  summary: string;
  outputs: Record<string, string>;
  /** What was asked of GitHub's API, in order. */
  requests: { arguments: string[]; body: unknown }[];
}

/** The config repository of a golden case, after an edit, as a bare repository in a folder. */
function bareOf(golden: string, edit: (folder: string) => void, folder: string): string {
  const [first, bare] = [join(folder, 'first'), join(folder, 'origin.git')];
  cpSync(join(goldenFolder, golden, 'config'), first, { recursive: true });
  edit(first);
  git(first, 'init', '--quiet', '--initial-branch=main');
  git(first, 'add', '--all');
  git(first, 'commit', '--quiet', '--message', 'Set up the pipeline of shop');
  git(folder, 'clone', '--quiet', '--bare', first, bare);
  // One file is faster to copy than one an object.
  git(bare, 'repack', '-adq');
  return bare;
}

const goldens = new Map<string, string>();

/** The same without an edit, made once a process. */
function unedited(golden: string): string {
  const bare = goldens.get(golden) ?? bareOf(golden, () => {}, mkdtempSync(join(inject('runFolder'), 'config-')));
  goldens.set(golden, bare);
  return bare;
}

/** The config repository of golden shop on a server of its own, as a bare repository. */
export class ConfigRepository {
  readonly folder = temporaryFolder();
  readonly bare = join(this.folder, 'origin.git');
  private readonly cdApp: string;
  private runs = 100;

  /** @param of a golden case, or another repository, of which this is a copy */
  constructor(of: string | ConfigRepository = 'shop', edit?: (folder: string) => void) {
    cpSync(of instanceof ConfigRepository ? of.bare : edit === undefined ? unedited(of) : bareOf(of, edit, temporaryFolder()), this.bare, { recursive: true });
    if (of instanceof ConfigRepository) this.runs = of.runs;
    const settings = JSON.parse(this.read('.gitops-app/shared/settings.json')) as { cdApp: string };
    this.cdApp = settings.cdApp;
  }

  /** A file at the newest commit of a branch. */
  read(path: string, revision = 'main'): string {
    return git(this.bare, 'show', `${revision}:${path}`);
  }

  images(environment: string, revision = 'main'): { tag: string; digest: string } {
    const text = this.read(`charts/shop/${environment}-values.yaml`, revision);
    return { tag: /^ +tag: "(.*)"/m.exec(text)?.[1] ?? '?', digest: /^ +digest: "(.*)"/m.exec(text)?.[1] ?? '?' };
  }

  subjects(): string[] {
    return git(this.bare, 'log', '--format=%s', 'main').split('\n');
  }

  trailers(revision = 'main'): Record<string, string> {
    const lines = git(this.bare, 'log', '-1', '--format=%(trailers:only,unfold)', revision).split('\n');
    return Object.fromEntries(lines.filter((line) => line !== '').map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]));
  }

  /** A person's commit, past every rule. */
  change(edit: (folder: string) => void, message = 'Change something by hand', author = cdAuthor, branch = 'main'): string {
    const clone = this.clone();
    edit(clone);
    git(clone, 'add', '--all');
    git(clone, 'commit', '--quiet', '--message', message, '--author', `somebody <${author}>`);
    git(clone, 'push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
    return git(clone, 'rev-parse', 'HEAD');
  }

  /** Lets the server judge pushes. */
  hook(name: 'pre-receive' | 'update', script: string): void {
    writeHook(join(this.bare, 'hooks', name), script);
  }

  /** Checks a request and, if it is accepted, carries it out, as the workflow does. */
  async run(kind: 'deploy' | 'rollback', inputs: Record<string, string | boolean>, options: RunOptions = {}): Promise<Outcome> {
    const validated = await this.validate(kind, inputs, options);
    return validated.code === 0 ? await this.write(kind, validated, options) : validated;
  }

  /** The first job alone. */
  async validate(kind: 'deploy' | 'rollback', inputs: Record<string, string | boolean>, options: RunOptions = {}): Promise<Outcome> {
    return await this.script(
      ['validate.sh', kind],
      { INPUTS: JSON.stringify(inputs), GITHUB_TRIGGERING_ACTOR: options.actor ?? 'octocat', ...options.env },
      { ref: options.ref },
    );
  }

  /** The second job, with what the first one gave. */
  async write(kind: 'deploy' | 'rollback', validated: Outcome, options: RunOptions = {}): Promise<Outcome> {
    return await this.script([`${kind}.sh`], { REQUEST: validated.outputs.request ?? '', GH_TOKEN: 'a-token', ...options.env }, options);
  }

  /** Shell with the functions of CD's scripts, in a checkout; gives what it prints, without the last line end. */
  async shell(script: string, env: Record<string, string> = {}): Promise<string> {
    const { code, log } = await this.bash(['-c', `set -euo pipefail; source .gitops-app/shared/write.sh; ${script}`], env, {});
    if (code !== 0) throw new Error(log);
    return log.trimEnd();
  }

  /** One of the emitted scripts, as a step of a workflow runs it. */
  async runScript(script: string, env: Record<string, string>, options: RunOptions = {}): Promise<Outcome> {
    return await this.script([script], env, options);
  }

  private clone(): string {
    const clone = mkdtempSync(join(this.folder, 'clone-'));
    git(this.folder, 'clone', '--quiet', this.bare, clone);
    return clone;
  }

  /** One step of a workflow: its script, with what GitHub puts into its environment. GITHUB_EVENT is the event. */
  step(run: string, env: Record<string, string>, options: RunOptions = {}): Promise<Outcome> {
    return this.bash(['-eo', 'pipefail', '-c', run], env, options);
  }

  private script([name = '', ...rest]: string[], env: Record<string, string>, options: RunOptions): Promise<Outcome> {
    return this.bash([`.gitops-app/shared/${name}`, ...rest], env, options);
  }

  private bash(arguments_: string[], env: Record<string, string>, { prePush, gh, ref = 'refs/heads/main' }: RunOptions): Promise<Outcome> {
    const clone = this.clone();
    const files = mkdtempSync(join(this.folder, 'run-'));
    if (prePush !== undefined) writeHook(join(clone, '.git/hooks/pre-push'), prePush);
    mkdirSync(join(files, 'bin'));
    symlinkSync(env.GH ?? fakeGh, join(files, 'bin/gh'));
    for (const file of ['output', 'summary', 'requests']) writeFileSync(join(files, file), '');
    const id = String(this.runs++);
    writeFileSync(join(files, 'event.json'), env.GITHUB_EVENT ?? '{}');
    const child = spawn('bash', arguments_, {
      cwd: clone,
      // A group of its own, so that a test can kill all of it.
      detached: true,
      env: {
        ...environment,
        PATH: [join(files, 'bin'), environment.PATH].join(delimiter),
        FAKE_GH_REQUESTS: join(files, 'requests'),
        FAKE_GH_ANSWERS: JSON.stringify(gh ?? {}),
        FAKE_GH_REPOSITORY: this.bare,
        TMPDIR: files,
        PAUSE_MILLISECONDS: '40',
        LONGEST_PAUSE_MILLISECONDS: '2000',
        DEFAULT_BRANCH: 'main',
        APP_SLUG: this.cdApp,
        VALIDATED_ATTEMPT: '1',
        GITHUB_RUN_ATTEMPT: '1',
        GITHUB_REF: ref,
        GITHUB_OUTPUT: join(files, 'output'),
        GITHUB_EVENT_PATH: join(files, 'event.json'),
        GITHUB_STEP_SUMMARY: join(files, 'summary'),
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_REPOSITORY: 'acme/shop-config',
        GITHUB_RUN_ID: id,
        ...env,
      },
    });
    let log = '';
    const add = (chunk: Buffer) => {
      log += chunk;
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    return new Promise((resolve) =>
      child.on('close', (code) => {
        const lines = (file: string) => readFileSync(join(files, file), 'utf8').split('\n').slice(0, -1);
        resolve({
          code,
          log,
          summary: lines('summary').join('\n'),
          outputs: Object.fromEntries(lines('output').map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string])),
          requests: lines('requests').map((line) => JSON.parse(line) as Outcome['requests'][number]),
        });
      }),
    );
  }
}

interface RunOptions {
  actor?: string;
  /** What the workflow is started on. */
  ref?: string | undefined;
  env?: Record<string, string>;
  /** Script that git runs before each push of the run, with the clone as working directory. */
  prePush?: string;
  /** Answers of GitHub's API, by `METHOD path` without query. */
  gh?: Record<string, unknown>;
}

function writeHook(path: string, script: string): void {
  writeFileSync(path, `#!/usr/bin/env bash\n${script}\n`);
  chmodSync(path, 0o755);
}

const hex = (value: number, length: number) => value.toString(16).padStart(length, '0');

/** Inputs of a dispatch by CI, with images that its run's number decides. */
export function dispatch(run: number, changes: Record<string, string | boolean> = {}): Record<string, string | boolean> {
  return {
    contract: '1',
    app: 'shop',
    environment: 'dev',
    from: '',
    images: JSON.stringify({ shop: image(run) }),
    source: JSON.stringify({ repository: 'acme/shop', sha: hex(run, 40), run_id: run, run_number: run, run_attempt: 1 }),
    // What validate.sh asks for; verify-proof.mjs is a step of its own.
    proof: 'a.signed.token',
    reason: `CI run ${run}`,
    allow_downgrade: 'false',
    ...changes,
  };
}

/** The image that a run of CI builds. */
export function image(run: number): { tag: string; digest: string } {
  return { tag: hex(run, 40), digest: `sha256:${hex(run, 64)}` };
}

/** Inputs of a promotion to prod. */
export function promotion(changes: Record<string, string | boolean> = {}): Record<string, string | boolean> {
  return {
    contract: '1',
    app: 'shop',
    environment: 'prod',
    from: 'dev',
    images: '',
    source: '',
    proof: '',
    reason: 'it ran well',
    allow_downgrade: 'false',
    ...changes,
  };
}

export function rollbackOf(environment: string, changes: Record<string, string> = {}): Record<string, string> {
  return { app: 'shop', environment, action: 'roll-back', to: 'previous', reason: 'errors', ...changes };
}
