import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { detectProjects, type ProjectFacts } from '../languages/index.ts';
import { type AppFacts, detectApp } from './app.ts';
import type { ComposeFacts } from './compose.ts';
import type { Fact } from './fact.ts';
import { defaultBranch, gitHubRepository } from './git.ts';
import { detectGitHubFiles, type GitHubFiles } from './github-files.ts';
import { toLabel } from './label.ts';
import { projectFiles } from './project-files.ts';

/** Everything that a folder tells about its app. */
export interface FolderFacts extends AppFacts {
  name: Fact<string>;
  /** `owner/name` on GitHub. */
  repository?: Fact<string>;
  defaultBranch?: Fact<string>;
  /** The app's own language, and others that the folder has files of. */
  project?: ProjectFacts;
  otherLanguages: readonly ProjectFacts[];
  github: GitHubFiles;
  /** true: nothing is there but what every repository may have. */
  empty: boolean;
}

/** Reads, writes nothing. A missing folder is an empty one. `compose`: read in place of the folder's own compose file. */
export function detectFolder(folder: string, compose?: ComposeFacts): FolderFacts {
  const repository = gitHubRepository(folder);
  const branch = defaultBranch(folder);
  const [project, ...otherLanguages] = detectProjects(projectFiles(folder));
  return {
    name: appName(folder, project, repository),
    ...(repository === undefined ? {} : { repository }),
    ...(branch === undefined ? {} : { defaultBranch: branch }),
    ...(project === undefined ? {} : { project }),
    otherLanguages,
    ...detectApp(folder, compose),
    github: detectGitHubFiles(folder),
    empty: !filesIn(folder).some((name) => !/^(\.|README|LICEN[CS]E|CODEOWNERS|docs$)/i.test(name)),
  };
}

function appName(folder: string, project: ProjectFacts | undefined, repository: Fact<string> | undefined): Fact<string> {
  const candidates: Fact<string>[] = [
    ...(project?.name === undefined ? [] : [project.name]),
    ...(repository === undefined ? [] : [{ ...repository, value: repository.value.split('/')[1] ?? '' }]),
    { value: basename(folder), source: 'folder name' },
  ];
  const named = candidates.map(({ value, source }) => ({ value: toLabel(value), source })).find(({ value }) => value !== '');
  return named ?? { value: 'app', source: 'default' };
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
