import { isAbsolute, join, relative, resolve } from 'node:path';
import type { PlannedFile } from '../plan/plan.ts';
import { type Problem, UserError } from '../problems/errors.ts';
import { didYouMean } from '../text/closest.ts';
import type { Repository } from '../workspace/repository.ts';
import type { Decisions } from './change.ts';

/** One repository as names see it. */
interface Place {
  repository: Repository;
  /** Files that are planned, or listed in a manifest. */
  paths: ReadonlySet<string>;
  outputs: ReadonlySet<string>;
}

export function placeOf(planned: readonly PlannedFile[], repository: Repository): Place {
  const files = planned.filter((file) => file.repository === repository.role);
  const listed = Object.values(repository.records).flatMap(({ files: entries }) => entries);
  return {
    repository,
    paths: new Set([...files.flatMap(({ path, alternatives = [] }) => [path, ...alternatives]), ...listed.map(({ path }) => path)]),
    outputs: new Set([...files, ...listed].map(({ output }) => output)),
  };
}

/**
 * What the named decisions mean in each repository, as its own paths and outputs. A path starts in the working folder,
 * as for any program; the path within a repository will do where only one of them has such a file.
 * @param cwd absolute; undefined: paths are within their repository
 * @throws UserError for names that mean nothing, or files of both repositories
 */
export function decideIn(places: readonly Place[], decisions: Decisions, cwd: string | undefined): (repository: Repository) => Decisions {
  const problems: Problem[] = [];
  const meanings = new Map<string, { root: string | undefined; name: string }>();
  const { overwrite = [], adopt = [], eject = [], merge = [] } = decisions;
  for (const name of [...overwrite, ...(adopt === 'all' ? [] : adopt), ...eject, ...merge]) {
    const meaning = meaningOf(name, places, cwd);
    if ('problem' in meaning) problems.push({ code: 'USAGE', severity: 'error', ...meaning.problem });
    else meanings.set(name, meaning);
  }
  if (problems.length > 0) throw new UserError(problems);
  return ({ root }) => {
    const here = (names: readonly string[]) =>
      names.flatMap((given) => {
        const meaning = meanings.get(given);
        return meaning === undefined || (meaning.root !== undefined && meaning.root !== root) ? [] : [meaning.name];
      });
    return {
      ...(decisions.overwrite === undefined ? {} : { overwrite: here(overwrite) }),
      ...(decisions.adopt === undefined ? {} : { adopt: adopt === 'all' ? adopt : here(adopt) }),
      ...(decisions.eject === undefined ? {} : { eject: here(eject) }),
      ...(decisions.merge === undefined ? {} : { merge: here(merge) }),
    };
  };
}

type Meaning = { root: string | undefined; name: string } | { problem: Pick<Problem, 'message' | 'hint'> };

function meaningOf(name: string, places: readonly Place[], cwd: string | undefined): Meaning {
  if (places.some(({ outputs }) => outputs.has(name))) return { root: undefined, name };
  for (const { repository, paths } of cwd === undefined ? [] : places) {
    const path = relative(repository.root, resolve(cwd ?? '', name)).replaceAll('\\', '/');
    if (!isAbsolute(path) && paths.has(path)) return { root: repository.root, name: path };
  }
  const roots = [...new Set(places.filter(({ paths }) => paths.has(name)).map(({ repository }) => repository.root))];
  const [root, other] = roots;
  if (root === undefined) {
    const known = [...new Set(places.flatMap(({ paths, outputs }) => [...outputs, ...paths]))];
    const absent = (['app', 'config'] as const).find((role) => places.every(({ repository }) => repository.role !== role));
    return {
      problem: {
        message: `${name} is neither a generated file nor an output.${didYouMean(name, known)}`,
        ...(absent === undefined ? {} : { hint: `The ${absent} repository is not here: about its files nothing can be decided.` }),
      },
    };
  }
  if (other === undefined) return { root, name };
  const paths = roots.map((each) => relative(cwd ?? '', join(each, name)).replaceAll('\\', '/'));
  return { problem: { message: `${name} is a file of both repositories`, hint: `Say which one: ${paths.join(' or ')}` } };
}
