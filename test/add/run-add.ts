/** Runs add on real repositories, with parsed options. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { AddFlag, AddKind } from '../../src/command-line/add-options.ts';
import { addOptions } from '../../src/command-line/add-options.ts';
import { parseCommandLine } from '../../src/command-line/command-line.ts';
import { add } from '../../src/commands/add.ts';
import { type Problem, UserError } from '../../src/problems/errors.ts';
import { openWorkspace, type Result, run, smallGenerators, type Workspace } from '../support/run-commands.ts';

export interface AddWorkspace extends Workspace {
  /** Arguments after `add`: separated by spaces, or a list if an argument contains one. */
  add: (line: string | readonly string[]) => Promise<Result>;
  /** Resolves to the problems of a refused run. */
  problems: (line: string | readonly string[], cwd?: string) => Promise<Problem[]>;
  read: () => string;
}

/** The generated shop example, or another config; `text` edits it first. */
export async function openGenerated(text?: (shop: string, app: string) => string): Promise<AddWorkspace> {
  const workspace = openWorkspace();
  const file = join(workspace.app, '.gitops-app/pipeline.config.ts');
  const read = () => readFileSync(file, 'utf8');
  if (text !== undefined) writeFileSync(file, text(read(), workspace.app));
  const generated = await workspace.generate();
  expect(generated.code, generated.err).toBe(0);
  const addTyped = (line: string | readonly string[], cwd = workspace.app) => {
    const words = typeof line === 'string' ? line.split(' ') : line;
    const { arguments: names, options, problems } = parseCommandLine(['add', ...words], false);
    expect(problems).toEqual([]);
    const values = new Map(
      (Object.keys(addOptions) as AddFlag[]).flatMap((flag) => (options[flag] === undefined ? [] : [[flag, [options[flag]].flat().map(String)] as const])),
    );
    return run(add, {
      cwd,
      generators: smallGenerators,
      kind: names[0] as AddKind,
      name: names[1] ?? '',
      values,
      dryRun: options['dry-run'] === true,
    });
  };
  return {
    ...workspace,
    read,
    add: (line) => addTyped(line),
    problems: async (line, cwd) => {
      const error = await addTyped(line, cwd).then(
        (result) => new Error(`add ended with ${JSON.stringify(result)}`),
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof UserError)) throw error;
      expect(error.exitCode).toBe(1);
      return error.problems;
    },
  };
}

/** The text without the insertions, each removed once, in order. Text before a » stays: it marks the location. */
export function added(before: string, after: string, pieces: readonly string[]): string {
  let from = 0;
  let rest = after;
  for (const piece of pieces) {
    const [context = '', text = ''] = piece.includes('»') ? piece.split('»') : ['', piece];
    const at = rest.indexOf(context + text, from);
    expect(at, `${JSON.stringify(context + text)} in\n${after}`).toBeGreaterThanOrEqual(0);
    from = at + context.length;
    rest = rest.slice(0, from) + rest.slice(from + text.length);
  }
  expect(after).not.toBe(before);
  return rest;
}
