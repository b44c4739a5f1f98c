import type { Change } from '../diff/change.ts';
import type { Model } from '../model/model.ts';
import { migrateModel } from '../workspace/migrate.ts';
import { savedModelPath } from '../workspace/saved-model.ts';

/** The saved model of an app before this run; undefined if there was none, or if it stays. */
export function readModelBefore(model: Model, changes: readonly Change[]): Model | undefined {
  try {
    return migrateModel(readSavedModelBefore(model, changes));
  } catch {
    // Somebody edited it, and generate has just overwritten it.
    return undefined;
  }
}

/** The same as it was saved, perhaps by an earlier version: what a migration changes is still there. */
export function readSavedModelBefore({ app }: Model, changes: readonly Change[]): unknown {
  const text = changes.find(({ path }) => path === savedModelPath(app.name))?.before;
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Somebody edited it, and generate has just overwritten it.
    return undefined;
  }
}
