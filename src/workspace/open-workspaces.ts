import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { PipelineConfig } from '../generated/pipeline-config.ts';
import type { Model, RepositoryRole } from '../model/model.ts';
import { configPlaces } from '../model/names.ts';
import { type Problem, UserError } from '../problems/errors.ts';
import { printJson } from '../render/json.ts';
import { configIn, nearestRoot, rootsOf } from './config-file.ts';
import { assertOneApp } from './one-app.ts';
import { readConfig } from './read-config.ts';
import { modelDigest, recordPath, tryParseRecord } from './record.ts';
import { orUnreadable, replayInTurn, replayModel, verifyModels } from './replay.ts';
import { readOwnText, recordedApps } from './repository.ts';
import { readModel, savedModelPath, tryReadSavedModel } from './saved-model.ts';
import type { Workspace } from './workspace.ts';

export interface WorkspaceOptions {
  /** Absolute working folder. */
  cwd: string;
  /** Path of the config, relative to cwd. Default: that of the repository that cwd is in. */
  config?: string;
  /** The apps of a config repository to open. Default: all. */
  apps?: readonly string[];
  /** The apps of a config repository that need be checked. Default: all. */
  reached?: ReadonlySet<string> | undefined;
  /** Folder of the other repository, relative to cwd. Default: the path in the config. */
  peer?: string;
  /** Text of the config, instead of the file on disk. */
  text?: string;
  /** true: the config runs where it cannot change this process. */
  isolated?: boolean;
}

/** Loads the config; without one, replays the models that are saved in a config repository. */
export async function openWorkspaces(options: WorkspaceOptions): Promise<Workspace[]> {
  return [...(await openInTurn(options))];
}

/** The same; the apps of a config repository are verified together, and then read one after the other. */
export async function openInTurn({ cwd, config, apps, reached, peer, text, isolated }: WorkspaceOptions): Promise<Iterable<Workspace>> {
  const { root, file: found } = placeOf(cwd, config);
  if (found === undefined) {
    const [only, second] = recordedApps(root);
    // With nothing to compare, the model of one app is read once.
    const alone = only === undefined || second !== undefined || peer !== undefined || apps !== undefined ? undefined : replayModel(root, only);
    if (alone !== undefined && reached?.has(alone.model.app.name) !== false) return [alone];
    const names = await verifyModels(root, (name) => apps?.includes(name) !== false && reached?.has(name) !== false);
    assertKnownApps(root, apps ?? [], reached === undefined ? names : recordedApps(root));
    if (names.length > 0 || reached !== undefined)
      return peer === undefined ? replayInTurn(root, names) : openWithAppRepository(names, { root, cwd, peer, apps, isolated });
  }
  const file = found ?? join(root, configPlaces[0]);
  const peerRoot = peer === undefined ? {} : { config: resolvePeer(peer, cwd) };
  const { config: input, model, warnings } = await readConfig(file, cwd, text, isolated);
  const locate = async (problems: readonly Problem[]) => (await import('../load/locate.ts')).locateProblems(problems, file, input, cwd);
  if (peer === undefined) assertNextToEachOther(rootsOf(input, file));
  const workspace = { model, roots: { ...rootsOf(input, file), ...peerRoot }, configFile: file, locate, warnings };
  const { config: configRoot } = workspace.roots;
  const { name } = model.app;
  const [unknown] = (apps ?? []).filter((app) => app !== name);
  if (unknown !== undefined)
    throw new UserError([{ code: 'UNKNOWN_APP', severity: 'error', message: `unknown app '${unknown}': the config describes '${name}'` }]);
  if (peer !== undefined && !existsSync(join(configRoot, recordPath('config', 'app', name))))
    throw invalidPeer(`${peer} is not the config repository of ${name}: nothing was generated in it for this app`);
  if (peer === undefined) assertOneApp(workspace);
  const peers = recordedApps(configRoot)
    .filter((other) => other !== name)
    .flatMap((other) => readModel(configRoot, other)?.model ?? []);
  const problems = [...(await problemsWithPeers(workspace, peers, configRoot)), ...(await problemsWithSaved(workspace, input, isolated === true))];
  if (problems.length === 0) return [workspace];
  const located = await locate(problems);
  if (located.some(({ severity }) => severity === 'error')) throw new UserError(located);
  return [{ ...workspace, warnings: [...warnings, ...located] }];
}

/** The repository that the working folder is in: the nearest folder with a config or with what was generated; and its config, undefined: it has none. */
function placeOf(cwd: string, config: string | undefined): { root: string; file: string | undefined } {
  if (config !== undefined) return { root: cwd, file: resolve(cwd, config) };
  const root = nearestRoot(cwd, (folder) => configIn(folder) !== undefined || recordedApps(folder).length > 0);
  return { root, file: configIn(root) };
}

/** The root of a repository without a config, whose saved models are replayed if there are any; undefined: there is a config. */
export function configRepositoryIn(cwd: string, config: string | undefined): string | undefined {
  const { root, file } = placeOf(cwd, config);
  return file === undefined ? root : undefined;
}

async function problemsWithPeers({ model }: Workspace, peers: readonly Model[], root: string): Promise<Problem[]> {
  if (peers.length === 0 && (model.app.renamedFrom === null || !existsSync(root))) return [];
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
  return text !== undefined && tryParseRecord(text, path, root)?.modelDigest === modelDigest(model);
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

/** Adds the app repository at `peer` to a replayed app. If that repository has a config, the config takes precedence. */
async function openWithAppRepository(
  names: readonly string[],
  {
    root: configRoot,
    cwd,
    peer,
    apps,
    isolated,
  }: { root: string; cwd: string; peer: string; apps: readonly string[] | undefined; isolated: boolean | undefined },
): Promise<Workspace[]> {
  const root = resolvePeer(peer, cwd);
  if (configIn(root) !== undefined) {
    const workspaces = await openWorkspaces({ cwd: root, peer: configRoot, ...(isolated === undefined ? {} : { isolated }) });
    const [other] = workspaces.map(({ model }) => model.app.name).filter((name) => apps?.includes(name) === false);
    if (other !== undefined) throw invalidPeer(`${peer} is the app repository of ${other}, not of ${apps?.join(' or ')}`);
    return workspaces;
  }
  const [name = '', second] = names;
  const workspace = replayModel(configRoot, name);
  if (workspace === undefined || second !== undefined)
    throw invalidPeer('this config repository has several apps', 'Name the app whose repository this is: --app <name>.');
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

function assertKnownApps(cwd: string, apps: readonly string[], known: readonly string[]): void {
  const unknown = apps.filter((app) => !known.includes(app));
  if (unknown.length === 0) return;
  const names = recordedApps(cwd).filter((app) => readModel(cwd, app) !== undefined);
  if (names.length === 0) return;
  const list = names.map((name) => `'${name}'`).join(', ');
  throw new UserError(
    unknown.map((app) => ({ code: 'UNKNOWN_APP', severity: 'error', message: `unknown app '${app}'; apps of this config repository: ${list}` })),
  );
}
