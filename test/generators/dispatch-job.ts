/** Runs the script of CI's last job: with GitHub's token service on loopback, and a `gh` that answers what a test says. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface Dispatched {
  code: number | null;
  log: string;
  /** Bodies of the requests to start CD. */
  requests: unknown[];
}

export interface DispatchJob {
  /** Messages of gh for the first requests to start CD. */
  failures: string[];
  /** Whether GitHub tells the run. */
  details: boolean;
  /** Of the run of CD; null: it never ends. */
  conclusion: string | null;
  /** Log of the run of CD. */
  log: string;
  /** What tokens were asked for. */
  audiences: string[];
  reset: () => void;
  run: (script: string, env: Record<string, string>) => Promise<Dispatched>;
  close: () => Promise<void>;
}

const url = 'https://github.com/acme/shop-config/actions/runs/7001';

/** Keeps what it is asked in a folder, and answers from its files. */
const gh = `#!/usr/bin/env bash
case "$*" in
  *dispatches*)
    cat "\${*: -1}" >> "$FAKE/requests"
    if [[ -s "$FAKE/failures" ]]; then
      echo "gh: $(head -n 1 "$FAKE/failures")" >&2
      sed -i 1d "$FAKE/failures"
      exit 1
    fi
    cat "$FAKE/started" ;;
  *logs*) cat "$FAKE/log" ;;
  *jobs*) echo 1 ;;
  *) cat "$FAKE/run" ;;
esac
`;

export async function startDispatchJob(): Promise<DispatchJob> {
  const folder = mkdtempSync(join(tmpdir(), 'dispatch-'));
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://github');
    if (request.headers.authorization !== 'bearer a-request-token') return void response.writeHead(401).end();
    job.audiences.push(asked.searchParams.get('audience') ?? '');
    response.end(JSON.stringify({ value: 'a.signed.token' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = (server.address() as AddressInfo).port;
  const job: DispatchJob = {
    failures: [],
    details: true,
    conclusion: 'success',
    log: '',
    audiences: [],
    reset: () => Object.assign(job, { failures: [], details: true, conclusion: 'success', log: '', audiences: [] }),
    run: async (script, env) => {
      const own = mkdtempSync(join(folder, 'run-'));
      mkdirSync(join(own, 'bin'));
      const files = {
        'bin/gh': gh,
        // A test does not wait as a run does.
        'bin/sleep': '#!/bin/sh\nexec /bin/sleep 0.2\n',
        failures: job.failures.map((line) => `${line}\n`).join(''),
        started: job.details ? JSON.stringify({ workflow_run_id: 7001, html_url: url }) : '',
        run: JSON.stringify(job.conclusion === null ? { status: 'in_progress', conclusion: null } : { status: 'completed', conclusion: job.conclusion }),
        log: job.log,
      };
      for (const [name, content] of Object.entries(files)) writeFileSync(join(own, name), content);
      for (const name of ['bin/gh', 'bin/sleep']) chmodSync(join(own, name), 0o755);
      const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
        cwd: own,
        env: {
          ...env,
          PATH: [join(own, 'bin'), process.env.PATH].join(delimiter),
          FAKE: own,
          RUNNER_TEMP: own,
          GITHUB_STEP_SUMMARY: join(own, 'summary'),
          GITHUB_SERVER_URL: 'https://github.com',
          GITHUB_REPOSITORY: 'acme/shop',
          GITHUB_SHA: 'abc',
          GITHUB_RUN_ID: '345',
          GITHUB_RUN_NUMBER: '12',
          GITHUB_RUN_ATTEMPT: '2',
          ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/token?api-version=2.0`,
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'a-request-token',
        },
      });
      let log = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += chunk));
      const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
      const sent = join(own, 'requests');
      const bodies = existsSync(sent)
        ? readFileSync(sent, 'utf8')
            .trim()
            .split(/\n(?=\{)/)
        : [];
      return { code, log, requests: bodies.map((text) => JSON.parse(text) as unknown) };
    },
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
  return job;
}
