import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type DetectedApp, detectApp } from './app.ts';
import type { DetectedCompose } from './compose/compose.ts';
import { type Detected, textOf } from './detected.ts';
import { defaultBranch, gitHubRepository, repositoryAbove } from './git.ts';
import { detectGitHubFiles, type GitHubFiles } from './github-files.ts';
import { withImageVersion } from './image-version.ts';
import { toLabel } from './label.ts';
import { detectProjects, type LanguageProject } from './languages/index.ts';
import { type MissingLockfile, missingLockfile } from './lockfile.ts';
import { projectFiles } from './project-files.ts';
import { subFolders } from './sub-folders.ts';
import type { Unmapped } from './variables.ts';

/** Everything that a folder tells about its app. */
export interface DetectedFolder extends DetectedApp {
  name: Detected<string>;
  /** `owner/name` on GitHub. */
  repository?: Detected<string>;
  defaultBranch?: Detected<string>;
  /** The app's own language, and others that the folder has files of. */
  project?: LanguageProject;
  otherLanguages: readonly LanguageProject[];
  /** Without it CI fails at its first command. */
  missingLockfile?: MissingLockfile;
  /** Where the app's own project is, if not at the top. */
  workingDirectory?: Detected<string>;
  github: GitHubFiles;
  /** true: nothing is there but what every repository may have. */
  empty: boolean;
}

/** Reads, writes nothing. A missing folder is an empty one. `compose`: read in place of the folder's own compose file. */
export function detectFolder(folder: string, compose?: DetectedCompose): DetectedFolder {
  const repository = gitHubRepository(folder);
  const branch = defaultBranch(folder);
  const app = detectApp(folder, compose);
  const { workingDirectory, projects } = projectsOf(folder, app.appFolder?.value);
  const [own, ...otherLanguages] = projects;
  const project = own === undefined ? undefined : withImageVersion(own, app.dockerfile);
  const missing = project === undefined ? undefined : missingLockfile(folder, workingDirectory?.value ?? '.', project);
  return {
    name: appName(folder, project, repository, workingDirectory !== undefined),
    ...(repository === undefined ? {} : { repository }),
    ...(branch === undefined ? {} : { defaultBranch: branch }),
    ...(project === undefined ? {} : { project }),
    ...(missing === undefined ? {} : { missingLockfile: missing }),
    ...(workingDirectory === undefined ? {} : { workingDirectory }),
    otherLanguages,
    ...app,
    unmapped: [...partOf(folder), ...app.unmapped, ...(project === undefined ? firstOfEach(app.components).flatMap(publishedImage) : [])],
    github: detectGitHubFiles(folder),
    empty: !filesIn(folder).some((name) => !/^(\.|README|LICEN[CS]E|CODEOWNERS|docs$)/i.test(name)),
  };
}

/**
 * At the top; where nothing is there, in the folder that the image is built from, else in the first one that has any. A
 * top that is built in another way has parts in folders, not its project.
 */
function projectsOf(folder: string, appFolder: string | undefined): { workingDirectory?: Detected<string>; projects: LanguageProject[] } {
  const top = detectProjects(projectFiles(folder));
  if (top.length > 0) return { projects: top };
  const dockerfile = textOf(folder, 'Dockerfile');
  const isPart = (name: string) => name !== appFolder && (isBuiltOtherwise(folder) || dockerfile?.includes(name) === false);
  const found = subFolders(folder)
    .filter((name) => !isPart(name))
    .flatMap((name) => detectProjects(projectFiles(join(folder, name))).map((project) => ({ name, project })));
  const own = found.filter(({ name }) => name === appFolder);
  const [first] = own.length > 0 ? own : found.sort((a, b) => rank(a.name) - rank(b.name));
  if (first === undefined) return { projects: [] };
  const others = found.filter((other) => other !== first).map(({ name, project }) => ({ ...project, source: `${name}/${project.source}` }));
  return { workingDirectory: { value: first.name, source: `${first.name}/${first.project.source}` }, projects: [first.project, ...others] };
}

/** With a language that we do not know. */
function isBuiltOtherwise(folder: string): boolean {
  const files = /^(?:mix\.exs|CMakeLists\.txt|meson\.build|build\.sbt|project\.clj|deps\.edn|deno\.jsonc?|Package\.swift|stack\.yaml|pubspec\.yaml|.+\.cabal)$/;
  return filesIn(folder).some((name) => files.test(name));
}

/** Of several, the one that serves the others. */
const usualFolders = ['backend', 'server', 'api', 'app', 'src', 'service', 'web'];
const rank = (folder: string) => (usualFolders.includes(folder) ? usualFolders.indexOf(folder) : usualFolders.length);

function partOf(folder: string): Unmapped[] {
  const source = repositoryAbove(folder);
  const reason = 'GitHub reads workflows only at the top of a repository. Run create there, or move this folder to its own repository';
  return source === undefined ? [] : [{ key: 'this folder is part of that repository', source, reason }];
}

/** An image that nobody builds here yet: what one line of Dockerfile makes the app's own. */
function publishedImage({ name, published, build, dockerfile }: DetectedApp['components'][number]): Unmapped[] {
  if (published === undefined || dockerfile !== undefined) return [];
  const reason = `CI builds the image, but there is no ${build?.dockerfile ?? 'Dockerfile'} yet. To use the published image: FROM ${published.value}`;
  return [{ key: `services.${name}.image`, source: published.source, reason }];
}

function firstOfEach(components: DetectedApp['components']): DetectedApp['components'] {
  return [...new Map([...components].reverse().map((component) => [component.build?.dockerfile, component])).values()].reverse();
}

/** What a framework's first files call every app. */
const skeleton =
  /^(?:laravel|(?:website-)?skeleton|(?:my-?)?app|(?:my-?)?project|demo|example|root|monorepo|workspace|template|starter|vite-project|nest-typescript-starter|backend|frontend|server|client)$/i;

/** The project's own; that of a part, or of nobody's choice, says less than the repository's. */
function appName(folder: string, project: LanguageProject | undefined, repository: Detected<string> | undefined, isPart: boolean): Detected<string> {
  const own = project?.name === undefined ? [] : [project.name];
  const theirs: Detected<string>[] = [
    ...(repository === undefined ? [] : [{ ...repository, value: repository.value.split('/')[1] ?? '' }]),
    { value: basename(folder), source: 'folder name' },
  ];
  const candidates = isPart || own.some(({ value }) => skeleton.test(value)) ? [...theirs, ...own] : [...own, ...theirs];
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
