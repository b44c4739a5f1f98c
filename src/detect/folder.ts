import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { detectProjects, type ProjectFacts } from '../languages/index.ts';
import { type AppFacts, detectApp } from './app.ts';
import type { ComposeFacts } from './compose.ts';
import type { Fact } from './fact.ts';
import { defaultBranch, gitHubRepository, repositoryAbove } from './git.ts';
import { detectGitHubFiles, type GitHubFiles } from './github-files.ts';
import { toLabel } from './label.ts';
import { projectFiles } from './project-files.ts';
import type { LeftOut } from './variables.ts';

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
  const app = detectApp(folder, compose);
  const [project, ...otherLanguages] = detectProjects(projectFiles(folder));
  return {
    name: appName(folder, project, repository),
    ...(repository === undefined ? {} : { repository }),
    ...(branch === undefined ? {} : { defaultBranch: branch }),
    ...(project === undefined ? {} : { project }),
    otherLanguages,
    ...app,
    left: [...partOf(folder), ...app.left, ...(project === undefined ? firstOfEach(app.components).flatMap(publishedImage) : [])],
    github: detectGitHubFiles(folder),
    empty: !filesIn(folder).some((name) => !/^(\.|README|LICEN[CS]E|CODEOWNERS|docs$)/i.test(name)),
  };
}

function partOf(folder: string): LeftOut[] {
  const source = repositoryAbove(folder);
  const why = 'GitHub reads workflows at the top of a repository alone. Run create there, or make this folder a repository of its own';
  return source === undefined ? [] : [{ key: 'this folder is a part of that repository', source, why }];
}

/** An image that nobody builds here yet: what one line of Dockerfile makes the app's own. */
function publishedImage({ name, published, build, dockerfile }: AppFacts['components'][number]): LeftOut[] {
  if (published === undefined || dockerfile !== undefined) return [];
  const why = `CI builds the image, and there is no ${build?.dockerfile ?? 'Dockerfile'} yet. To run the published one: FROM ${published.value}`;
  return [{ key: `services.${name}.image`, source: published.source, why }];
}

function firstOfEach(components: AppFacts['components']): AppFacts['components'] {
  return [...new Map([...components].reverse().map((component) => [component.build?.dockerfile, component])).values()].reverse();
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
