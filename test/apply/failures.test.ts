/** Runs with system errors, other processes and symbolic links, in real folders. */
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { apply } from '../../src/apply/apply.ts';
import { hashBytes } from '../../src/apply/journal.ts';
import { recover } from '../../src/apply/recover.ts';
import { UserError } from '../../src/problems/errors.ts';
import { readText } from '../../src/workspace/read-text.ts';
import { sample } from '../support/sample.ts';
import { temporaryFolder, treeOf, write } from '../support/workspace.ts';
import { bundleKilledRun } from './kill.ts';
import { changesFor, rootsIn, snapshot, useFirstGeneration } from './scenario.ts';
import { dyingFileSystem, watchedFileSystem } from './stopping.ts';

/** The first generation to copy for each case, and the second one to compare with. */
let first: string;
let second: Record<string, string>;
let steps: string[];
beforeAll(async () => {
  first = join(temporaryFolderOfFile(), 'first');
  await useFirstGeneration(first);
  const folder = join(temporaryFolderOfFile(), 'second');
  cpSync(first, folder, { recursive: true });
  steps = [];
  apply(
    await changesFor(rootsIn(folder), 2),
    watchedFileSystem((_, name) => void steps.push(name)),
  );
  second = snapshot(folder);
});

const folders: string[] = [];
function temporaryFolderOfFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gitops-app-'));
  folders.push(folder);
  return folder;
}
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function firstGeneration(): string {
  const folder = join(temporaryFolder(), 'work');
  cpSync(first, folder, { recursive: true });
  return folder;
}

async function catchUserError(run: () => unknown): Promise<UserError> {
  try {
    await run();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  return new UserError([]);
}

async function problemsOf(run: () => unknown): Promise<string[]> {
  return (await catchUserError(run)).problems.map(({ message }) => message);
}

/** Writes until the disk is full, then frees some bytes. */
function fillDisk(file: string, free: number): void {
  const block = new Uint8Array(4096);
  let size = 0;
  try {
    for (;;) {
      appendFileSync(file, block);
      size += block.length;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
  truncateSync(file, Math.max(0, size - free));
}

describe('a system error', () => {
  test('at any step: all files are as before, or all are written', async () => {
    const before = snapshot(first);
    for (const [at, name] of steps.entries()) {
      if (at % sample(9, 3) !== 0) continue;
      const folder = firstGeneration();
      const fs = watchedFileSystem((step) => {
        if (step === at) throw Object.assign(new Error('EIO: i/o error, somewhere'), { code: 'EIO' });
      });
      let failed = true;
      try {
        apply(await changesFor(rootsIn(folder), 2), fs);
        failed = false;
      } catch (error) {
        expect((error as NodeJS.ErrnoException).code === 'EIO' || error instanceof UserError, String(error)).toBe(true);
      }
      recover(Object.values(rootsIn(folder)));
      const now = snapshot(folder);
      if (!failed) expect(now, `${at} ${name}`).toEqual(second);
      else
        expect(
          [before, second].some((tree) => JSON.stringify(tree) === JSON.stringify(now)),
          `${at} ${name}`,
        ).toBe(true);
      rmSync(folder, { recursive: true });
    }
  });

  test('in the second repository: rolls back the first one and names the path', async () => {
    const folder = firstGeneration();
    let inSecond = false;
    const fs = watchedFileSystem(() => {});
    const failing = {
      ...fs,
      rename: (from: string, to: string) => {
        if (to.endsWith('gitops-ci.yaml') && !inSecond) {
          inSecond = true;
          throw Object.assign(new Error('EROFS: read-only file system, rename'), { code: 'EROFS' });
        }
        fs.rename(from, to);
      },
    };
    expect(await problemsOf(async () => apply(await changesFor(rootsIn(folder), 2), failing))).toEqual([
      `${join(folder, 'shop/.github/workflows/gitops-ci.yaml')} could not be written: EROFS: read-only file system`,
    ]);
    expect(snapshot(folder)).toEqual(snapshot(first));
  });

  test('a full disk: rolls back, and a run with enough space completes', async ({ skip }) => {
    const disk = temporaryFolder();
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', disk]).status === 0;
    if (!mounted) skip('a small tmpfs cannot be mounted here');
    onTestFinished(() => void spawnSync('umount', [disk]));
    let refused = 0;
    for (let free = 0; free <= 120; free += sample(8, 4)) {
      const folder = join(disk, 'work');
      cpSync(first, folder, { recursive: true });
      const filler = join(disk, 'filler');
      // The space ends at another step each time.
      fillDisk(filler, free * 1024);
      const problems = await problemsOf(async () => apply(await changesFor(rootsIn(folder), 2)));
      if (problems.length > 0) {
        refused++;
        expect(problems.join()).toContain('ENOSPC');
        rmSync(filler);
        recover(Object.values(rootsIn(folder)));
        expect(snapshot(folder), `${free}K`).toEqual(snapshot(first));
        apply(await changesFor(rootsIn(folder), 2));
      }
      expect(snapshot(folder)).toEqual(second);
      rmSync(folder, { recursive: true });
      rmSync(filler, { force: true });
    }
    expect(refused).toBeGreaterThan(1);
  });

  test('a read-only repository: writes to neither', async ({ skip }) => {
    const folder = firstGeneration();
    const { app } = rootsIn(folder);
    const mounted = spawnSync('mount', ['--bind', app, app]).status === 0 && spawnSync('mount', ['-o', 'remount,ro,bind', app]).status === 0;
    if (!mounted) skip('a folder cannot be mounted to be read only here');
    onTestFinished(() => void spawnSync('umount', [app]));
    const before = snapshot(folder);
    expect((await problemsOf(async () => apply(await changesFor(rootsIn(folder), 2)))).join()).toContain('could not be written: EROFS');
    expect(snapshot(folder)).toEqual(before);
  });
});

describe('a link that is added while a run writes', () => {
  test.each(['charts', 'charts/shop', '.gitops-app', '.gitops-app/shop', 'turned', 'old/deep', 'run.sh'])(
    'at %s, at any step: writes nothing outside',
    async (path) => {
      // Every fourth step in test:tools: all of them take a minute.
      for (let at = path.length % 4; at < steps.length; at += sample(16, 4)) {
        const folder = firstGeneration();
        const outside = join(folder, '..', 'outside');
        write(outside, { 'dev-values.yaml': 'theirs\n', 'shop/dev-values.yaml': 'theirs\n', 'gone.yaml': 'only: first\n', file: 'theirs\n' });
        const before = treeOf(outside);
        const victim = join(rootsIn(folder).config, path);
        const fs = watchedFileSystem((step) => {
          if (step !== at) return;
          if (existsSync(victim)) renameSync(victim, `${victim}.away`);
          symlinkSync(path === 'run.sh' ? join(outside, 'file') : outside, victim);
        });
        await problemsOf(async () => apply(await changesFor(rootsIn(folder), 2), fs));
        expect(treeOf(outside), `step ${at}`).toEqual(before);
        rmSync(join(folder, '..'), { recursive: true });
      }
    },
  );
});

test('a link at a temporary file is not followed, and the run is rolled back', async () => {
  for (let nth = 0; nth < 3; nth++) {
    const folder = firstGeneration();
    const outside = join(folder, '..', 'outside');
    write(outside, { file: 'theirs\n' });
    const fs = watchedFileSystem(() => {});
    let seen = 0;
    const swapped = {
      ...fs,
      open: (path: string, flags: number, mode?: number) => {
        if (path.endsWith('.tmp') && seen++ === nth) symlinkSync(join(outside, 'file'), path);
        return fs.open(path, flags, mode);
      },
    };
    expect((await problemsOf(async () => apply(await changesFor(rootsIn(folder), 2), swapped))).join()).toContain('could not be written: EEXIST');
    expect(seen).toBeGreaterThan(nth);
    expect(treeOf(outside)).toEqual({ file: 'theirs\n' });
    expect(snapshot(folder)).toEqual(snapshot(first));
    rmSync(join(folder, '..'), { recursive: true });
  }
});

describe('two runs at once', () => {
  test('give the same result as one, in any order', async () => {
    const base = temporaryFolder();
    const program = await bundleKilledRun(base);
    for (let round = 0; round < 5; round++) {
      const folder = firstGeneration();
      const runs = await Promise.all(
        Array.from(
          { length: 4 },
          () =>
            new Promise<{ code: number | null; error: string }>((done) => {
              const child = spawn(process.execPath, [program, folder, '-1'], { stdio: ['ignore', 'ignore', 'pipe'] });
              let error = '';
              child.stderr.on('data', (text) => (error += text));
              child.on('close', (code) => done({ code, error }));
            }),
        ),
      );
      for (const { code, error } of runs) if (code !== 0) expect(error).toMatch(/was changed during this run|another run \(process|is refused/);
      expect(runs.some(({ code }) => code === 0)).toBe(true);
      expect(snapshot(folder)).toEqual(second);
    }
  });

  test('a file that another run keeps replacing is always read whole', async () => {
    const folder = temporaryFolder();
    write(folder, { 'docs/a.md': 'old\n', 'docs/b.md': 'new\n' });
    const program = `const fs = require('node:fs');
      for (const end = Date.now() + 400; Date.now() < end; ) { fs.copyFileSync('docs/b.md', 'docs/c.md'); fs.renameSync('docs/c.md', 'docs/a.md'); }`;
    const child = spawn(process.execPath, ['-e', program], { cwd: folder, stdio: 'ignore' });
    const ended = new Promise<void>((done) => child.once('close', () => done()));
    while (readText(folder, 'docs/a.md') === 'old\n') await setImmediate();
    for (let reading = 0; reading < 20_000; reading++) expect(readText(folder, 'docs/a.md')).toBe('new\n');
    await ended;
  });

  const lockOf = (pid: number, host: string) => `.gitops-app/lock.${pid}.${host}`;
  const host = hostname().replace(/[^A-Za-z0-9-]/g, '-');
  /** The id of a process that has ended. */
  const endedProcess = () => spawnSync(process.execPath, ['-e', '0']).pid;

  test('breaks the lock of a process that no longer exists', async () => {
    const folder = firstGeneration();
    write(rootsIn(folder).config, { [lockOf(endedProcess(), host)]: '' });
    apply(await changesFor(rootsIn(folder), 2));
    expect(snapshot(folder)).toEqual(second);
  });

  test.each([
    ['of a running process', lockOf(process.ppid, host), 'process'],
    ['of another host, with any process id', lockOf(endedProcess(), 'elsewhere'), 'on elsewhere'],
  ])('respects a lock %s', async (_, lock, words) => {
    const folder = firstGeneration();
    write(rootsIn(folder).app, { [lock]: '' });
    const before = snapshot(folder);
    const error = await catchUserError(async () => apply(await changesFor(rootsIn(folder), 2)));
    expect(error.problems.map(({ message }) => message).join()).toMatch(new RegExp(`another run .*${words}.* is writing to`));
    // Another program may have the process id by now, so the hint names the lock.
    expect(error.problems[0]?.hint).toContain(`delete ${join(rootsIn(folder).app, lock)} and run it again`);
    expect(snapshot(folder)).toEqual(before);
  });
});

describe('a journal is untrusted', () => {
  async function interrupted(): Promise<string> {
    const folder = firstGeneration();
    try {
      apply(await changesFor(rootsIn(folder), 2), dyingFileSystem(Math.floor(steps.length * 0.7), 'before'));
    } catch {
      // As if it were killed.
    }
    expect(existsSync(join(rootsIn(folder).config, '.gitops-app/journal'))).toBe(true);
    return folder;
  }

  test('a file that was changed after the kill is left unchanged and reported', async () => {
    const folder = await interrupted();
    write(rootsIn(folder).config, { 'run.sh': 'mine now\n' });
    const results = recover([rootsIn(folder).app]);
    expect(results.flatMap((each) => each.skipped)).toEqual(['run.sh']);
    expect(treeOf(rootsIn(folder).config)['run.sh']).toBe('mine now\n');
  });

  test('an edited journal is not followed', async () => {
    const folder = await interrupted();
    const { config } = rootsIn(folder);
    const journal = treeOf(config)['.gitops-app/journal'] ?? '';
    write(config, { '.gitops-app/journal': journal.replace('run.sh', '../run') });
    expect((await problemsOf(() => recover([config]))).join()).toContain('is damaged');
    expect(existsSync(join(config, '../run'))).toBe(false);
  });

  test.each(['not json\n', 'null\nnull\n', '{"about":""}\n[]\n'])('other lines are damaged, even with a valid checksum: %j', async (body) => {
    const folder = firstGeneration();
    const { config } = rootsIn(folder);
    const sha256 = hashBytes(Buffer.from(body));
    write(config, { '.gitops-app/journal': `${body}${JSON.stringify({ sha256 })}\n` });
    expect((await problemsOf(() => recover([config]))).join()).toContain('is damaged');
  });

  /** A journal of a run that wrote one file, with a valid checksum. */
  function writeJournal(config: string, entry: object, folders: readonly string[] = []): void {
    const head = { about: '', id: '0'.repeat(32), primary: '', others: [], folders };
    const after = hashBytes(Buffer.from('mine\n'));
    const whole = { path: 'notes.txt', temporary: '.gitops-app-0123456789abcdef.tmp', before: Buffer.from('theirs\n').toString('base64'), mode: 0o644, after };
    const body = `${JSON.stringify(head)}\n${JSON.stringify({ ...whole, ...entry })}\n`;
    write(config, { '.gitops-app/journal': `${body}${JSON.stringify({ sha256: hashBytes(Buffer.from(body)) })}\n` });
  }

  test.each([
    ['a file outside', { path: '../notes.txt' }, []],
    ['an absolute one', { path: '/notes.txt' }, []],
    ['a hook of Git', { path: '.git/hooks/pre-commit' }, []],
    ['a folder outside', {}, ['../other']],
  ])('one that names %s is rejected, even with a valid checksum', async (_, entry, folders) => {
    const folder = firstGeneration();
    const { config } = rootsIn(folder);
    write(folder, { 'notes.txt': 'mine\n', 'shop-config/notes.txt': 'mine\n', 'shop-config/.git/hooks/pre-commit': 'mine\n' });
    writeJournal(config, entry, folders);
    const before = snapshot(folder);
    expect((await problemsOf(() => recover([config]))).join()).toContain('is not a path inside the repository');
    expect(snapshot(folder)).toEqual(before);
  });

  test.each(['notes.txt', '../notes.txt', '.gitops-app-0123.tmp'])('one with %s as a temporary file is damaged, and nothing is deleted', async (temporary) => {
    const folder = firstGeneration();
    const { config } = rootsIn(folder);
    write(folder, { 'notes.txt': 'mine\n', 'shop-config/notes.txt': 'mine\n' });
    writeJournal(config, { path: 'other.txt', temporary });
    const before = snapshot(folder);
    expect((await problemsOf(() => recover([config]))).join()).toContain('is damaged');
    expect(snapshot(folder)).toEqual(before);
  });

  test('a link is not followed', async () => {
    const folder = await interrupted();
    const { config } = rootsIn(folder);
    renameSync(join(config, '.gitops-app/journal'), join(folder, 'journal'));
    symlinkSync(join(folder, 'journal'), join(config, '.gitops-app/journal'));
    expect((await problemsOf(() => recover([config]))).join()).toContain('is a symbolic link');
  });

  test('one whose other repository is missing is an error with a remedy', async () => {
    const folder = await interrupted();
    const { app, config } = rootsIn(folder);
    rmSync(config, { recursive: true });
    expect((await problemsOf(() => recover([app]))).join()).toContain('which no longer exists');
    mkdirSync(config);
    recover([app]);
    expect(readdirSync(join(app, '.gitops-app'))).toEqual(['manifest.json']);
  });

  test('an incomplete one is removed', () => {
    const folder = firstGeneration();
    const { config } = rootsIn(folder);
    writeFileSync(join(config, '.gitops-app/journal'), '{"about":"half a li');
    recover([config]);
    expect(snapshot(folder)).toEqual(snapshot(first));
  });
});
