import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { unsetProblems } from '../config/unset.ts';
import type { PipelineConfig } from '../generated/pipeline-config.ts';
import type { Model, RepositoryRole } from '../model/model.ts';
import { type Problem, UserError } from '../problems/errors.ts';
import { printJson } from '../render/json.ts';
import { gitIn, oneLine, restoreCommand } from '../text/printable.ts';
import { readConfig } from './read-config.ts';
import { modelDigest, parseRecord, recordPath } from './record.ts';
import { readOwnText, recordedApps } from './repository.ts';
import { invalidModel, readSavedModel, savedModelPath, tryReadSavedModel } from './saved-model.ts';
import type { Workspace } from './workspace.ts';

export interface WorkspaceOptions {
  /** Absolute working folder. */
  cwd: string;
  /** Path of the config, relative to cwd. Default: pipeline.config.ts. */
  config?: string;
  /** The one app of a config repository to open. Default: all. */
  app?: string;
  /** Folder of the other repository, relative to cwd. Default: the path in the config. */
  peer?: string;
  /** Text of the config, instead of the file on disk. */
  text?: string;
  /** true: the config runs where it cannot change this process. */
  isolated?: boolean;
}

/** Loads the config; without one, replays the models that are saved in a config repository. */
export async function openWorkspaces({ cwd, config, app, peer, text, isolated }: WorkspaceOptions): Promise<Workspace[]> {
  const file = resolve(cwd, config ?? 'pipeline.config.ts');
  if (config === undefined && !existsSync(file)) {
    const workspaces = replayModels(cwd, (name) => app === undefined || name === app, assertModelExists);
    if (workspaces.length > 1) await assertNothingContested(workspaces);
    if (workspaces.length > 0) return peer === undefined ? workspaces : openWithAppRepository(workspaces, { cwd, peer, app, isolated });
    assertKnownApp(cwd, app);
  }
  const peerRoot = peer === undefined ? {} : { config: resolvePeer(peer, cwd) };
  const { config: input, model, warnings } = await readConfig(file, cwd, text, isolated);
  const locate = async (problems: readonly Problem[]) => (await import('../load/locate.ts')).locateProblems(problems, file, input, cwd);
  if (peer === undefined) assertNextToEachOther(rootsOf(input, file));
  const workspace = { model, roots: { ...rootsOf(input, file), ...peerRoot }, configFile: file, locate, warnings };
  const { config: configRoot } = workspace.roots;
  const { name } = model.app;
  if (app !== undefined && app !== name)
    throw new UserError([{ code: 'UNKNOWN_APP', severity: 'error', message: `unknown app '${app}': the config describes '${name}'` }]);
  if (peer !== undefined && !existsSync(join(configRoot, recordPath('config', 'app', name))))
    throw invalidPeer(`${peer} is not the config repository of ${name}: nothing was generated in it for this app`);
  const peers = replayModels(configRoot, (other) => other !== name).map((other) => other.model);
  const problems = [...(await problemsWithPeers(workspace, peers, configRoot)), ...(await problemsWithSaved(workspace, input, isolated === true))];
  if (problems.length === 0) return [workspace];
  const located = await locate(problems);
  if (located.some(({ severity }) => severity === 'error')) throw new UserError(located);
  return [{ ...workspace, warnings: [...warnings, ...located] }];
}

async function problemsWithPeers({ model }: Workspace, peers: readonly Model[], root: string): Promise<Problem[]> {
  if (peers.length === 0) return [];
  const { peerProblems } = await import('../validate/peers.ts');
  return orUnreadable(root, () => peerProblems(model, peers, () => tryReadSavedModel(root, model.app.name)?.model));
}

/**
 * What a cluster would refuse, compared with the saved model. Without a config repository there is nothing to compare with. An
 * app repository that was generated from this very config is no edit: a check reports that the config repository is another one.
 */
async function problemsWithSaved({ model, roots }: Workspace, config: PipelineConfig, isCheck: boolean): Promise<Problem[]> {
  const { app, config: root } = roots;
  if (root === undefined || !existsSync(root)) return [];
  const text = readOwnText(root, savedModelPath(model.app.name));
  const isSaved = text === undefined || text.replaceAll('\r\n', '\n') === printJson(model);
  if (isSaved && config.allow === undefined) return [];
  if (isCheck && !isSaved && app !== undefined && isGeneratedFrom(app, model)) return [];
  return (await import('./refuse-immutable.ts')).immutableProblemsOf(root, config, model);
}

/** Whether an app repository was generated from a model. */
function isGeneratedFrom(root: string, model: Model): boolean {
  const path = recordPath('app', 'app', model.app.name);
  const text = readOwnText(root, path);
  return text !== undefined && parseRecord(text, path, root).modelDigest === modelDigest(model);
}

/** The rules have compared the paths; a link in one of them may still lead anywhere. */
function assertNextToEachOther({ app, config }: Record<RepositoryRole, string>): void {
  if (!existsSync(config) || !existsSync(app)) return;
  const [parent, real] = [realpathSync(dirname(app)), realpathSync(config)];
  if (isBelow(parent, real) || isBelow(dirname(realpathSync(app)), real)) return;
  const message = `${config} is a link to ${real}, which is not next to the app repository`;
  throw new UserError([{ code: 'PATH_UNSAFE', severity: 'error', message, hint: `Move the repository below ${parent}, or name it: check --peer <folder>.` }]);
}

const isBelow = (parent: string, path: string) =>
  !relative(parent, path).startsWith('..') && relative(parent, path) !== '' && !isAbsolute(relative(parent, path));

/** The models of other apps are untrusted: a value inside one may make what compares them fail. */
function orUnreadable<Result>(root: string, compare: () => Result): Result {
  try {
    return compare();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw invalidModel(root, '.gitops-app/*/model.json', `: ${oneLine((error as Error).message)}`);
  }
}

/** Whoever merges a second claim is told in the config repository, which no app's config can hide from. */
async function assertNothingContested(workspaces: readonly Workspace[]): Promise<void> {
  const { contestedClaims } = await import('../validate/claims.ts');
  const problems = orUnreadable(workspaces[0]?.roots.config ?? '', () => contestedClaims(workspaces.map(({ model }) => model)));
  if (problems.length > 0) throw new UserError(problems);
}

/** Adds the app repository at `peer` to a replayed app. If that repository has a config, the config takes precedence. */
async function openWithAppRepository(
  replayed: readonly Workspace[],
  { cwd, peer, app, isolated }: { cwd: string; peer: string; app: string | undefined; isolated: boolean | undefined },
): Promise<Workspace[]> {
  const root = resolvePeer(peer, cwd);
  if (existsSync(join(root, 'pipeline.config.ts'))) {
    const workspaces = await openWorkspaces({ cwd: root, peer: cwd, ...(isolated === undefined ? {} : { isolated }) });
    const [other] = workspaces.map(({ model }) => model.app.name).filter((name) => app !== undefined && name !== app);
    if (other !== undefined) throw invalidPeer(`${peer} is the app repository of ${other}, not of ${app}`);
    return workspaces;
  }
  const [workspace, second] = replayed;
  if (workspace === undefined || second !== undefined)
    throw invalidPeer('this config repository has several apps', 'Name the app whose repository this is: --app <name>.');
  const { name } = workspace.model.app;
  if (!existsSync(join(root, recordPath('app', 'app', name))))
    throw invalidPeer(`${peer} is not the app repository of ${name}: nothing was generated in it for this app`);
  return [{ ...workspace, roots: { ...workspace.roots, app: root } }];
}

function invalidPeer(message: string, hint?: string): UserError {
  return new UserError([{ code: 'USAGE', severity: 'error', message: `--peer: ${message}`, ...(hint === undefined ? {} : { hint }) }]);
}

function resolvePeer(peer: string, cwd: string): string {
  const folder = resolve(cwd, peer);
  if (existsSync(folder)) return folder;
  throw invalidPeer(`the folder ${peer} does not exist`);
}

/** Folders of all repositories, without duplicates. */
export function rootsOfWorkspaces(workspaces: readonly Workspace[]): string[] {
  return [...new Set(workspaces.flatMap(({ roots }) => Object.values(roots)))];
}

/**
 * Omits a config repository that was generated before and is not on this machine: a new one would be a second source of
 * truth, without the images that CD has written.
 */
export function omitMissingConfigRepository(workspace: Workspace): Workspace {
  const { app, config } = workspace.roots;
  if (app === undefined || config === undefined || existsSync(config) || !existsSync(join(app, recordPath('app', 'app', workspace.model.app.name))))
    return workspace;
  return { ...workspace, roots: { app } };
}

/** Folders of the repositories according to the config. */
export function rootsOf(input: PipelineConfig, file: string): Record<RepositoryRole, string> {
  const { app, config } = input.repositories;
  const folder = dirname(file);
  return {
    app: resolve(folder, app.path ?? '.'),
    config: resolve(folder, config.path ?? `../${config.slug.split('/')[1] ?? ''}`),
  };
}

/** An app that has a record but no model must not be skipped: it would look up to date. */
function assertModelExists(root: string, app: string): void {
  if (!existsSync(join(root, recordPath('config', 'app', app)))) return;
  const path = savedModelPath(app);
  throw new UserError([
    {
      code: 'RECORD_INVALID',
      severity: 'error',
      message: `${root}/${path} is missing, so ${app} cannot be checked`,
      hint: `Run generate in the app repository to regenerate it; or restore it from Git: ${restoreCommand(gitIn(root), path)}`,
    },
  ]);
}

function assertKnownApp(cwd: string, app: string | undefined): void {
  if (app === undefined) return;
  const names = replayModels(cwd, () => true).map(({ model }) => model.app.name);
  if (names.length === 0) return;
  throw new UserError([
    {
      code: 'UNKNOWN_APP',
      severity: 'error',
      message: `unknown app '${app}'; apps of this config repository: ${names.map((name) => `'${name}'`).join(', ')}`,
    },
  ]);
}

/**
 * The selected apps of a config repository; the others are not read, so a broken one does not matter. Calls
 * `onMissingModel` for an app without a saved model.
 */
function replayModels(root: string, isSelected: (app: string) => boolean, onMissingModel?: (root: string, app: string) => void): Workspace[] {
  return recordedApps(root)
    .filter(isSelected)
    .flatMap((app) => {
      const savedModel = readSavedModel(root, app);
      if (savedModel === undefined) {
        onMissingModel?.(root, app);
        return [];
      }
      const { model, digest } = savedModel;
      return [{ model, roots: { config: root }, modelFile: savedModelPath(app), savedDigest: digest, warnings: unsetProblems(model.unset) }];
    });
}
