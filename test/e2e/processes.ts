/** Starts the real programs and ends every one of them, also after a failure or Ctrl-C. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { binFolder } from './cache.ts';

export interface Processes {
  /** Starts a program in an empty environment; its output goes to `<logs>/<name>.log`. */
  start: (name: string, command: string, args: readonly string[], environment?: Record<string, string>) => ChildProcess;
  /** Ends one program and waits for its end. */
  stop: (name: string) => Promise<void>;
  /** Ends a program, if it still runs, and starts it again as it was. */
  restart: (name: string) => Promise<void>;
  stopAll: () => Promise<void>;
  /** Does something once all programs have ended, also where this process exits first. */
  cleanUp: (what: () => void) => void;
  /** Throws with the end of its log where a program has ended by itself. */
  assertAlive: () => void;
}

export function createProcesses(state: string): Processes {
  const logs = join(state, 'log');
  for (const folder of [logs, join(state, 'home'), join(state, 'tmp')]) mkdirSync(folder, { recursive: true });
  const running = new Map<string, ChildProcess>();
  const expected = new Set<ChildProcess>();
  const starts = new Map<string, () => void>();

  const start: Processes['start'] = (name, command, args, environment = {}) => {
    starts.set(name, () => void start(name, command, args, environment));
    const log = openSync(join(logs, `${name}.log`), 'a');
    const child = spawn(command, args, {
      env: {
        PATH: `${join(state, 'bin')}:${binFolder}:/usr/local/bin:/usr/bin:/bin`,
        HOME: join(state, 'home'),
        TMPDIR: join(state, 'tmp'),
        LANG: 'C.UTF-8',
        ...environment,
      },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    running.set(name, child);
    return child;
  };

  const end = async (child: ChildProcess) => {
    expected.add(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    // An API server whose etcd is gone waits for minutes.
    const killer = setTimeout(() => child.kill('SIGKILL'), 2000);
    await ended;
    clearTimeout(killer);
  };

  const stop = async (name: string) => {
    const child = running.get(name);
    if (child === undefined) throw new Error(`${name} was not started`);
    running.delete(name);
    await end(child);
  };

  const restart = async (name: string) => {
    const again = starts.get(name);
    if (again === undefined) throw new Error(`${name} was not started`);
    if (running.has(name)) await stop(name);
    again();
  };

  const cleanUps: (() => void)[] = [];
  const clean = () => {
    for (const each of cleanUps.splice(0).reverse()) each();
  };

  const stopAll = async () => {
    const all = [...running.values()];
    running.clear();
    await Promise.all(all.map(end));
    clean();
  };

  const assertAlive = () => {
    for (const [name, child] of running)
      if (!expected.has(child) && (child.exitCode !== null || child.signalCode !== null))
        throw new Error(
          `${name} ended with ${child.exitCode ?? child.signalCode}:\n${readFileSync(join(logs, `${name}.log`), 'utf8')
            .split('\n')
            .slice(-6)
            .join('\n')}`,
        );
  };

  // A test run that is interrupted must not leave an API server behind.
  process.on('exit', () => {
    for (const child of running.values()) child.kill('SIGKILL');
    clean();
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void stopAll().then(() => {
        rmSync(state, { recursive: true, force: true });
        process.exit(130);
      });
    });

  return { start, stop, restart, stopAll, cleanUp: (what) => void cleanUps.push(what), assertAlive };
}

/** A port on 127.0.0.1 that nobody uses now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

/** How long a wait may take. A busy machine is slow, not wrong. */
export const patience = 300;

/** Polls until `condition` gives something other than false or undefined; throws where it does not in time. */
export async function waitFor<Result>(
  what: string,
  condition: () => Promise<Result | false | undefined> | Result | false | undefined,
  alive: () => void = () => {},
): Promise<Result> {
  const end = Date.now() + patience * 1000;
  let last: unknown;
  for (;;) {
    alive();
    try {
      const result = await condition();
      if (result !== false && result !== undefined) return result;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`timed out after ${patience} s: ${what}${last instanceof Error ? `\n${last.message}` : ''}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
