import type { Model, RepositoryRole } from '../model/model.ts';
import type { LockedGenerator } from '../model/version.ts';
import type { FieldPath } from '../owned-fields/field-path.ts';
import { UserError } from '../problems/errors.ts';

const repositoryRoles: readonly RepositoryRole[] = ['app', 'config'];

/**
 * Who owns the content of a file.
 * - managed: the generator; changed only through the config.
 * - fields: managed, but a machine writes the values at `fields`, such as the image tag of CD. `identifiedBy` is a key beside
 *   a field that identifies its value: if the name changes and the identity does not, the value is kept.
 * - seeded: the user, after it was written once; its deletion is respected.
 * - region: a marked block in a file of the user.
 * - merge: prose that user and generator edit, merged three ways with what was written last.
 * - ejected: the user, who took it over; nothing is written. Only a record has this class, no generator.
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
  /** Id of the output that generates it. */
  output: string;
  repository: RepositoryRole;
  /** `shared`: common to every app of the config repository; it must not depend on one app's model. */
  scope: 'app' | 'shared';
  /** POSIX, relative to the root of the repository. */
  path: string;
  /** The whole file, or for a region the text between its markers. LF, with a final newline. */
  content: string;
  ownership: Ownership;
  /** Other paths where tools look for this file; if the user has a file at one of them, it is used instead of `path`. */
  alternatives?: readonly string[];
  /** The environment that the file belongs to, if it belongs to only one: its approvers review the file. */
  environment?: string;
}

/** One file as a generator returns it; the plan adds its output and repository. */
export type GeneratedFile = Pick<PlannedFile, 'path' | 'content' | 'alternatives' | 'environment'> & { ownership?: Ownership };

/** Values that come neither from the user nor from the model. */
export interface PlanContext {
  /** Version of the generator, for the commands that generated files name. */
  version: string;
  /** What npm verified of this generator when it installed it; absent: it does not come from a registry, or it is unknown. */
  locked?: LockedGenerator;
  /** The app under its former name, while it is renamed and the config repository still has it. */
  former?: Model;
  /** Files of the outputs that come before this one in its repository, for an output that lists paths. */
  planned: readonly PlannedFile[];
}

/** Generates one kind of output. Pure and synchronous: no file system, clock, environment, randomness or network. */
export interface Generator {
  /** `<repository>/<name>`, as in `--overwrite` and the record. */
  id: string;
  /** One sentence for the documentation: what it generates. */
  description: string;
  repository: RepositoryRole;
  scope?: 'app' | 'shared';
  /** Default: every model. */
  applies?: (model: Model) => boolean;
  files: (model: Model, context: PlanContext) => GeneratedFile[];
}

/** The outputs, or a function that loads those of a repository, so that a check of one repository loads only its own. */
export type Generators = readonly Generator[] | ((repository: RepositoryRole) => Promise<readonly Generator[]>);

/** The outputs of some repositories, in the order of the documentation. */
export async function loadGenerators(generators: Generators, repositories = repositoryRoles): Promise<readonly Generator[]> {
  const wanted = repositoryRoles.filter((role) => repositories.includes(role));
  if (typeof generators === 'function') return (await Promise.all(wanted.map(generators))).flat();
  return generators.filter(({ repository }) => wanted.includes(repository));
}

/** Every file that the outputs generate, sorted by repository and path. */
export function plan(model: Model, generators: readonly Generator[], context: Omit<PlanContext, 'planned'>): PlannedFile[] {
  const files: PlannedFile[] = [];
  for (const { id, repository, scope = 'app', applies, files: generate } of generators) {
    if (applies?.(model) === false) continue;
    const planned = files.filter((file) => file.repository === repository);
    for (const file of generate(model, { ...context, planned })) files.push({ output: id, repository, scope, ownership: { class: 'managed' }, ...file });
  }
  // In a file with several regions, the shared one comes first.
  files.sort((a, b) => compare(a.repository, b.repository) || compare(a.path, b.path) || compare(b.scope, a.scope));
  assertNoCollisions(files);
  return files;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Only regions with different names may share a file. The paths of Dockerfiles and build contexts come from the config. */
function assertNoCollisions(files: readonly PlannedFile[]): void {
  const seen = new Map<string, PlannedFile[]>();
  const keyOf = ({ repository, path }: PlannedFile) => `${repository}:${path.normalize('NFC').toLowerCase()}`;
  for (const file of files) {
    const key = keyOf(file);
    const others = seen.get(key);
    const other = others?.find(({ ownership }) => !isOtherRegion(ownership, file.ownership));
    if (other !== undefined) throw collision(`${other.output} and ${file.output} both write ${file.path}`);
    if (others === undefined) seen.set(key, [file]);
    else others.push(file);
  }
  for (const file of files)
    for (let key = keyOf(file), end = key.lastIndexOf('/'); end > 0; end = key.lastIndexOf('/')) {
      key = key.slice(0, end);
      const [other] = seen.get(key) ?? [];
      if (other !== undefined) throw collision(`${other.output} writes ${other.path}, which is a folder of ${file.output}: ${file.path}`);
    }
}

function collision(message: string): UserError {
  const hint = 'Change context or dockerfile of one of the images.';
  return new UserError([{ code: 'PATHS_COLLIDE', severity: 'error', message, hint, pointer: '/images' }]);
}

function isOtherRegion(one: Ownership, other: Ownership): boolean {
  return one.class === 'region' && other.class === 'region' && one.region !== other.region;
}
