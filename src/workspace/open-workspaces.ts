import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { PipelineConfig } from '../generated/pipeline-config.ts';
import type { RepositoryRole } from '../model/model.ts';
import { type Problem, UserError } from '../problems/errors.ts';
import { readConfig } from './read-config.ts';
import { recordPath } from './record.ts';
import { orUnreadable, replayInTurn, replayModel, verifyModels } from './replay.ts';
import { recordedApps } from './repository.ts';
import { readModel, tryReadSavedModel } from './saved-model.ts';
import type { Workspace } from './workspace.ts';

export interface WorkspaceOptions {
  /** Absolute working folder. */
  cwd: string;
  /** Path of the config, relative to cwd. Default: pipeline.config.ts. */
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
  const file = resolve(cwd, config ?? 'pipeline.config.ts');
  if (isConfigRepository(cwd, config)) {
    const [only, second] = recordedApps(cwd);
    // With nothing to compare, the model of one app is read once.
    const alone = only === undefined || second !== undefined || peer !== undefined || apps !== undefined ? undefined : replayModel(cwd, only);
    if (alone !== undefined && reached?.has(alone.model.app.name) !== false) return [alone];
    const names = await verifyModels(cwd, (name) => apps?.includes(name) !== false && reached?.has(name) !== false);
    assertKnownApps(cwd, apps ?? [], reached === undefined ? names : recordedApps(cwd));
    if (names.length > 0 || reached !== undefined)
      return peer === undefined ? replayInTurn(cwd, names) : openWithAppRepository(names, { cwd, peer, apps, isolated });
  }
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
  const peers = recordedApps(configRoot)
    .filter((other) => other !== name)
    .flatMap((other) => readModel(configRoot, other)?.model ?? []);
  if (peers.length === 0) return [workspace];
  const { peerProblems } = await import('../validate/peers.ts');
  const problems = orUnreadable(configRoot, () => peerProblems(model, peers, () => tryReadSavedModel(configRoot, name)?.model));
  if (problems.length === 0) return [workspace];
  const located = await locate(problems);
  if (located.some(({ severity }) => severity === 'error')) throw new UserError(located);
  return [{ ...workspace, warnings: [...warnings, ...located] }];
}

/** Whether the folder has no config, so that saved models are replayed if there are any. */
export function isConfigRepository(cwd: string, config: string | undefined): boolean {
  return config === undefined && !existsSync(resolve(cwd, 'pipeline.config.ts'));
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
  { cwd, peer, apps, isolated }: { cwd: string; peer: string; apps: readonly string[] | undefined; isolated: boolean | undefined },
): Promise<Workspace[]> {
  const root = resolvePeer(peer, cwd);
  if (existsSync(join(root, 'pipeline.config.ts'))) {
    const workspaces = await openWorkspaces({ cwd: root, peer: cwd, ...(isolated === undefined ? {} : { isolated }) });
    const [other] = workspaces.map(({ model }) => model.app.name).filter((name) => apps?.includes(name) === false);
    if (other !== undefined) throw invalidPeer(`${peer} is the app repository of ${other}, not of ${apps?.join(' or ')}`);
    return workspaces;
  }
  const [name = '', second] = names;
  const workspace = replayModel(cwd, name);
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

/** Folders of the repositories according to the config. */
export function rootsOf(input: PipelineConfig, file: string): Record<RepositoryRole, string> {
  const { app, config } = input.repositories;
  const folder = dirname(file);
  return {
    app: resolve(folder, app.path ?? '.'),
    config: resolve(folder, config.path ?? `../${config.slug.split('/')[1] ?? ''}`),
  };
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
