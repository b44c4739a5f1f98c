import { planOptions } from '../command-line/command.ts';
import { type Change, isWrite } from '../diff/change.ts';
import { changesOf } from '../diff/changes.ts';
import type { RepositoryChanges } from '../diff/repository-changes.ts';
import { compareVersions, version } from '../model/version.ts';
import { loadGenerators } from '../plan/plan.ts';
import { exitCodes } from '../problems/errors.ts';
import { causeLabels, commandsOf } from '../reporters/causes.ts';
import { oneLine } from '../text/printable.ts';
import { type GenerateOptions, generateProjects } from './generate.ts';
import { openForWriting } from './open-for-writing.ts';

/** What this version changes in what another one wrote: by output and cause; then, unless it is a dry run, writes it. */
export async function upgrade(options: GenerateOptions): Promise<number> {
  const { generators, print, printError } = options;
  const projects = await openForWriting(options);
  const applications = await changesOf(projects, planOptions(options));
  const newer = applications.find(({ repository }) => compareVersions(writerOf(repository.records.app) ?? version, version) > 0);
  const project = projects.find(({ model }) => model.app.name === newer?.app);
  if (newer !== undefined && project !== undefined) {
    const { writer = '' } = commandsOf(project, newer, options.cwd);
    printError(
      `The ${newer.repository.role} repository of ${newer.app} was written by ${writerOf(newer.repository.records.app)}, which is newer than this ${version}.\nUse it: ${writer} upgrade\n`,
    );
    return exitCodes.refused;
  }
  const descriptions = new Map((await loadGenerators(generators)).map(({ id, description }) => [id, description]));
  for (const application of applications) print(summary(application, descriptions));
  return generateProjects(projects, options);
}

function writerOf(manifest: { generatorVersion: string } | undefined): string | undefined {
  return manifest?.generatorVersion;
}

/** One line for each output and cause, with what the output is. */
function summary({ repository, app, changes }: RepositoryChanges, descriptions: ReadonlyMap<string, string>): string {
  const writers = (['app', 'shared'] as const).flatMap((scope) => {
    const writer = writerOf(repository.records[scope]);
    return writer === undefined ? [] : [`${scope === 'shared' ? 'shared files ' : ''}${writer}`];
  });
  if (writers.length === 0) return '';
  const touched = changes.filter((change) => isWrite(change) || change.action === 'refuse');
  const head = `${repository.role} repository of ${app}: from ${writers.join(', ')} to ${version}, ${touched.length === 0 ? 'no file changes' : `${touched.length} of ${changes.length} files`}\n`;
  const lines = groups(touched, ({ output }) => output).map(
    ([output, own]) => `  ${oneLine(output)}  ${descriptions.get(output) ?? 'no longer made'}\n${causesOf(own)}`,
  );
  return `${head}${lines.join('')}\n`;
}

function causesOf(changes: readonly Change[]): string {
  const lines = groups(changes, ({ action, cause }) => `${action}, ${causeLabels[cause]}`);
  return lines.map(([what, own]) => `    ${what}: ${own.map(({ path }) => oneLine(path)).join(', ')}\n`).join('');
}

function groups(changes: readonly Change[], nameOf: (change: Change) => string): [string, Change[]][] {
  const names = [...new Set(changes.map(nameOf))];
  return names.map((name) => [name, changes.filter((change) => nameOf(change) === name)]);
}
