import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const cli = join(root, 'src/cli.ts');

/** Two repositories, and the lines of a document that shows commands in them. */
export interface Example {
  folder: string;
  lines: string[];
}

/** Replaces a text in a file, which must contain it. */
export function edit({ folder }: Example, file: string, from: string | RegExp, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const edited = text.replace(from, to);
  if (edited === text) throw new Error(`${file} has no ${from}`);
  writeFileSync(path, edited);
}

/** The words of a command; double quotes group words. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word = '']) => quoted ?? word);
}

/** Runs a command in the app repository and adds its output to the document. */
export function run(example: Example, command: string, exitCode: number): void {
  const { NO_COLOR: _, FORCE_COLOR: __, GITHUB_ACTIONS: ___, ...environment } = process.env;
  const args = ['--import', join(root, 'node_modules/tsx/dist/esm/index.mjs'), cli, ...wordsOf(command)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: join(example.folder, 'app'), env: environment, encoding: 'utf8' });
  if (status !== exitCode) throw new Error(`${command} ended with ${status}:\n${stdout}${stderr}`);
  example.lines.push('```console', `$ create-gitops-app ${command}`, `${stdout}${stderr}`.trimEnd(), '$ echo $?', String(status), '```', '');
}

/** Adds lines of text to the document. */
export function addText(example: Example, ...lines: string[]): void {
  example.lines.push(...lines, '');
}

/** The example shop, generated; the document does not show that. */
export function startExample(): Example {
  const folder = mkdtempSync(join(tmpdir(), 'example-'));
  const example: Example = { folder, lines: [] };
  mkdirSync(join(folder, 'config'));
  cpSync(join(root, 'test/golden/shop/app/.gitops-app/pipeline.config.ts'), join(folder, 'app/.gitops-app/pipeline.config.ts'));
  run(example, 'generate', 0);
  example.lines = [];
  return example;
}
