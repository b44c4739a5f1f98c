import { planOptions } from '../command-line/command.ts';
import { type Change, isWrite } from '../diff/change.ts';
import { diffWorkspaces } from '../diff/diff.ts';
import type { RepositoryChanges } from '../diff/repository-changes.ts';
import { compareVersions, version } from '../model/version.ts';
import { loadGenerators } from '../plan/plan.ts';
import { exitCodes } from '../problems/errors.ts';
import { causeLabels } from '../reporters/shared/causes.ts';
import { commandsOf } from '../reporters/shared/remedies.ts';
import { oneLine } from '../text/printable.ts';
import { type GenerateOptions, generateWorkspaces, printWarnings } from './generate.ts';
import { openForWriting } from './open-for-writing.ts';

/** Prints what this version changes in files of another version, by output and cause; then writes it, unless it is a dry run. */
export async function upgrade(options: GenerateOptions): Promise<number> {
  const { generators, print, printError } = options;
  const workspaces = await openForWriting(options);
  await printWarnings(workspaces, options);
  const allChanges = await diffWorkspaces(workspaces, planOptions(options));
  const newer = allChanges.find(({ repository }) => compareVersions(repository.records.app?.generatorVersion ?? version, version) > 0);
  const workspace = workspaces.find(({ model }) => model.app.name === newer?.app);
  if (newer !== undefined && workspace !== undefined) {
    const { writer = '' } = commandsOf(workspace, newer, options.cwd);
    printError(
      `The ${newer.repository.role} repository of ${newer.app} was written by ${newer.repository.records.app?.generatorVersion}, a newer version than ${version}.\nUse that version: ${writer} upgrade\n`,
    );
    return exitCodes.refused;
  }
  const descriptions = new Map((await loadGenerators(generators)).map(({ id, description }) => [id, description]));
  for (const repositoryChanges of allChanges) print(summary(repositoryChanges, descriptions));
  return generateWorkspaces(workspaces, options);
}

/** The description of each output that changes, and one line per cause. */
function summary({ repository, app, changes }: RepositoryChanges, descriptions: ReadonlyMap<string, string>): string {
  const writers = (['app', 'shared'] as const).flatMap((scope) => {
    const writer = repository.records[scope]?.generatorVersion;
    return writer === undefined ? [] : [`${scope === 'shared' ? 'shared files ' : ''}${writer}`];
  });
  if (writers.length === 0) return '';
  const changed = changes.filter((change) => isWrite(change) || change.action === 'refuse');
  const count = changed.length === 0 ? 'no file changes' : `${changed.length} of ${changes.length} files`;
  const title = `${repository.role} repository of ${app}: from ${writers.join(', ')} to ${version}, ${count}\n`;
  const outputs = groupBy(changed, ({ output }) => output).map(
    ([output, own]) => `  ${oneLine(output)}  ${descriptions.get(output) ?? 'no longer generated'}\n${causeLines(own)}`,
  );
  return `${title}${outputs.join('')}\n`;
}

function causeLines(changes: readonly Change[]): string {
  const groups = groupBy(changes, ({ action, cause }) => `${action}, ${causeLabels[cause]}`);
  return groups.map(([label, own]) => `    ${label}: ${own.map(({ path }) => oneLine(path)).join(', ')}\n`).join('');
}

function groupBy(changes: readonly Change[], keyOf: (change: Change) => string): [string, Change[]][] {
  const keys = [...new Set(changes.map(keyOf))];
  return keys.map((key) => [key, changes.filter((change) => keyOf(change) === key)]);
}
