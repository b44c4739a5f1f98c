import type { Model, RepositoryRole } from '../model/model.ts';
import type { FieldPath } from '../owned-fields/field-path.ts';

const repositoryRoles: readonly RepositoryRole[] = ['app', 'config'];

/**
 * Who owns a file's bytes.
 * - managed: ours; changed only through the config.
 * - fields: managed, but the values at `fields` are a machine's (the image tag that CD writes). `identifiedBy` is the key
 *   beside a field that says what its value is of: under another name with the same identity, the value goes along.
 * - seeded: written once, then the user's; its deletion is respected.
 * - region: a marked block in a file of the user's.
 * - merge: prose that both edit, merged three ways with what was written last.
 * - ejected: the user took it; nothing is written. Only a manifest says so, no generator.
 */
export type Ownership =
  | { class: 'managed' }
  | { class: 'fields'; fields: readonly FieldPath[]; identifiedBy?: string }
  | { class: 'seeded' }
  /** A new block is appended, or with `at: 'start'` set before everything else. */
  | { class: 'region'; region: string; comment: '#' | '<!--'; at?: 'start' }
  | { class: 'merge' }
  | { class: 'ejected' };

/** A file as it should be. */
export interface PlannedFile {
  /** Id of the output that makes it. */
  output: string;
  repository: RepositoryRole;
  /** `shared`: common to every app of the config repository; it must not depend on one app's model. */
  scope: 'app' | 'shared';
  /** POSIX, relative to the root of the repository. */
  path: string;
  /** The whole file; for a region only what stands between its markers. LF, with a final newline. */
  content: string;
  ownership: Ownership;
  /** Other paths at which its reader finds this file: where the user has one of them, it takes the place of `path`. */
  alternatives?: readonly string[];
  /** The environment that it alone belongs to: whoever approves that environment reviews the file. */
  environment?: string;
}

/** What a generator gives for one file; the plan adds where it belongs. */
export type GeneratedFile = Pick<PlannedFile, 'path' | 'content' | 'alternatives' | 'environment'> & { ownership?: Ownership };

/** Facts that are neither the user's nor the model's. */
export interface PlanContext {
  /** Version of the generator, for the commands that generated files name. */
  version: string;
  /** Files of the outputs that come before this one in its repository, for an output that lists paths. */
  planned: readonly PlannedFile[];
}

/** Makes one kind of output. Pure and synchronous: no file system, clock, environment, randomness or network. */
export interface Generator {
  /** `<repository>/<name>`: what `--overwrite` and the manifest call it. */
  id: string;
  /** One sentence: what it makes, for the documentation. */
  description: string;
  repository: RepositoryRole;
  scope?: 'app' | 'shared';
  /** Default: every model. */
  applies?: (model: Model) => boolean;
  files: (model: Model, context: PlanContext) => GeneratedFile[];
}

/** The outputs, or what loads those of a repository: a model that was planned before needs none, a check of one only its own. */
export type Generators = readonly Generator[] | ((repository: RepositoryRole) => Promise<readonly Generator[]>);

/** The outputs of some repositories, in the order in which documentation lists them. */
export async function loadGenerators(generators: Generators, repositories = repositoryRoles): Promise<readonly Generator[]> {
  const wanted = repositoryRoles.filter((role) => repositories.includes(role));
  if (typeof generators === 'function') return (await Promise.all(wanted.map(generators))).flat();
  return generators.filter(({ repository }) => wanted.includes(repository));
}

/** Every file that the outputs make, sorted by repository and path. */
export function plan(model: Model, generators: readonly Generator[], { version }: Pick<PlanContext, 'version'>): PlannedFile[] {
  const files: PlannedFile[] = [];
  for (const { id, repository, scope = 'app', applies, files: generate } of generators) {
    if (applies?.(model) === false) continue;
    const planned = files.filter((file) => file.repository === repository);
    for (const file of generate(model, { version, planned })) files.push({ output: id, repository, scope, ownership: { class: 'managed' }, ...file });
  }
  // A file of several regions begins with the shared one.
  files.sort((a, b) => compare(a.repository, b.repository) || compare(a.path, b.path) || compare(b.scope, a.scope));
  refuseCollisions(files);
  return files;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Two outputs on one path are a mistake of ours: only regions of different names may share a file. */
function refuseCollisions(files: readonly PlannedFile[]): void {
  const seen = new Map<string, PlannedFile[]>();
  const keyOf = ({ repository, path }: PlannedFile) => `${repository}:${path.normalize('NFC').toLowerCase()}`;
  for (const file of files) {
    const key = keyOf(file);
    const others = seen.get(key);
    const other = others?.find(({ ownership }) => !isOtherRegion(ownership, file.ownership));
    if (other !== undefined) throw new Error(`${other.output} and ${file.output} both write ${file.path}`);
    if (others === undefined) seen.set(key, [file]);
    else others.push(file);
  }
  for (const file of files)
    for (let key = keyOf(file), end = key.lastIndexOf('/'); end > 0; end = key.lastIndexOf('/')) {
      key = key.slice(0, end);
      const [other] = seen.get(key) ?? [];
      if (other !== undefined) throw new Error(`${other.output} writes ${other.path}, which is a folder of ${file.output}: ${file.path}`);
    }
}

function isOtherRegion(one: Ownership, other: Ownership): boolean {
  return one.class === 'region' && other.class === 'region' && one.region !== other.region;
}
