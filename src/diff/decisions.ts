import { isAbsolute, join, relative, resolve } from 'node:path';
import type { PlannedFile } from '../plan/plan.ts';
import { type Problem, UserError } from '../problems/errors.ts';
import { didYouMean } from '../text/closest.ts';
import type { Repository } from '../workspace/repository.ts';
import type { Decisions } from './change.ts';

/** What a decision can name in one repository. */
interface NameableFiles {
  repository: Repository;
  /** Files that are planned or recorded. */
  paths: ReadonlySet<string>;
  outputs: ReadonlySet<string>;
}

export function nameableFiles(files: readonly PlannedFile[], repository: Repository): NameableFiles {
  const planned = files.filter((file) => file.repository === repository.role);
  const recorded = Object.values(repository.records).flatMap((record) => record.files);
  return {
    repository,
    paths: new Set([...planned.flatMap(({ path, alternatives = [] }) => [path, ...alternatives]), ...recorded.map(({ path }) => path)]),
    outputs: new Set([...planned, ...recorded].map(({ output }) => output)),
  };
}

/**
 * Resolves names to paths and outputs of each repository. A path is relative to the working folder; a path relative to its
 * repository also works if only one repository has such a file.
 * @param cwd absolute; undefined: paths are relative to their repository
 * @throws UserError for unknown names, and for paths that exist in both repositories
 */
export function resolveDecisions(repositories: readonly NameableFiles[], decisions: Decisions, cwd: string | undefined): (repository: Repository) => Decisions {
  const problems: Problem[] = [];
  const resolved = new Map<string, ResolvedName>();
  const { overwrite = [], adopt = [], eject = [], merge = [] } = decisions;
  for (const name of [...overwrite, ...(adopt === 'all' ? [] : adopt), ...eject, ...merge]) {
    const result = resolveName(name, repositories, cwd);
    if ('problem' in result) problems.push({ code: 'USAGE', severity: 'error', ...result.problem });
    else resolved.set(name, result);
  }
  if (problems.length > 0) throw new UserError(problems);
  return ({ root }) => {
    const ofRepository = (names: readonly string[]) =>
      names.flatMap((name) => {
        const result = resolved.get(name);
        return result === undefined || (result.root !== undefined && result.root !== root) ? [] : [result.name];
      });
    return {
      ...(decisions.overwrite === undefined ? {} : { overwrite: ofRepository(overwrite) }),
      ...(decisions.adopt === undefined ? {} : { adopt: adopt === 'all' ? adopt : ofRepository(adopt) }),
      ...(decisions.eject === undefined ? {} : { eject: ofRepository(eject) }),
      ...(decisions.merge === undefined ? {} : { merge: ofRepository(merge) }),
    };
  };
}

/** `root`: the one repository of a path; undefined for an output. */
interface ResolvedName {
  root: string | undefined;
  name: string;
}

function resolveName(
  name: string,
  repositories: readonly NameableFiles[],
  cwd: string | undefined,
): ResolvedName | { problem: Pick<Problem, 'message' | 'hint'> } {
  if (repositories.some(({ outputs }) => outputs.has(name))) return { root: undefined, name };
  for (const { repository, paths } of cwd === undefined ? [] : repositories) {
    const path = relative(repository.root, resolve(cwd ?? '', name)).replaceAll('\\', '/');
    if (!isAbsolute(path) && paths.has(path)) return { root: repository.root, name: path };
  }
  const roots = [...new Set(repositories.filter(({ paths }) => paths.has(name)).map(({ repository }) => repository.root))];
  const [root, otherRoot] = roots;
  if (root === undefined) {
    const known = [...new Set(repositories.flatMap(({ paths, outputs }) => [...outputs, ...paths]))];
    const absent = (['app', 'config'] as const).find((role) => repositories.every(({ repository }) => repository.role !== role));
    return {
      problem: {
        message: `${name} is neither a generated file nor an output.${didYouMean(name, known)}`,
        ...(absent === undefined ? {} : { hint: `The ${absent} repository is not on this machine, so its files and outputs are unknown.` }),
      },
    };
  }
  if (otherRoot === undefined) return { root, name };
  const paths = roots.map((each) => relative(cwd ?? '', join(each, name)).replaceAll('\\', '/'));
  return { problem: { message: `${name} exists in both repositories`, hint: `Name one of them: ${paths.join(' or ')}` } };
}
