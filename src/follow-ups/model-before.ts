import type { Change } from '../diff/change.ts';
import type { Model } from '../model/model.ts';
import { isObject } from '../text/print-value.ts';
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

/** Every saved model that the run replaces or deletes, that of an app under its former name included. */
export function readModelsBefore(changes: readonly Change[]): Model[] {
  return changes.flatMap(({ path, before }) => {
    if (before === undefined || !path.endsWith('/model.json')) return [];
    try {
      const model = migrateModel(JSON.parse(before));
      return model !== undefined && savedModelPath(model.app.name) === path ? [model] : [];
    } catch {
      return [];
    }
  });
}

/** The schema version of the saved model before this run. */
export function readSchemaVersionBefore(model: Model, changes: readonly Change[]): number | undefined {
  const saved = readSavedModelBefore(model, changes);
  return isObject(saved) && typeof saved.schemaVersion === 'number' ? saved.schemaVersion : undefined;
}

/** An environment as it was saved, perhaps by an earlier version or edited by anybody: what a migration changes is still there. */
export interface SavedEnvironment {
  name?: unknown;
  /** Since version 6 of the schema. */
  syncGroups?: unknown;
  secrets?: { store?: unknown; secretStore?: unknown; path?: unknown };
}

/** The environments of the saved model of an app before this run; empty if there was none, or if it stays. */
export function readEnvironmentsBefore(model: Model, changes: readonly Change[]): SavedEnvironment[] {
  const saved = readSavedModelBefore(model, changes) as { environments?: unknown } | null | undefined;
  return Array.isArray(saved?.environments) ? saved.environments.filter(isObject) : [];
}

function readSavedModelBefore({ app }: Model, changes: readonly Change[]): unknown {
  const text = changes.find(({ path }) => path === savedModelPath(app.name))?.before;
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Somebody edited it, and generate has just overwritten it.
    return undefined;
  }
}
