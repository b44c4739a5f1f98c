/** Fresh apps of each language: what their own tools say, build and pack is the same before and after `create`. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generators } from '../../generators/index.ts';
import { create } from '../../src/commands/create.ts';
import { run } from '../support/run-commands.ts';
import { temporaryFolder, treeOf, write } from '../support/workspace.ts';
import { installNodeTools, installTools } from './install.ts';
import { type FreshApp, freshApps } from './undisturbed-apps.ts';

const nodeTools = installNodeTools([
  'typescript@5.9.3',
  'eslint@9.39.5',
  '@eslint/js@9.39.5',
  'typescript-eslint@8.74.0',
  'eslint-plugin-prettier@5.5.7',
  'eslint-config-prettier@10.1.8',
  'prettier@3.10.1',
  '@biomejs/biome@2.6.8',
  'markdownlint-cli2@0.22.1',
  'vitest@4.1.12',
]);
const pythonTools = installTools('requirements-apps.txt');

const onPath = (program: string) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program))) &&
  // What stands on PATH for cargo may have no toolchain of this user's behind it.
  (program !== 'cargo' || spawnSync('cargo', ['--version']).status === 0);

interface Outcome {
  status: number | null;
  output: string;
}

/** Files of caches, of Git and of tools that write the time. */
const volatile =
  /(?:^|\/)(?:\.git|node_modules|target|\.gradle|obj|bin|vendor|\.mypy_cache|\.ruff_cache)\/|\.(?:class|jar|whl|tar\.gz|dll|pdb)$|^results\.json$/;

describe('judge: fresh apps, before and after create', () => {
  for (const app of freshApps)
    test(app.name, { timeout: 600_000 }, async (context) => {
      const missing = (app.needs ?? []).filter((program) => !onPath(program));
      if (missing.length > 0) context.skip(`no ${missing.join(', ')} on this machine`);
      for (const tools of [nodeTools, pythonTools]) if ('reason' in tools) context.skip(tools.reason);
      const folder = temporaryFolder();
      const [before, after] = [join(folder, 'before/fresh'), join(folder, 'after/fresh')];
      for (const copy of [before, after]) {
        if (app.base !== undefined) cpSync(join(import.meta.dirname, '../apps', app.base), copy, { recursive: true });
        write(copy, app.files ?? {});
        if ('folder' in nodeTools) symlinkSync(dirname(nodeTools.folder), join(dirname(copy), 'node_modules'));
        commit(copy);
      }
      const { code, out, err } = await run(create, { cwd: after, generators, yes: true });
      expect([code, err]).toEqual([0, '']);
      follow(app, after, out);
      commit(after);

      const generated = new Set(Object.keys(treeOf(after)).filter((path) => !existsSync(join(before, path))));
      for (const command of app.commands) {
        const [one, other] = [outcome(before, command), outcome(after, command)];
        expect(one.status, `${command} of the app itself:\n${one.output}`).toBe(0);
        expect(other, command).toEqual(one);
      }
      const paths = (root: string) => Object.keys(treeOf(root)).filter((path) => !volatile.test(path));
      expect(paths(after).filter((path) => !generated.has(path))).toEqual(paths(before));
    });
});

/** Adds the lines that create says to add, and expects it to say no others. */
function follow({ adds = {} }: FreshApp, folder: string, out: string): void {
  const said = linesToAdd(out);
  expect([...said.keys()].sort()).toEqual(Object.keys(adds).sort());
  // It is said before anything is listed as written.
  if (said.size > 0) expect(out.indexOf('To keep the generated files')).toBeLessThan(out.indexOf('└──'));
  for (const [file, add] of Object.entries(adds)) writeFileSync(join(folder, file), add(readFileSync(join(folder, file), 'utf8'), said.get(file) ?? []));
}

/** What create prints of files and their lines, as a person reads it. */
function linesToAdd(out: string): Map<string, string[]> {
  const [, block = ''] = out.split('To keep the generated files from tools of the app, add:\n');
  const said = new Map<string, string[]>();
  for (const line of block.split('\n\n')[0]?.split('\n') ?? []) {
    if (line.startsWith('    ')) [...said.values()].at(-1)?.push(line.slice(4));
    else if (line.startsWith('  ')) said.set(line.trim().split(':')[0] ?? '', []);
  }
  return said;
}

function commit(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const identity = ['-c', 'user.name=fresh', '-c', 'user.email=fresh@example.com'];
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
    [...identity, 'commit', '--quiet', '--allow-empty', '--message', 'App'],
  ])
    expect(spawnSync('git', args, { cwd: folder }).status).toBe(0);
}

/** How a command ends and what it prints, without its folder and its times. */
function outcome(cwd: string, command: string): Outcome {
  const folders = [nodeTools, pythonTools].flatMap((tools) => ('folder' in tools ? [tools.folder] : []));
  const { VITEST: _, NODE_OPTIONS: __, TEST: ___, ...environment } = process.env;
  const env = { ...environment, PATH: [...folders, process.env.PATH].join(delimiter), NO_COLOR: '1', CI: 'true' };
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd, env, encoding: 'utf8' });
  const output = `${stdout}${stderr}`
    .replaceAll(cwd, '<app>')
    .replaceAll(/\.tmp-\w+/g, '<temporary>')
    .replaceAll(/\b\d+(?:\.\d+)? ?m?s\b/g, '<time>');
  return { status, output };
}
