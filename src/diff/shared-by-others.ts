import type { Model } from '../model/model.ts';
import { type Generators, loadGenerators, type PlanContext, type PlannedFile, plan } from '../plan/plan.ts';
import { migrateModel } from '../workspace/migrate.ts';
import { currentText, type Repository, recordedApps } from '../workspace/repository.ts';

/**
 * Paths of the shared files that the other apps of a config repository generate; undefined if one of their models cannot
 * be read, or if this app generates every shared file itself.
 */
export async function findSharedByOthers(
  planned: readonly PlannedFile[],
  repository: Repository,
  generators: Generators,
  context: Pick<PlanContext, 'version'>,
): Promise<ReadonlySet<string> | undefined> {
  const own = new Set(planned.filter(({ scope }) => scope === 'shared').flatMap(pathsOf));
  if (repository.records.shared?.files.every(({ path }) => own.has(path)) !== false) return undefined;
  const models = recordedApps(repository.root)
    .filter((app) => app !== repository.app)
    .map((app) => readModel(repository, app));
  const shared = (await loadGenerators(generators, ['config'])).filter(({ scope }) => scope === 'shared');
  const paths = models.map((model) => (model === undefined ? undefined : plan(model, shared, context).flatMap(pathsOf)));
  return paths.includes(undefined) ? undefined : new Set(paths.flatMap((each) => each ?? []));
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
