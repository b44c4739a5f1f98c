import { type JavaPackageManager, quarkusJar } from '../../languages/java-builds.ts';
import { inFolder } from '../../model/names.ts';
import type { DetectedProject, ProjectFiles } from './project.ts';

/** Command of the image, and the folder of its module. */
export interface JavaApplication {
  start: Pick<DetectedProject, 'command' | 'build' | 'projectUnknown' | 'notes'>;
  /** Folder of the module; undefined: no modules, or ambiguous. */
  folder?: string;
  /** Its build file. */
  source?: string;
}

type Kind = 'boot' | 'quarkus' | 'application';

/** A project without modules, or with sources at the root, is the application itself; otherwise one of its modules is. */
export function applicationOf(files: ProjectFiles, packageManager: JavaPackageManager, source: string, name: string | undefined): JavaApplication {
  const modules = packageManager === 'maven' ? mavenModules(files, '.') : gradleModules(files);
  const own = kindOf(files.text(source) ?? '', packageManager);
  if (modules.length === 0 || (own !== undefined && files.names('src/main').length > 0)) return { start: startOf(own, source, name) };
  const module = moduleOf(files, packageManager, modules, own ?? 'boot');
  if (module === undefined) return unknownOf(modules, source);
  const { folder, file, kind } = module;
  return { start: { ...startOf(kind, file, folder.split('/').at(-1)), build: { project: { value: folder, source: file } } }, folder, source: file };
}

interface Module {
  folder: string;
  file: string;
  kind: Kind;
}

/** The module whose build creates an application; if all modules inherit the plugin, the one with settings. */
function moduleOf(files: ProjectFiles, packageManager: JavaPackageManager, modules: readonly string[], defaultKind: Kind): Module | undefined {
  const all = modules.map((folder) => ({ folder, file: buildFileOf(files, packageManager, folder) }));
  const built = all.flatMap(({ folder, file }): Module[] => {
    const kind = kindOf(files.text(file) ?? '', packageManager);
    return kind === undefined ? [] : [{ folder, file, kind }];
  });
  if (built.length > 0) return built.length === 1 ? built[0] : undefined;
  const configured = all.filter(({ folder }) => files.names(`${folder}/src/main/resources`).some((name) => /^application\.(properties|ya?ml)$/.test(name)));
  const [only] = configured;
  return only === undefined || configured.length > 1 ? undefined : { ...only, kind: defaultKind };
}

function unknownOf(modules: readonly string[], source: string): JavaApplication {
  const note = `The application module of ${source} was not detected (${modules.join(', ')}): set it in images.*.build.project and in the Dockerfile.`;
  return { start: { projectUnknown: true, notes: [note] } };
}

/** Plugins that create an executable application; `apply false` only sets a version for the modules. */
function kindOf(build: string, packageManager: JavaPackageManager): Kind | undefined {
  if (packageManager === 'maven') {
    const plugins = build.replace(/<pluginManagement>[\s\S]*?<\/pluginManagement>/g, '');
    return /quarkus-maven-plugin|\bio\.quarkus\b/.test(plugins) ? 'quarkus' : plugins.includes('spring-boot-maven-plugin') ? 'boot' : undefined;
  }
  const lines = build.split('\n').filter((line) => !/\bapply\s*\(?\s*false\b/.test(line));
  const has = (pattern: RegExp) => lines.some((line) => pattern.test(line));
  if (has(/\bio\.quarkus\b|plugins\.quarkus\b/)) return 'quarkus';
  if (has(/["']org\.springframework\.boot["']|plugins\.spring\.?boot\b/i)) return 'boot';
  // Shadow creates an executable jar.
  if (has(/\bshadow\b/)) return 'boot';
  return has(/^\s*(?:`?application`?\s*$|(?:apply plugin:|id)\s*\(?\s*["'](?:application|[\w.-]*application-conventions)["'])/) ? 'application' : undefined;
}

function startOf(kind: Kind | undefined, source: string, name: string | undefined): JavaApplication['start'] {
  if (kind === 'quarkus') return { command: { value: ['java', '-jar', quarkusJar], source: `${source} io.quarkus` } };
  // The script of the application plugin has the name of its project.
  if (kind === 'application' && name !== undefined) return { command: { value: [`bin/${name}`], source: `${source} application` } };
  return {};
}

function mavenModules(files: ProjectFiles, folder: string): string[] {
  const pom = files.text(inFolder(folder, 'pom.xml')) ?? '';
  if (!/<packaging>\s*pom\s*<\/packaging>/.test(pom)) return [];
  return [...new Set([...pom.matchAll(/<module>\s*([\w./-]+?)\s*<\/module>/g)].map(([, module = '']) => inFolder(folder, module)))].flatMap((module) =>
    module.includes('..') ? [] : [module, ...mavenModules(files, module)],
  );
}

/** `include("app", ":libs:core")`; folders match the paths, unless the settings change them. */
function gradleModules(files: ProjectFiles): string[] {
  const text = files.text('settings.gradle.kts') ?? files.text('settings.gradle') ?? '';
  const included = [...text.matchAll(/^\s*include\b\s*\(?((?:\s*["'][\w:.-]+["']\s*,?)+)/gm)].flatMap(([, list = '']) => [
    ...list.matchAll(/["']([\w:.-]+)["']/g),
  ]);
  return [...new Set(included.map(([, path = '']) => path.replace(/^:/, '').replaceAll(':', '/')))];
}

function buildFileOf(files: ProjectFiles, packageManager: JavaPackageManager, folder: string): string {
  if (packageManager === 'maven') return inFolder(folder, 'pom.xml');
  const kotlin = inFolder(folder, 'build.gradle.kts');
  return files.text(kotlin) === undefined ? inFolder(folder, 'build.gradle') : kotlin;
}
