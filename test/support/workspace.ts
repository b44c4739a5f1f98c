/** Temporary folders and small plans for tests that write to disk. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { onTestFinished } from 'vitest';
import { apply } from '../../src/apply/apply.ts';
import type { Change, Decisions } from '../../src/diff/change.ts';
import { diffRepository } from '../../src/diff/diff-repository.ts';
import type { RepositoryChanges } from '../../src/diff/repository-changes.ts';
import type { PlannedFile } from '../../src/plan/plan.ts';
import { openRepository, type Repository } from '../../src/workspace/repository.ts';

/** A new folder, deleted after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gitops-app-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function write(root: string, files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** Every file below a folder by path, sorted; decoded as latin1 to keep every byte. */
export function treeOf(root: string): Record<string, string> {
  return Object.fromEntries(
    filesBelow(root)
      .sort()
      .map((file) => [relative(root, file).replaceAll('\\', '/'), readFileSync(file, 'latin1')]),
  );
}

/** Not Node's recursive listing, which follows links depending on its version. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}

/** Modification time of every file, by path. */
export function timesOf(root: string): Record<string, number> {
  return Object.fromEntries(Object.keys(treeOf(root)).map((path) => [path, statSync(join(root, path)).mtimeMs]));
}

type Spec = Partial<Omit<PlannedFile, 'path'>>;

/** Planned files of the config repository; a string is the content of a managed file. */
export function planOf(files: Record<string, string | Spec>): PlannedFile[] {
  return Object.entries(files).map(([path, spec]) => ({
    output: `config/${path}`,
    repository: 'config',
    scope: 'app',
    path,
    content: '',
    ownership: { class: 'managed' },
    ...(typeof spec === 'string' ? { content: spec } : spec),
  }));
}

interface Run extends Decisions {
  version?: string;
  modelDigest?: string;
  app?: string;
}

/** Diffs a plan with the disk, by default for the app `shop` with version 1.0.0. */
export async function compare(root: string, plan: readonly PlannedFile[], run: Run = {}): Promise<RepositoryChanges> {
  const { version = '1.0.0', modelDigest = 'digest', app = 'shop', ...decisions } = run;
  const repository: Repository = openRepository('config', root, app);
  return { repository, app, version, modelDigest, changes: await diffRepository(plan, repository, { ...decisions, version, modelDigest }) };
}

/** The same, and applies the changes. */
export async function generateFrom(root: string, plan: readonly PlannedFile[], run: Run = {}): Promise<RepositoryChanges> {
  const repositoryChanges = await compare(root, plan, run);
  apply([repositoryChanges]);
  return repositoryChanges;
}

/** `action cause` by path. */
export function outcomes({ changes }: { changes: readonly Change[] }): Record<string, string> {
  return Object.fromEntries(changes.map(({ path, action, cause }) => [path, `${action} ${cause}`]));
}
