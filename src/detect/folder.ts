import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { detectProjects, type ProjectFacts } from '../languages/index.ts';
import { type DockerfileFacts, detectDockerfile } from './dockerfile.ts';
import type { Fact } from './fact.ts';
import { defaultBranch, gitHubRepository } from './git.ts';
import { detectGitHubFiles, type GitHubFiles } from './github-files.ts';
import { projectFiles } from './project-files.ts';

/** Everything that a folder tells about its app. */
export interface FolderFacts {
  name: Fact<string>;
  /** `owner/name` on GitHub. */
  repository?: Fact<string>;
  defaultBranch?: Fact<string>;
  /** The app's own language, and others that the folder has files of. */
  project?: ProjectFacts;
  otherLanguages: readonly ProjectFacts[];
  dockerfile?: DockerfileFacts;
  github: GitHubFiles;
  /** true: nothing is there but what every repository may have. */
  empty: boolean;
}

/** Reads, writes nothing. A missing folder is an empty one. */
export function detectFolder(folder: string): FolderFacts {
  const repository = gitHubRepository(folder);
  const branch = defaultBranch(folder);
  const [project, ...otherLanguages] = detectProjects(projectFiles(folder));
  const dockerfile = detectDockerfile(folder);
  return {
    name: appName(folder, project, repository),
    ...(repository === undefined ? {} : { repository }),
    ...(branch === undefined ? {} : { defaultBranch: branch }),
    ...(project === undefined ? {} : { project }),
    otherLanguages,
    ...(dockerfile === undefined ? {} : { dockerfile }),
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
  const named = candidates.map(({ value, source }) => ({ value: toName(value), source })).find(({ value }) => value !== '');
  return named ?? { value: 'app', source: 'default' };
}

/** The nearest text that is a name of Kubernetes and of Helm, at most 40 letters; may be empty. */
function toName(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 40)
    .replace(/-+$/, '');
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
