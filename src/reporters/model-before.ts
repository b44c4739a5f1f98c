import type { Change } from '../diff/change.ts';
import type { Model } from '../model/model.ts';
import { migrateModel } from '../workspace/migrate.ts';
import { savedModelPath } from '../workspace/saved-model.ts';

/** The model of an app that a run replaces; undefined: there was none, or it stays. */
export function modelBefore({ app }: Model, changes: readonly Change[]): Model | undefined {
  const text = changes.find(({ path }) => path === savedModelPath(app.name))?.before;
  if (text === undefined) return undefined;
  try {
    return migrateModel(JSON.parse(text));
  } catch {
    // Somebody edited it, and generate has just written it anew.
    return undefined;
  }
}
