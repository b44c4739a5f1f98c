import type { Change } from '../diff/change.ts';
import type { Model } from '../model/model.ts';
import { isObject } from '../text/print-value.ts';
import { migrateModel } from '../workspace/migrate.ts';
import { savedModelPath } from '../workspace/saved-model.ts';

/** The saved model of an app before this run; undefined if there was none, or if it stays. */
export function readModelBefore(model: Model, changes: readonly Change[]): Model | undefined {
  return tryMigrate(readSavedModelBefore(model, changes));
}

/** Every saved model that the run replaces or deletes, that of an app under its former name included. */
export function readModelsBefore(changes: readonly Change[]): Model[] {
  return changes.flatMap(({ path, before }) => {
    if (before === undefined || !path.endsWith('/model.json')) return [];
    const model = tryMigrate(tryParse(before));
    return model !== undefined && savedModelPath(model.app.name) === path ? [model] : [];
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
  return text === undefined ? undefined : tryParse(text);
}

/** undefined: somebody edited it, and generate has just overwritten it. */
function tryMigrate(saved: unknown): Model | undefined {
  try {
    return migrateModel(saved);
  } catch {
    return undefined;
  }
}

/** undefined, likewise: it is not JSON. */
function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
