import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { unsetProblems } from '../config/unset.ts';
import type { PipelineConfig } from '../generated/pipeline-config.ts';
import type { RepositoryRole } from '../model/model.ts';
import { type Problem, UserError } from '../problems/errors.ts';
import { gitIn, restoreCommand } from '../text/printable.ts';
import { readConfig } from './read-config.ts';
import { recordPath } from './record.ts';
import { recordedApps } from './repository.ts';
import { readableModel, readSavedModel, savedModelPath } from './saved-model.ts';
import type { Workspace } from './workspace.ts';

export interface WorkspaceOptions {
  /** Absolute working folder. */
  cwd: string;
  /** Path of the config, relative to cwd. Default: pipeline.config.ts. */
  config?: string;
  /** The one app to replay of a config repository. Default: all. */
  app?: string;
  /** Folder of the other repository, relative to cwd. Default: where the config says that it is. */
  peer?: string;
  /** Text of the config, in place of what is on disk. */
  text?: string;
}

/** Loads the config; without one, replays the models that a config repository holds. */
export async function openWorkspaces({ cwd, config, app, peer, text }: WorkspaceOptions): Promise<Workspace[]> {
  const file = resolve(cwd, config ?? 'pipeline.config.ts');
  if (config === undefined && !existsSync(file)) {
    const replayed = replay(cwd, (name) => app === undefined || name === app, refuseWithoutModel);
    if (replayed.length > 0) return peer === undefined ? replayed : withApp(replayed, { cwd, peer, app });
    refuseUnknownApp(cwd, app);
  }
  const other = peer === undefined ? {} : { config: folderOf(peer, cwd) };
  const { config: input, model, warnings } = await readConfig(file, cwd, text);
  const locate = async (problems: readonly Problem[]) => (await import('../load/locate.ts')).locateProblems(problems, file, input, cwd);
  const project = { model, roots: { ...rootsOf(input, file), ...other }, configFile: file, locate, warnings };
  const saved = (wanted: (app: string) => boolean) => replay(project.roots.config, wanted).map(({ model }) => model);
  const own = project.model.app.name;
  if (app !== undefined && app !== own)
    throw new UserError([{ code: 'UNKNOWN_APP', severity: 'error', message: `there is no app '${app}' here: the config is that of '${own}'` }]);
  if (peer !== undefined && !existsSync(join(project.roots.config, recordPath('config', 'app', own))))
    throw peerProblem(`${peer} is not the config repository of ${own}: nothing of it was generated there`);
  const peers = saved((app) => app !== own);
  if (peers.length === 0) return [project];
  const { peerProblems } = await import('../validate/peers.ts');
  const problems = peerProblems(project.model, peers, () => readableModel(project.roots.config, own)?.model);
  if (problems.length === 0) return [project];
  const located = await locate(problems);
  if (located.some(({ severity }) => severity === 'error')) throw new UserError(located);
  return [{ ...project, warnings: [...warnings, ...located] }];
}

/** The app of a config repository whose own repository is at `peer`: its config, where it holds one, is the truth. */
async function withApp(replayed: readonly Workspace[], { cwd, peer, app }: { cwd: string; peer: string; app: string | undefined }): Promise<Workspace[]> {
  const root = folderOf(peer, cwd);
  if (existsSync(join(root, 'pipeline.config.ts'))) {
    const opened = await openWorkspaces({ cwd: root, peer: cwd });
    const [other] = opened.map(({ model }) => model.app.name).filter((name) => app !== undefined && name !== app);
    if (other !== undefined) throw peerProblem(`${peer} is the app repository of ${other}, not of ${app}`);
    return opened;
  }
  const [project, second] = replayed;
  if (project === undefined || second !== undefined) throw peerProblem('there are several apps here', 'Say which one lies there: --app <name>.');
  const { name } = project.model.app;
  if (!existsSync(join(root, recordPath('app', 'app', name)))) throw peerProblem(`${peer} is not the app repository of ${name}: nothing was generated in it`);
  return [{ ...project, roots: { ...project.roots, app: root } }];
}

function peerProblem(message: string, hint?: string): UserError {
  return new UserError([{ code: 'USAGE', severity: 'error', message: `--peer: ${message}`, ...(hint === undefined ? {} : { hint }) }]);
}

function folderOf(peer: string, cwd: string): string {
  const folder = resolve(cwd, peer);
  if (existsSync(folder)) return folder;
  throw peerProblem(`there is no folder ${peer}`);
}

/** Folders of all repositories, each once. */
export function rootsOfWorkspaces(projects: readonly Workspace[]): string[] {
  return [...new Set(projects.flatMap(({ roots }) => Object.values(roots)))];
}

/**
 * Without a config repository that was generated before and is not on this machine: a new one would be a second truth,
 * without what CD has written.
 */
export function withoutMissingConfigRepository(project: Workspace): Workspace {
  const { app, config } = project.roots;
  if (app === undefined || config === undefined || existsSync(config) || !existsSync(join(app, recordPath('app', 'app', project.model.app.name))))
    return project;
  return { ...project, roots: { app } };
}

/** Where a config says that its repositories are. */
export function rootsOf(input: PipelineConfig, file: string): Record<RepositoryRole, string> {
  const { app, config } = input.repositories;
  const folder = dirname(file);
  return {
    app: resolve(folder, app.path ?? '.'),
    config: resolve(folder, config.path ?? `../${config.slug.split('/')[1] ?? ''}`),
  };
}

/** Where the files of an app are listed, it is there: passed over, it would seem to be as it should be. */
function refuseWithoutModel(root: string, app: string): void {
  if (!existsSync(join(root, recordPath('config', 'app', app)))) return;
  const path = savedModelPath(app);
  throw new UserError([
    {
      code: 'RECORD_INVALID',
      severity: 'error',
      message: `${root}/${path} is gone, by which ${app} is checked`,
      hint: `Run generate in the app repository, which writes it anew; or restore it from Git: ${restoreCommand(gitIn(root), path)}`,
    },
  ]);
}

function refuseUnknownApp(cwd: string, app: string | undefined): void {
  if (app === undefined) return;
  const known = replay(cwd, () => true).map(({ model }) => model.app.name);
  if (known.length === 0) return;
  throw new UserError([
    {
      code: 'UNKNOWN_APP',
      severity: 'error',
      message: `there is no app '${app}' in this config repository; there are ${known.map((name) => `'${name}'`).join(', ')}`,
    },
  ]);
}

/**
 * The wanted apps of a config repository; what is not wanted is not read, however broken it is. `without` is called for
 * one that has no model.
 */
function replay(root: string, wanted: (app: string) => boolean, without?: (root: string, app: string) => void): Workspace[] {
  return recordedApps(root)
    .filter(wanted)
    .flatMap((app) => {
      const saved = readSavedModel(root, app);
      if (saved === undefined) {
        without?.(root, app);
        return [];
      }
      const { model, digest } = saved;
      return [{ model, roots: { config: root }, modelFile: savedModelPath(app), savedDigest: digest, warnings: unsetProblems(model.unset) }];
    });
}
