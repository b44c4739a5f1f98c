import type { Model, RepositoryRole } from '../model/model.ts';
import type { Problem } from '../problems/errors.ts';

/** A model and the folders of its repositories on this machine. */
export interface Workspace {
  model: Model;
  /** Absolute paths; a repository that is not on this machine is absent. */
  roots: Partial<Record<RepositoryRole, string>>;
  /** The config file; absent if the model was replayed from a config repository. */
  configFile?: string;
  /** Path of the saved model in the config repository, if it was replayed. */
  modelFile?: string;
  /** Digest of the model as it was saved, before migration. */
  savedDigest?: string;
  /** Adds places in the config to problems; absent if the model was replayed. */
  locate?: (problems: readonly Problem[]) => Promise<Problem[]>;
  /** For the owner of the config; without places if the model was replayed. */
  warnings: readonly Problem[];
}
