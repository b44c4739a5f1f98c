import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { unsetProblems } from '../config/unset.ts';
import type { Model } from '../model/model.ts';
import { UserError } from '../problems/errors.ts';
import { gitIn, oneLine, restoreCommand } from '../text/printable.ts';
import { recordPath } from './record.ts';
import { recordedApps } from './repository.ts';
import { invalidModel, readModel, readSavedModel, savedModelPath } from './saved-model.ts';
import type { Workspace } from './workspace.ts';

/** The workspace of an app of a config repository, from its saved model; undefined if it has none. */
export function replayModel(root: string, app: string): Workspace | undefined {
  const savedModel = readSavedModel(root, app);
  if (savedModel === undefined) return undefined;
  const { model, digest } = savedModel;
  return { model, roots: { config: root }, modelFile: savedModelPath(app), savedDigest: digest, warnings: unsetProblems(model.unset) };
}

/** The same for several apps, each read when it is its turn: very many are never in memory at once. */
export function replayInTurn(root: string, apps: readonly string[]): Iterable<Workspace> {
  return {
    *[Symbol.iterator]() {
      for (const app of apps) {
        const workspace = replayModel(root, app);
        if (workspace !== undefined) yield workspace;
      }
    },
  };
}

/**
 * The names of the selected apps of a config repository that have a model. Reads every app once, and keeps none.
 * @throws UserError if the model of a selected app is missing or invalid, or if it claims what belongs to another app:
 * whoever merges a second claim is told in the config repository, which no app's config can hide from
 */
export async function verifyModels(root: string, isSelected: (app: string) => boolean): Promise<string[]> {
  const apps = recordedApps(root);
  const selected = new Set<string>();
  const contested: { app: string; other: string }[] = [];
  const { claimProblems, claimRegister } = apps.length > 1 ? await import('../validate/claims.ts') : { claimProblems: undefined, claimRegister: undefined };
  const othersOf = claimRegister?.() ?? (() => []);
  for (const app of apps) {
    if (isSelected(app)) {
      const model = readModel(root, app)?.model ?? assertNotRecorded(root, app);
      if (model === undefined) continue;
      selected.add(app);
      contested.push(...orUnreadable(root, () => othersOf(model)).map((other) => ({ app, other })));
    } else {
      const others = tryOthers(root, app, othersOf);
      contested.push(...others.filter((other) => selected.has(other)).map((other) => ({ app, other })));
    }
  }
  const read = (app: string) => readModel(root, app)?.model as Model;
  const problems = contested.flatMap(({ app, other }) => orUnreadable(root, () => claimProblems?.(read(app), read(other)) ?? []));
  if (problems.length > 0) throw new UserError(problems);
  return [...selected];
}

/** For an app that is not checked, and may be broken. */
function tryOthers(root: string, app: string, othersOf: (model: Model) => string[]): string[] {
  try {
    const model = readModel(root, app)?.model;
    return model === undefined ? [] : othersOf(model);
  } catch {
    return [];
  }
}

/** The models of other apps are untrusted: a value inside one may make what compares them fail. */
export function orUnreadable<Result>(root: string, compare: () => Result): Result {
  try {
    return compare();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw invalidModel(root, '.gitops-app/*/model.json', `: ${oneLine((error as Error).message)}`);
  }
}

/** An app that has a record but no model must not be skipped: it would look up to date. */
function assertNotRecorded(root: string, app: string): undefined {
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
