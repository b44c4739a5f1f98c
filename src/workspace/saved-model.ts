import type { Model } from '../model/model.ts';
import { hasShapeOfModel } from '../model/shape.ts';
import { UserError } from '../problems/errors.ts';
import { migrateModel } from './migrate.ts';
import { modelDigest } from './record.ts';
import { type Repository, readOwnText } from './repository.ts';
import type { Workspace } from './workspace.ts';

/** The model that is saved in a config repository. */
export interface SavedModel {
  /** Migrated to the current schema. */
  model: Model;
  /** Digest of the model before the migration. */
  digest: string;
}

/** Digests of the model that is saved in the config repository. */
export interface SavedDigests {
  /** As it was saved. */
  saved: string;
  /** Migrated to the current schema. */
  migrated: string;
}

/** Id of the output that saves the model. */
export const modelOutput = 'config/model';

export function savedModelPath(app: string): string {
  return `.gitops-app/${app}/model.json`;
}

/**
 * The saved model of an app, which is untrusted input; undefined if there is none.
 * @throws UserError if it is not a valid model
 */
export function readModel(root: string, app: string): { model: Model; saved: unknown } | undefined {
  const path = savedModelPath(app);
  const text = readOwnText(root, path);
  if (text === undefined) return undefined;
  try {
    const saved: unknown = JSON.parse(text);
    const model = migrateModel(saved);
    if (hasShapeOfModel(model) && model.app.name === app) return { model, saved };
  } catch {
    // Not JSON, which is as invalid as any other text.
  }
  throw invalidModel(root, path);
}

/** The same, with the digest of what is saved. */
export function readSavedModel(root: string, app: string): SavedModel | undefined {
  const read = readModel(root, app);
  return read === undefined ? undefined : { model: read.model, digest: modelDigest(read.saved as Model) };
}

/** The same, but undefined for an invalid model: generate overwrites it. */
export function tryReadSavedModel(root: string, app: string): SavedModel | undefined {
  try {
    return readSavedModel(root, app);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** The app under its former name, as long as the config repository has it from the same app repository. */
export function readFormerModel({ model: { app, repositories }, roots }: Workspace): Model | undefined {
  if (app.renamedFrom === null || app.renamedFrom === app.name || roots.config === undefined) return undefined;
  const former = tryReadSavedModel(roots.config, app.renamedFrom)?.model;
  return former?.repositories.app.slug.toLowerCase() === repositories.app.slug.toLowerCase() ? former : undefined;
}

/** The digests of the saved model, if a record has another digest than the current model and the reason matters. */
export function readSavedDigests({ model, roots, savedDigest }: Workspace, digest: string, repositories: readonly Repository[]): { savedModel?: SavedDigests } {
  if (savedDigest !== undefined) return { savedModel: { saved: savedDigest, migrated: digest } };
  if (roots.config === undefined || repositories.every(({ records }) => (records.app?.modelDigest ?? digest) === digest)) return {};
  const savedModel = tryReadSavedModel(roots.config, model.app.name);
  return savedModel === undefined ? {} : { savedModel: { saved: savedModel.digest, migrated: modelDigest(savedModel.model) } };
}

export function invalidModel(root: string, path: string, reason = ''): UserError {
  return new UserError([
    {
      code: 'RECORD_INVALID',
      severity: 'error',
      message: `${root}/${path} is not a valid model for this version of create-gitops-app${reason}`,
      hint: 'Run generate in the app repository to regenerate it.',
    },
  ]);
}
