import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { PipelineConfig } from '../generated/pipeline-config.ts';
import { repositoryRoot } from '../load/repository-root.ts';
import type { RepositoryRole } from '../model/model.ts';
import { configName, configPlaces, ownFolder } from '../model/names.ts';
import { UserError } from '../problems/errors.ts';

/** The usual places of a config that exist in a repository, relative to it. */
export function configsIn(root: string): string[] {
  return configPlaces.filter((place) => existsSync(join(root, place)));
}

/**
 * The config of a repository: in its own folder, or at its root. undefined: neither.
 * @throws UserError if there are both, because an edit of the other one would have no effect
 */
export function configIn(root: string): string | undefined {
  const [path, second] = configsIn(root);
  if (second === undefined) return path === undefined ? undefined : join(root, path);
  throw new UserError([
    {
      code: 'CONFIG_AMBIGUOUS',
      severity: 'error',
      message: `${root} has two configs: ${path} and ${second}`,
      hint: 'Keep one of them and delete the other.',
    },
  ]);
}

/**
 * The nearest folder, from an absolute folder up to the root of its Git repository, for which `isRoot` holds; without
 * one, that folder itself. Never above the repository: whoever writes there could run code as the user.
 */
export function nearestRoot(folder: string, isRoot: (folder: string) => boolean): string {
  const start = basename(folder) === ownFolder ? dirname(folder) : folder;
  const top = repositoryRoot(start);
  for (let root = start; ; root = dirname(root)) {
    if (isRoot(root)) return root;
    if (top === undefined || root === top) return start;
  }
}

/** Folders of the repositories according to the config: its paths are relative to its folder, or to the repository whose own folder that is. */
export function rootsOf(input: PipelineConfig, file: string): Record<RepositoryRole, string> {
  const { app, config } = input.repositories;
  const base = basename(dirname(file)) === ownFolder ? dirname(dirname(file)) : dirname(file);
  return {
    app: resolve(base, app.path ?? '.'),
    config: config.path === undefined ? configRepositoryBeside(base, config.slug) : resolve(base, config.path),
  };
}

/** The folder of a config repository whose path nobody gives: beside the app repository, under its own name. */
export function configRepositoryBeside(app: string, slug: string): string {
  return resolve(app, `../${slug.split('/')[1] ?? ''}`);
}

/** The path by which generated files name a config. One with other characters, which only --config can name, has its usual name. */
export function pathOf(file: string, root: string): string {
  const path = relative(root, file).replaceAll('\\', '/');
  return /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/.test(path) && !path.startsWith('../') ? path : configName;
}
