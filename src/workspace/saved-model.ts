import type { Model } from '../model/model.ts';
import { hasShapeOfModel } from '../model/shape.ts';
import { UserError } from '../problems/errors.ts';
import { migrateModel } from './migrate.ts';
import { modelDigest } from './record.ts';
import { type Repository, readOwnText } from './repository.ts';
import type { Workspace } from './workspace.ts';

/** A model as a config repository holds it. */
export interface SavedModel {
  /** Made one of today. */
  model: Model;
  /** Digest of it as it was saved. */
  digest: string;
}

/** Digests of the model that the config repository holds. */
export interface SavedDigests {
  /** As it was saved. */
  written: string;
  /** Migrated to today's schema. */
  migrated: string;
}

/** The output that saves it. */
export const modelOutput = 'config/model';

export function savedModelPath(app: string): string {
  return `.gitops-app/${app}/model.json`;
}

/**
 * The saved model of an app, which is untrusted; undefined where there is none.
 * @throws UserError where it is no model
 */
export function readSavedModel(root: string, app: string): SavedModel | undefined {
  const path = savedModelPath(app);
  const text = readOwnText(root, path);
  if (text === undefined) return undefined;
  try {
    const saved: unknown = JSON.parse(text);
    const model = migrateModel(saved);
    if (hasShapeOfModel(model) && model.app.name === app) return { model, digest: modelDigest(saved as Model) };
  } catch {
    // the same message
  }
  throw noModel(root, path);
}

/** What only says that it cannot be read: generate writes it anew. */
export function readableModel(root: string, app: string): SavedModel | undefined {
  try {
    return readSavedModel(root, app);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** The digests of the saved model, where a manifest is of another one than today's and somebody has to know why. */
export function savedDigests({ model, roots, savedDigest }: Workspace, digest: string, opened: readonly Repository[]): { saved?: SavedDigests } {
  if (savedDigest !== undefined) return { saved: { written: savedDigest, migrated: digest } };
  if (roots.config === undefined || opened.every(({ records }) => (records.app?.modelDigest ?? digest) === digest)) return {};
  const saved = readableModel(roots.config, model.app.name);
  return saved === undefined ? {} : { saved: { written: saved.digest, migrated: modelDigest(saved.model) } };
}

export function noModel(root: string, path: string, why = ''): UserError {
  return new UserError([
    {
      code: 'MANIFEST_INVALID',
      severity: 'error',
      message: `${root}/${path} is no model of this version of create-gitops-app${why}`,
      hint: 'Run generate in the app repository, which writes it anew.',
    },
  ]);
}
