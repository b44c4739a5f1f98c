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
import { type AppTools, detectTools } from './tools.ts';
import type { Unmapped } from './variables.ts';

/** Everything that was detected in a folder. */
export interface DetectedFolder extends DetectedApp {
  name: Detected<string>;
  /** `owner/name` on GitHub. */
  repository?: Detected<string>;
  defaultBranch?: Detected<string>;
  /** The project in the app's language; other languages are in otherLanguages. */
  project?: LanguageProject;
  otherLanguages: readonly LanguageProject[];
  /** Without a lockfile, the first command of CI fails. */
  missingLockfile?: MissingLockfile;
  /** Folder of the project, if it is not at the top. */
  workingDirectory?: Detected<string>;
  github: GitHubFiles;
  tools: AppTools;
  /** true: only common files, such as a README. */
  empty: boolean;
}

/** Never writes. A missing folder counts as empty. `compose` replaces the Compose file of the folder. */
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
    tools: detectTools(folder),
    empty: !filesIn(folder).some((name) => !/^(\.|README|LICEN[CS]E|CODEOWNERS|docs$)/i.test(name)),
  };
}

/**
 * Projects at the top; otherwise in the folder that the image is built from, otherwise in the first folder with one. If the
 * top has another build system, its folders contain parts, not the project.
 */
function projectsOf(folder: string, appFolder: string | undefined): { workingDirectory?: Detected<string>; projects: LanguageProject[] } {
  const top = detectProjects(projectFiles(folder));
  if (top.length > 0) return { projects: top };
  const dockerfile = textOf(folder, 'Dockerfile');
  const isPart = (name: string) => name !== appFolder && (hasOtherBuildSystem(folder) || dockerfile?.includes(name) === false);
  const found = subFolders(folder)
    .filter((name) => !isPart(name))
    .flatMap((name) => detectProjects(projectFiles(join(folder, name))).map((project) => ({ name, project })));
  const own = found.filter(({ name }) => name === appFolder);
  const [first] = own.length > 0 ? own : found.sort((a, b) => rank(a.name) - rank(b.name));
  if (first === undefined) return { projects: [] };
  const others = found.filter((other) => other !== first).map(({ name, project }) => ({ ...project, source: `${name}/${project.source}` }));
  return { workingDirectory: { value: first.name, source: `${first.name}/${first.project.source}` }, projects: [first.project, ...others] };
}

/** The files of an unsupported language. */
function hasOtherBuildSystem(folder: string): boolean {
  const files = /^(?:mix\.exs|CMakeLists\.txt|meson\.build|build\.sbt|project\.clj|deps\.edn|deno\.jsonc?|Package\.swift|stack\.yaml|pubspec\.yaml|.+\.cabal)$/;
  return filesIn(folder).some((name) => files.test(name));
}

/** Folders that usually contain the server, in order of preference. */
const preferredFolders = ['backend', 'server', 'api', 'app', 'src', 'service', 'web'];
const rank = (folder: string) => (preferredFolders.includes(folder) ? preferredFolders.indexOf(folder) : preferredFolders.length);

function partOf(folder: string): Unmapped[] {
  const source = repositoryAbove(folder);
  const reason = 'GitHub reads workflows only at the top of a repository. Run create there, or move this folder to its own repository';
  return source === undefined ? [] : [{ key: 'this folder is part of that repository', source, reason }];
}

/** A published image without a Dockerfile here: one FROM line is enough to use it. */
function publishedImage({ name, published, build, dockerfile }: DetectedApp['components'][number]): Unmapped[] {
  if (published === undefined || dockerfile !== undefined) return [];
  const reason = `CI builds the image, but there is no ${build?.dockerfile ?? 'Dockerfile'} yet. To use the published image: FROM ${published.value}`;
  return [{ key: `services.${name}.image`, source: published.source, reason }];
}

function firstOfEach(components: DetectedApp['components']): DetectedApp['components'] {
  return [...new Map([...components].reverse().map((component) => [component.build?.dockerfile, component])).values()].reverse();
}

/** Names that frameworks give to every new app. */
const genericName =
  /^(?:laravel|(?:website-)?genericName|(?:my-?)?app|(?:my-?)?project|demo|example|root|monorepo|workspace|template|starter|vite-project|nest-typescript-starter|backend|frontend|server|client)$/i;

/** The name of the project, unless it is a part of the repository or has a generic name. */
function appName(folder: string, project: LanguageProject | undefined, repository: Detected<string> | undefined, isPart: boolean): Detected<string> {
  const own = project?.name === undefined ? [] : [project.name];
  const theirs: Detected<string>[] = [
    ...(repository === undefined ? [] : [{ ...repository, value: repository.value.split('/')[1] ?? '' }]),
    { value: basename(folder), source: 'folder name' },
  ];
  const candidates = isPart || own.some(({ value }) => genericName.test(value)) ? [...theirs, ...own] : [...own, ...theirs];
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
