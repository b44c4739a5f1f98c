import type { PipelineConfig } from '../generated/pipeline-config.ts';
import { immutableChanges } from '../immutable/compare.ts';
import { immutableProblems } from '../immutable/problems.ts';
import type { Model } from '../model/model.ts';
import type { Problem } from '../problems/errors.ts';
import { deliveredImages } from './deployed.ts';
import { tryReadSavedModel } from './saved-model.ts';

/**
 * What the config changes although no sync can, compared with the model that is saved in the config repository at `root`.
 * A chart of an earlier version is no difference here: the config did not cause it, and follow-ups name what it takes.
 */
export async function immutableProblemsOf(root: string, config: PipelineConfig, model: Model): Promise<Problem[]> {
  const before = tryReadSavedModel(root, model.app.name)?.model;
  if (before === undefined) return immutableProblems(config, []);
  const { schemaVersion } = model;
  return immutableProblems(config, await immutableChanges({ model: before, schemaVersion, images: await deliveredImages(root, before) }, model));
}
