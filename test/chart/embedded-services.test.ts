/** How embedded services start and are probed: their emitted commands, run with programs that only say how they were called. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { goldenTargets } from '../judges/goldens.ts';
import { renderedObjects } from '../judges/renders.ts';

const folder = mkdtempSync(join(tmpdir(), 'embedded-'));
afterAll(() => rmSync(folder, { recursive: true }));

const target = goldenTargets().find(({ name }) => name === 'shop/shop/dev-dev-eu');
if (target === undefined) throw new Error('golden shop has no target dev-eu');
const objects = await renderedObjects({ ...target, delivered: true });

interface Container {
  command: string[];
  args: string[];
  readinessProbe: { exec: { command: string[] } };
  resources: { limits: { memory: string } };
}

function container(name: string): Container {
  const found = objects?.find(({ kind, metadata }) => kind === 'StatefulSet' && metadata.name === name);
  if (found === undefined) throw new Error(`no StatefulSet ${name}`);
  const { template } = found.spec as { template: { spec: { containers: Container[] } } };
  return template.spec.containers[0] as Container;
}

/** Runs a command where `program` is a script; gives what that prints. */
function run(command: readonly string[], program: string, script: string, environment: Record<string, string>): string {
  const path = join(folder, program);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  const { stdout, stderr, pid } = spawnSync(command[0] as string, command.slice(1), {
    encoding: 'utf8',
    env: { PATH: `${folder}:/usr/bin:/bin`, ...environment },
  });
  expect(stderr).toBe('');
  return stdout.replaceAll(String(pid), 'PID');
}

test.skipIf(objects === null)('the cache replaces the shell, which would not forward SIGTERM, and reads any password', () => {
  const { command, args } = container('shop-cache');
  const password = `p@ss "word" 'with' \\ #1%& $HOME`;
  const lines = run([...command, ...args], 'valkey-server', 'echo "process $$ $*"; cat', { VALKEY_PASSWORD: password, VALKEY_MAXMEMORY_POLICY: 'allkeys-lru' });
  expect(lines.trim().split('\n')).toEqual([
    'process PID -',
    // Valkey unescapes between double quotes: https://github.com/valkey-io/valkey/blob/9.0.0/src/sds.c (sdssplitargs)
    `requirepass "p@ss \\"word\\" 'with' \\\\ #1%& $HOME"`,
    'maxmemory 204mb',
    'maxmemory-policy allkeys-lru',
    'appendonly yes',
    'dir /data',
  ]);
});

test.skipIf(objects === null)('the cache has room to rewrite its file: a fork copies what changes meanwhile', () => {
  const { args, resources } = container('shop-cache');
  const maxmemory = Number(/^maxmemory (\d+)mb$/m.exec(args.join('\n'))?.[1]);
  const limit = Number(/^(\d+)Mi$/.exec(resources.limits.memory)?.[1]);
  expect(2 * maxmemory).toBeLessThanOrEqual(0.8 * limit);
});

test.skipIf(objects === null)('the database is probed as its own user: as another one, it would log an error at each probe', () => {
  const { command } = container('shop-db').readinessProbe.exec;
  const called = run(command, 'pg_isready', 'echo "$*"', { POSTGRES_USER: 'own er', POSTGRES_DB: 'data' });
  expect(called.trim()).toBe('--host=127.0.0.1 --username=own er --dbname=data --quiet');
});
