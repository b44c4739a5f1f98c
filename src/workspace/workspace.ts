import type { Model, RepositoryRole } from '../model/model.ts';
import type { Problem } from '../problems/errors.ts';

/** A model and where its repositories are on this machine. */
export interface Workspace {
  model: Model;
  /** Absolute paths; a repository that is not on this machine is absent. */
  roots: Partial<Record<RepositoryRole, string>>;
  /** The config file that was loaded; absent where the model was replayed. */
  configFile?: string;
  /** The model's file in the config repository, where it was replayed. */
  modelFile?: string;
  /** Digest of the model as it was saved, before it was made one of today. */
  savedDigest?: string;
  /** Gives problems their places in the config; absent where the model was replayed. */
  locate?: (problems: readonly Problem[]) => Promise<Problem[]>;
  /** What the config's owner should know; without places where the model was replayed. */
  warnings: readonly Problem[];
}
