import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type OptionValues, usageProblem } from '../add/answers.ts';
import { completeAnswers } from '../add/complete.ts';
import { editedConfig } from '../add/edited-config.ts';
import { kinds } from '../add/kinds.ts';
import type { AddKind } from '../command-line/add-options.ts';
import { displayPath } from '../command-line/command.ts';
import { colorsFor, withoutCommands } from '../command-line/terminal.ts';
import type { Change } from '../diff/change.ts';
import { locateProblems } from '../load/locate.ts';
import { configPlaces, ownFolder } from '../model/names.ts';
import { type Problem, UserError } from '../problems/errors.ts';
import { colored, unifiedDiff } from '../reporters/shared/unified-diff.ts';
import { omitMissingConfigRepository, openWorkspaces } from '../workspace/open-workspaces.ts';
import { readConfig } from '../workspace/read-config.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { type GenerateOptions, generateWorkspaces, printWarnings } from './generate.ts';
import { openForWriting } from './open-for-writing.ts';

export interface AddOptions extends GenerateOptions {
  kind: AddKind;
  /** Name of the new item. */
  name: string;
  values: OptionValues;
  /** true: a terminal, so it can prompt. */
  interactive?: boolean;
}

/** Adds an item to the config and writes both repositories: everything, or nothing. */
export async function add(options: AddOptions): Promise<number> {
  const { cwd, name, values, interactive = false, print } = options;
  const kind = kinds[options.kind];
  const [workspace] = await openForWriting(options);
  const file = workspace?.configFile;
  if (workspace === undefined || file === undefined)
    throw new UserError([usageProblem(`there is no ${configPlaces.join(' or ')} in this repository`, 'Run add in the app repository.')]);
  const text = readText(file, cwd);
  const { config } = await readConfig(file, cwd);
  const exists = Object.hasOwn(config[kind.field] ?? {}, name);
  const existing: Problem[] = exists
    ? [
        {
          ...usageProblem(`${options.kind} '${name}' already exists`, 'Edit it in the config, or choose another name.'),
          pointer: `/${kind.field}/${name}`,
          onName: true,
        },
      ]
    : [];
  const ask = interactive ? (await import('../create/ask.ts')).ask : undefined;
  const answers = await completeAnswers(kind, name, values, config, await locateProblems(existing, file, config, cwd), ask);
  const declarations = join(workspace.roots.app ?? dirname(file), ownFolder, 'config.d.ts');
  const edited = await editedConfig(kind.additions(name, answers, config), { file, text, config, declarations, cwd });
  const workspaces = (await openWorkspaces({ ...options, text: edited })).map(omitMissingConfigRepository);
  const change = configChange(workspace, file, text, edited);
  await printWarnings(workspaces, options);
  print(`${withoutCommands(colored(unifiedDiff(change, displayPath(cwd, file)), colorsFor(process.stdout)))}\n`);
  return generateWorkspaces(workspaces, { ...options, editedConfig: change, command: 'add' });
}

function readText(file: string, cwd: string): string {
  const bytes = readFileSync(file);
  // Other bytes could not be written back unchanged.
  if (!isUtf8(bytes)) throw new UserError([usageProblem(`${displayPath(cwd, file)} is not UTF-8`, 'Save it as UTF-8.')]);
  return bytes.toString('utf8');
}

/** The config is written with the generated files, but no record lists it: it is the user's. */
function configChange({ roots }: Workspace, file: string, before: string, after: string): Change {
  for (const role of ['app', 'config'] as const) {
    const path = roots[role] === undefined ? '..' : relative(roots[role], file).replaceAll('\\', '/');
    if (path.split('/')[0] !== '..')
      return { repository: role, scope: 'app', output: 'config', path, class: 'seeded', action: 'update', cause: 'config-changed', before, after };
  }
  throw new UserError([usageProblem('the config is in neither repository, so add cannot write it together with them', 'Edit it by hand and run generate.')]);
}
