import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type CommandContext, displayPath } from '../command-line/command.ts';
import { colorsFor } from '../command-line/terminal.ts';
import { type Collected, collectAnswers, printAnswers, readAnswers } from '../create/answers.ts';
import { detectedText } from '../create/detected-text.ts';
import { examples } from '../create/examples.ts';
import { nextCommands, notesOn, whatToSet } from '../create/next-steps.ts';
import { pipelineOf } from '../create/pipeline.ts';
import { printPipeline } from '../create/print-pipeline.ts';
import { type Answers, questions, type RawAnswers } from '../create/questions.ts';
import { printTree } from '../create/tree.ts';
import { type DetectedFolder, detectFolder } from '../detect/folder.ts';
import { detectGitHubFiles } from '../detect/github-files.ts';
import { type Change, isWrite } from '../diff/change.ts';
import { changesOf } from '../diff/changes.ts';
import { manifestChanges } from '../diff/record-changes.ts';
import type { RepositoryChanges } from '../diff/repository-changes.ts';
import { version } from '../model/version.ts';
import { loadGenerators } from '../plan/plan.ts';
import { exitCodes, UserError } from '../problems/errors.ts';
import { explain } from '../reporters/causes.ts';
import { printPlan, toldRefusals } from '../reporters/plan-text.ts';
import { resolve as resolveModel } from '../resolve/resolve.ts';
import { printable, shellArgument } from '../text/printable.ts';
import { validate } from '../validate/validate.ts';
import { rootsOf } from '../workspace/open-workspaces.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { endInterruptedRuns } from './open-for-writing.ts';

export interface CreateOptions extends CommandContext {
  /** Folder of the app repository, relative to cwd; with an example the folder that both repositories are put in. */
  folder?: string;
  /** Name of an example, in place of questions. */
  example?: string;
  /** Answers by flag. */
  answers?: RawAnswers;
  /** Path of an answers file, relative to cwd; flags win over it. */
  from?: string;
  /** Path of a new answers file, relative to cwd. */
  saveAnswers?: string;
  yes?: boolean;
  dryRun?: boolean;
  overwrite?: readonly string[];
  /** true: somebody sits at a terminal. */
  interactive?: boolean;
}

const configName = 'pipeline.config.ts';

/** Writes the first pipeline.config.ts and both repositories: everything, or nothing. */
export async function create(options: CreateOptions): Promise<number> {
  const { cwd, print, printError, generators, overwrite = [], dryRun = false } = options;
  const example = options.example === undefined ? undefined : examples[options.example];
  if (example !== undefined) refuseAnswered(options);
  const base = resolve(cwd, options.folder ?? '.');
  const folder = example === undefined ? base : join(base, example.config.app.name);
  // The config itself may be of a run that was killed.
  await endInterruptedRuns([folder], options);
  refuseExisting(folder, cwd);
  if (options.saveAnswers !== undefined) refuseAnswers(resolve(cwd, options.saveAnswers), cwd);
  const facts = detectFolder(folder);
  if (example === undefined) print(detectedText(facts));
  const asked = example === undefined ? await ask(options, facts) : undefined;
  const pipeline = asked === undefined ? example : pipelineOf(asked.answers, facts, ownersOf(folder, asked.answers));
  if (pipeline === undefined) throw new Error('neither an example nor answers');
  const text = printPipeline(pipeline);
  const { config: input } = await validate(pipeline.config);
  const configFile = join(folder, configName);
  const project: Workspace = { model: resolveModel(input), roots: rootsOf(input, configFile), configFile, warnings: [] };
  const applications = (await changesOf([project], { generators, cwd, repositories: ['config', 'app'], overwrite })).map((application) =>
    withConfig(application, text),
  );

  const refused = applications.flatMap((application) => toldRefusals(application.changes).map((change) => ({ change, root: application.repository.root })));
  if (refused.length > 0) {
    for (const { change, root } of refused)
      printError(
        `refused  ${printable(displayPath(cwd, join(root, change.path)))} ${explain(change)}\n         Move it away, or replace it: the same command with --overwrite ${shellArgument(displayPath(cwd, join(root, change.path)))}\n`,
      );
    printError('\nNothing was written.\n');
    return exitCodes.refused;
  }
  if (dryRun) {
    print(`${text}\n${printPlan(applications, cwd, colorsFor(process.stdout))}Nothing was written: this is what create would do.\n`);
    return exitCodes.clean;
  }
  const trees = applications.map((application) => ({
    application,
    paths: [...new Set([...application.changes.filter(isWrite), ...manifestChanges(application)].map(({ path }) => path))],
  }));
  (await import('../apply/apply.ts')).apply(applications);
  if (options.saveAnswers !== undefined && asked !== undefined) writeFileSync(resolve(cwd, options.saveAnswers), printAnswers(asked.raw), { flag: 'wx' });
  for (const { application, paths } of trees) print(`${printTree(displayPath(cwd, application.repository.root), paths)}\n`);
  const kept = applications.flatMap(({ changes }) => changes.filter(({ action, cause }) => action === 'keep' && cause === 'foreign'));
  const notes = notesOn(facts, project.model, asked === undefined ? kept : await withoutTheirs(kept, asked.answers, facts, options));
  print(`${notes === '' ? '' : `${notes}\n`}${whatToSet(project, cwd)}${nextCommands(project, cwd)}`);
  return exitCodes.clean;
}

/** What ours would be is what the first Dockerfile were if there was none: it says itself what the image runs. */
async function withoutTheirs(
  kept: readonly Change[],
  answers: Answers,
  { dockerfile: _, ...facts }: DetectedFolder,
  { generators }: Pick<CreateOptions, 'generators'>,
): Promise<Change[]> {
  const { config } = await validate(pipelineOf(answers, facts).config);
  const model = resolveModel(config);
  const outputs = await loadGenerators(generators, ['app']);
  const files = outputs.flatMap((output) =>
    output.id === 'app/dockerfile' && output.applies?.(model) !== false ? output.files(model, { version, planned: [] }) : [],
  );
  const ours = new Map(files.map(({ path, content }) => [path, content]));
  return kept.map((change) => ({ ...change, ...(ours.has(change.path) ? { proposed: ours.get(change.path) ?? '' } : {}) }));
}

/** An example has its own answers. */
function refuseAnswered({ answers = {}, from, saveAnswers }: CreateOptions): void {
  const given = questions.filter(({ key }) => answers[key] !== undefined).map(({ flag }) => flag);
  if (from !== undefined) given.push('from');
  if (saveAnswers !== undefined) given.push('save-answers');
  if (given.length > 0)
    throw new UserError([
      {
        code: 'USAGE',
        severity: 'error',
        message: `an example has its own answers, and takes no ${given.map((flag) => `--${flag}`).join(', ')}`,
        hint: 'Leave that out, or leave out --example.',
      },
    ]);
}

function refuseExisting(folder: string, cwd: string): void {
  const file = join(folder, configName);
  if (existsSync(file))
    throw new UserError([
      {
        code: 'USAGE',
        severity: 'error',
        message: `${displayPath(cwd, file)} exists already`,
        hint: `Edit it, and write what follows from it: npx --yes create-gitops-app@${version} generate`,
      },
    ]);
}

/** Who owns the config repository, where it is on disk and says so: another app does not change that. */
function ownersOf(folder: string, { configRepository }: Answers): readonly string[] | undefined {
  return detectGitHubFiles(join(folder, '..', configRepository.split('/')[1] ?? '')).owners?.value;
}

function refuseAnswers(file: string, cwd: string): void {
  if (existsSync(file))
    throw new UserError([
      { code: 'USAGE', severity: 'error', message: `${displayPath(cwd, file)} exists already`, hint: 'Give --save-answers another name; no file is replaced.' },
    ]);
}

async function ask({ answers = {}, cwd, from, yes = false, interactive = false }: CreateOptions, facts: DetectedFolder): Promise<Collected> {
  const given = { ...(from === undefined ? {} : readAnswers(resolve(cwd, from))), ...answers };
  const prompt = interactive && !yes ? { ask: (await import('../create/ask.ts')).ask } : {};
  return collectAnswers({ facts, given, yes, ...prompt });
}

/** The config is written with everything else, but no manifest lists it: it is the user's. */
function withConfig(application: RepositoryChanges, text: string): RepositoryChanges {
  if (application.repository.role !== 'app') return application;
  const config: Change = { repository: 'app', scope: 'app', output: 'config', path: configName, class: 'seeded', action: 'create', cause: 'new', after: text };
  return { ...application, changes: [config, ...application.changes] };
}
