import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const cli = join(root, 'src/cli.ts');

/** Two repositories to walk through, with what was typed and printed. */
export interface Walk {
  folder: string;
  lines: string[];
}

/** Replaces text in a file; it must be there. */
export function edit({ folder }: Walk, file: string, from: string | RegExp, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const edited = text.replace(from, to);
  if (edited === text) throw new Error(`${file} has no ${from}`);
  writeFileSync(path, edited);
}

/** The words of a command; those between double quotes are one. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word = '']) => quoted ?? word);
}

/** Runs a command in the app repository and keeps what it prints, as it prints it. */
export function type(walk: Walk, command: string, exitCode: number): void {
  const { NO_COLOR: _, FORCE_COLOR: __, GITHUB_ACTIONS: ___, ...environment } = process.env;
  const args = ['--import', join(root, 'node_modules/tsx/dist/esm/index.mjs'), cli, ...wordsOf(command)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: join(walk.folder, 'app'), env: environment, encoding: 'utf8' });
  if (status !== exitCode) throw new Error(`${command} ended with ${status}:\n${stdout}${stderr}`);
  walk.lines.push('```console', `$ create-gitops-app ${command}`, `${stdout}${stderr}`.trimEnd(), '$ echo $?', String(status), '```', '');
}

/** Lines of prose. */
export function say(walk: Walk, ...lines: string[]): void {
  walk.lines.push(...lines, '');
}

/** The shop example, generated; nothing is kept of that. */
export function start(): Walk {
  const folder = mkdtempSync(join(tmpdir(), 'walk-'));
  const walk: Walk = { folder, lines: [] };
  mkdirSync(join(folder, 'config'));
  cpSync(join(root, 'test/golden/shop/app/pipeline.config.ts'), join(folder, 'app/pipeline.config.ts'));
  type(walk, 'generate', 0);
  walk.lines = [];
  return walk;
}
