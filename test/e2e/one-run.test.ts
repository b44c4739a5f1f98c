import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimMachine } from './one-run.ts';

let folder: string;
let paths: { socket: string; claimFile: string };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'one-run-'));
  paths = { socket: join(folder, 'socket'), claimFile: join(folder, 'claim.json') };
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a second run is refused by name, and starts when the first has ended', async () => {
  const release = await claimMachine(paths);
  await expect(claimMachine(paths)).rejects.toThrow(`another run of the end-to-end tests is on: process ${process.pid} in ${process.cwd()}`);
  release();
  (await claimMachine(paths))();
  expect(existsSync(paths.claimFile)).toBe(false);
});

test('what a killed run has left does not stand in the way', async () => {
  // Above the greatest number of a process on Linux.
  writeFileSync(paths.claimFile, JSON.stringify({ pid: 2 ** 22 + 1, folder: '/elsewhere' }));
  writeFileSync(paths.socket, '');
  await expect(claimMachine(paths)).resolves.toBeTypeOf('function');
});

test('another repo-server is refused by its path', async () => {
  const server = createServer().listen(paths.socket);
  await new Promise((resolve) => server.once('listening', resolve));
  await expect(claimMachine(paths)).rejects.toThrow(`listens on ${paths.socket}`);
  await new Promise((resolve) => server.close(resolve));
});
