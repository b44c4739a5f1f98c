import { memoize } from '../cache/memoize.ts';
import type { Model } from '../model/model.ts';
import { type Generators, loadGenerators, type PlanContext, type PlannedFile, plan } from '../plan/plan.ts';
import { migrateModel } from '../workspace/migrate.ts';
import { currentText, type Repository, recordedApps } from '../workspace/repository.ts';

/** The shared files of each app of a repository, planned once a run: each app asks for those of all others. undefined: its model cannot be read. */
const plannedByApp = memoize((_pending: Repository['pending']) => new Map<string, ReadonlySet<string> | undefined>());

/**
 * Paths of shared files that other apps of a config repository generate, at least those of recorded files that this app does
 * not generate; undefined if this app generates every shared file itself, or if one of their models cannot be read.
 */
export async function findSharedByOthers(
  planned: readonly PlannedFile[],
  repository: Repository,
  generators: Generators,
  context: Pick<PlanContext, 'version'>,
): Promise<ReadonlySet<string> | undefined> {
  const own = new Set(planned.filter(({ scope }) => scope === 'shared').flatMap(pathsOf));
  const wanted = (repository.records.shared?.files ?? []).map(({ path }) => path).filter((path) => !own.has(path));
  if (wanted.length === 0) return undefined;
  const shared = (await loadGenerators(generators, ['config'])).filter(({ scope }) => scope === 'shared');
  const byApp = plannedByApp(repository.pending);
  const found = new Set<string>();
  let isUnknown = false;
  for (const app of recordedApps(repository.root)) {
    if (app === repository.app) continue;
    if (!byApp.has(app)) {
      const model = readModel(repository, app);
      byApp.set(app, model === undefined ? undefined : new Set(plan(model, shared, context).flatMap(pathsOf)));
    }
    const paths = byApp.get(app);
    isUnknown ||= paths === undefined;
    for (const path of paths ?? []) found.add(path);
    // Nearly always one of the first apps generates them.
    if (wanted.every((path) => found.has(path))) return found;
  }
  return isUnknown ? undefined : found;
}

function pathsOf({ path, alternatives = [] }: PlannedFile): string[] {
  return [path, ...alternatives];
}

/** The saved model after the pending changes of this run. */
function readModel(repository: Repository, app: string): Model | undefined {
  try {
    return migrateModel(JSON.parse(currentText(repository, `.gitops-app/${app}/model.json`) ?? ''));
  } catch {
    return undefined;
  }
}
