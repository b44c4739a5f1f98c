import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type CommandContext, displayPath, planOptions } from '../command-line/command.ts';
import { colorsFor } from '../command-line/terminal.ts';
import { type Collected, collectAnswers, printAnswers, readAnswers } from '../create/answers.ts';
import { detectedText } from '../create/detected-text.ts';
import { examples } from '../create/examples.ts';
import { exclusionsText, nextCommands, notesOn, whatToSet } from '../create/next-steps.ts';
import { type ExistingConfigRepository, pipelineOf } from '../create/pipeline.ts';
import { printPipeline } from '../create/print-pipeline.ts';
import { type Answers, questions, type RawAnswers } from '../create/questions.ts';
import { readPeer } from '../create/shared-settings.ts';
import { printTree } from '../create/tree.ts';
import { updateBotNotes } from '../create/update-bots.ts';
import { type DetectedFolder, detectFolder } from '../detect/folder.ts';
import { detectGitHubFiles } from '../detect/github-files.ts';
import type { Change } from '../diff/change.ts';
import { diffWorkspaces } from '../diff/diff.ts';
import { writesOf } from '../diff/record-changes.ts';
import type { RepositoryChanges } from '../diff/repository-changes.ts';
import { unlockedGenerator } from '../follow-ups/unlocked-generator.ts';
import type { Model } from '../model/model.ts';
import { configPlaces } from '../model/names.ts';
import { version } from '../model/version.ts';
import { loadGenerators } from '../plan/plan.ts';
import { exitCodes, UserError } from '../problems/errors.ts';
import { groupRefusals, printPlanAsText } from '../reporters/plan/text.ts';
import { explain } from '../reporters/shared/causes.ts';
import { resolve as resolveModel } from '../resolve/resolve.ts';
import { printable, shellArgument } from '../text/printable.ts';
import { validate } from '../validate/validate.ts';
import { configIn, configRepositoryBeside, rootsOf } from '../workspace/config-file.ts';
import { assertOneApp } from '../workspace/one-app.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { rollBackInterruptedRuns } from './open-for-writing.ts';

export interface CreateOptions extends CommandContext {
  /** Folder of the app repository, relative to cwd; with an example, the folder that gets both repositories. */
  folder?: string;
  /** Name of an example, instead of answers. */
  example?: string;
  /** Answers from options. */
  answers?: RawAnswers;
  /** Path of an answers file, relative to cwd; options take precedence. */
  from?: string;
  /** Path of a new answers file, relative to cwd. */
  saveAnswers?: string;
  yes?: boolean;
  dryRun?: boolean;
  overwrite?: readonly string[];
  /** true: a terminal, so it can prompt. */
  interactive?: boolean;
}

/** Writes the first pipeline.config.ts and both repositories: everything, or nothing. */
export async function create(options: CreateOptions): Promise<number> {
  const { cwd, print, printError, dryRun = false } = options;
  const example = options.example === undefined ? undefined : examples[options.example];
  if (example !== undefined) assertNoAnswers(options);
  const base = resolve(cwd, options.folder ?? '.');
  const folder = example === undefined ? base : join(base, example.config.app.name);
  // The config itself may come from an interrupted run.
  await rollBackInterruptedRuns([folder], options);
  assertNoConfig(folder, cwd);
  if (options.saveAnswers !== undefined) assertNoAnswersFile(resolve(cwd, options.saveAnswers), cwd);
  const detected = detectFolder(folder);
  if (example === undefined) print(detectedText(detected));
  const peerIn = (slug: string) => readPeer(configRepositoryBeside(folder, slug));
  const asked = example === undefined ? await ask(options, detected, peerIn) : undefined;
  const pipeline = asked === undefined ? example : pipelineOf(asked.answers, detected, existingConfigRepository(folder, asked));
  if (pipeline === undefined) throw new Error('neither an example nor answers');
  const text = printPipeline(pipeline);
  const { config: input } = await validate(pipeline.config);
  const configFile = join(folder, configPlaces[0]);
  const workspace: Workspace = { model: resolveModel(input), roots: rootsOf(input, configFile), configFile, warnings: [] };
  assertOneApp(workspace);
  const allChanges = (await diffWorkspaces([workspace], planOptions(options))).map((repositoryChanges) => addConfig(repositoryChanges, text));

  const refused = allChanges.flatMap(({ repository, changes }) => groupRefusals(changes).map((change) => ({ change, root: repository.root })));
  if (refused.length > 0) {
    for (const { change, root } of refused) {
      const path = displayPath(cwd, join(root, change.path));
      printError(
        `refused  ${printable(path)} ${explain(change)}\n         Move it away, or replace it: run the same command with --overwrite ${shellArgument(path)}\n`,
      );
    }
    printError('\nNothing was written.\n');
    return exitCodes.refused;
  }
  print(exclusionsText(detected));
  if (dryRun) {
    print(`${text}\n${printPlanAsText(allChanges, cwd, colorsFor(process.stdout))}Nothing was written: this is what create would do.\n`);
    return exitCodes.clean;
  }
  const trees = allChanges.map((repositoryChanges) => ({
    root: repositoryChanges.repository.root,
    paths: [...new Set(writesOf(repositoryChanges).map(({ path }) => path))],
  }));
  // Before Dependabot's first file is written.
  const bots = updateBotNotes(workspace);
  (await import('../apply/apply.ts')).apply(allChanges);
  if (options.saveAnswers !== undefined && asked !== undefined) writeFileSync(resolve(cwd, options.saveAnswers), printAnswers(asked.raw), { flag: 'wx' });
  for (const { root, paths } of trees) print(`${printTree(displayPath(cwd, root), paths)}\n`);
  const kept = allChanges.flatMap(({ changes }) => changes.filter(({ action, cause }) => action === 'keep' && cause === 'foreign'));
  const proposed = asked === undefined ? kept : await withoutExistingDockerfile(kept, asked.answers, detected, options);
  const notes = notesOn(detected, workspace.model, proposed, bots);
  const unlocked = await unlockedGenerator([workspace], allChanges, options);
  print(`${notes === '' ? '' : `${notes}\n`}${whatToSet(workspace, cwd)}${unlocked}${nextCommands(workspace, cwd)}`);
  return exitCodes.clean;
}

/** Proposes the Dockerfile that an app without one would get: the existing one would change what the proposed one runs. */
async function withoutExistingDockerfile(
  kept: readonly Change[],
  answers: Answers,
  { dockerfile: _, ...detected }: DetectedFolder,
  { generators }: Pick<CreateOptions, 'generators'>,
): Promise<Change[]> {
  const { config } = await validate(pipelineOf(answers, detected).config);
  const model = resolveModel(config);
  const outputs = await loadGenerators(generators, ['app']);
  const files = outputs.flatMap((output) =>
    output.id === 'app/dockerfile' && output.applies?.(model) !== false ? output.files(model, { version, planned: [] }) : [],
  );
  const proposed = new Map(files.map(({ path, content }) => [path, content]));
  return kept.map((change) => ({ ...change, ...(proposed.has(change.path) ? { proposed: proposed.get(change.path) ?? '' } : {}) }));
}

/** An example has its own answers. */
function assertNoAnswers({ answers = {}, from, saveAnswers }: CreateOptions): void {
  const flags = questions.filter(({ key }) => answers[key] !== undefined).map(({ flag }) => flag);
  if (from !== undefined) flags.push('from');
  if (saveAnswers !== undefined) flags.push('save-answers');
  if (flags.length > 0)
    throw new UserError([
      {
        code: 'USAGE',
        severity: 'error',
        message: `--example cannot be combined with ${flags.map((flag) => `--${flag}`).join(', ')}`,
        hint: 'An example has its own answers.',
      },
    ]);
}

function assertNoConfig(folder: string, cwd: string): void {
  const file = configIn(folder);
  if (file !== undefined)
    throw new UserError([
      {
        code: 'USAGE',
        severity: 'error',
        message: `${displayPath(cwd, file)} already exists`,
        hint: `Edit it and run generate: npx --yes create-gitops-app@${version} generate`,
      },
    ]);
}

/** The config repository as it is on disk: another app changes neither its owners nor what its apps share. */
function existingConfigRepository(folder: string, { answers, peer }: Collected): ExistingConfigRepository {
  const owners = detectGitHubFiles(configRepositoryBeside(folder, answers.configRepository)).owners?.value;
  return { ...(owners === undefined ? {} : { owners }), ...(peer === undefined ? {} : { peer }) };
}

function assertNoAnswersFile(file: string, cwd: string): void {
  if (existsSync(file))
    throw new UserError([{ code: 'USAGE', severity: 'error', message: `${displayPath(cwd, file)} already exists`, hint: 'Give --save-answers another path.' }]);
}

async function ask(
  { answers = {}, cwd, from, yes = false, interactive = false }: CreateOptions,
  detected: DetectedFolder,
  peerIn: (configRepository: string) => Model | undefined,
): Promise<Collected> {
  const preset = { ...(from === undefined ? {} : readAnswers(resolve(cwd, from))), ...answers };
  const prompt = interactive && !yes ? { ask: (await import('../create/ask.ts')).ask } : {};
  return collectAnswers({ detected, preset, yes, peerIn, ...prompt });
}

/** The config is written with the generated files, but no record lists it: it is the user's. */
function addConfig(repositoryChanges: RepositoryChanges, text: string): RepositoryChanges {
  if (repositoryChanges.repository.role !== 'app') return repositoryChanges;
  const config: Change = {
    repository: 'app',
    scope: 'app',
    output: 'config',
    path: configPlaces[0],
    class: 'seeded',
    action: 'create',
    cause: 'new',
    after: text,
  };
  return { ...repositoryChanges, changes: [config, ...repositoryChanges.changes] };
}
