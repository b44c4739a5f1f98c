import { commandsOf, type JavaPackageManager, programs, wrappers } from '../../languages/java-builds.ts';
import { inFolder } from '../../model/names.ts';
import type { Detected } from '../detected.ts';
import { isPort } from '../dockerfile.ts';
import { applicationOf } from './java-modules.ts';
import type { DetectedProject, ProjectFiles } from './project.ts';
import { textIn, toolVersions, type VersionPlace, versionsIn } from './versions.ts';

const release = '(?:1\\.)?(\\d+)';

/** `folders`: the root, then that of the module. */
function versionPlaces(folders: readonly string[]): VersionPlace[] {
  const elements = ['maven.compiler.release', 'java.version', 'maven.compiler.target', 'release'].map((element) => ({ file: 'pom.xml', element }));
  const gradle = [
    new RegExp(`JavaLanguageVersion\\.of\\(\\s*${release}`),
    new RegExp(`jvmToolchain\\(\\s*${release}`),
    new RegExp(`(?:source|target)Compatibility\\s*=\\s*\\D*${release}`),
  ].flatMap((pattern) => ['build.gradle.kts', 'build.gradle'].map((file) => ({ file, pattern })));
  return [
    { file: '.java-version', pattern: new RegExp(`^\\s*(?:[a-z-]+-)?${release}`) },
    { file: '.sdkmanrc', pattern: new RegExp(`^java=${release}`, 'm') },
    toolVersions('java', '(?:[a-z-]+-)?(?:1\\.)?\\d+'),
    ...folders.flatMap((folder) => [
      ...elements.map(({ file, element }) => ({
        file: inFolder(folder, file),
        pattern: new RegExp(`<${element.replaceAll('.', '\\.')}>\\s*${release}\\s*<`),
        source: `${inFolder(folder, file)} ${element}`,
      })),
      ...gradle.map(({ file, pattern }) => ({ file: inFolder(folder, file), pattern })),
    ]),
  ];
}

export function detectJava(files: ProjectFiles): DetectedProject | undefined {
  const names = files.names();
  const source = ['pom.xml', 'build.gradle.kts', 'build.gradle', 'settings.gradle.kts', 'settings.gradle'].find((file) => names.includes(file));
  if (source === undefined) return undefined;
  const packageManager = source === 'pom.xml' ? 'maven' : 'gradle';
  const name = packageManager === 'maven' ? artifactOf(files.text(source) ?? '') : rootProjectOf(files);
  const { start, folder = '.', source: build = source } = applicationOf(files, packageManager, source, name?.value);
  const versions = versionsIn(files, versionPlaces(folder === '.' ? ['.'] : ['.', folder]));
  const settings = settingsOf(files, folder);
  const health = healthOf(build, files.text(build) ?? '', settings);
  const port = portOf(settings);
  return {
    source,
    ...(health === undefined ? {} : { health }),
    ...(port === undefined ? {} : { port }),
    ...(name === undefined ? {} : { name }),
    ...(versions === undefined ? {} : { versions: { ...versions, value: versions.value.map((version) => version.replace(/^[a-z-]+-|^1\./, '')) } }),
    packageManager: { value: packageManager, source },
    commands: programCommands(packageManager, names),
    ...start,
  };
}

/** Commands with the available program, if it is not the default one. */
function programCommands(packageManager: JavaPackageManager, names: readonly string[]): DetectedProject['commands'] {
  const wrapper = wrappers[packageManager].slice(2);
  const wrapped = names.includes(wrapper);
  if (wrapped === (packageManager === 'gradle')) return {};
  const commands = commandsOf(packageManager, wrapped ? `./${wrapper}` : programs[packageManager]);
  const source = wrapped ? wrapper : `no ${wrapper}`;
  return { compile: { value: commands.compile, source }, test: { value: commands.test, source } };
}

function artifactOf(pom: string): Detected<string> | undefined {
  const value = /<artifactId>\s*([^<\s]+)\s*</.exec(pom.replace(/<parent>[\s\S]*?<\/parent>/g, ''))?.[1];
  return value === undefined ? undefined : { value, source: 'pom.xml artifactId' };
}

function rootProjectOf(files: ProjectFiles): Detected<string> | undefined {
  return textIn(
    files,
    ['settings.gradle.kts', 'settings.gradle'].map((file) => ({ file, pattern: /rootProject\.name\s*=\s*["']([^"']+)["']/ })),
  );
}

interface Settings {
  source: string;
  text: string;
}

/** The settings file of Spring Boot or Quarkus; undefined if there is none. */
function settingsOf(files: ProjectFiles, folder: string): Settings | undefined {
  const source = ['application.properties', 'application.yml', 'application.yaml']
    .map((name) => inFolder(folder, `src/main/resources/${name}`))
    .find((file) => files.text(file));
  return source === undefined ? undefined : { source, text: files.text(source) ?? '' };
}

function portOf(settings: Settings | undefined): Detected<number> | undefined {
  const value = '["\']?(?:\\$\\{\\w+:)?(\\d{2,5})\\b';
  const [, property, nested] =
    new RegExp(`^(?:server\\.port|quarkus\\.http\\.port)\\s*[=:]\\s*${value}|^server:[^\\S\\n]*\\n(?:[ \\t]+.*\\n)*?[ \\t]+port:[ \\t]*${value}`, 'm').exec(
      settings?.text ?? '',
    ) ?? [];
  const port = Number(property ?? nested);
  return settings === undefined || !isPort(port) ? undefined : { value: port, source: settings.source };
}

/** The default health path, unless settings change it or require authentication. */
function healthOf(source: string, build: string, settings: Settings | undefined): Detected<string> | undefined {
  if (
    /spring-boot-starter-(?:security|oauth2)|context-path|base-path|root-path|^management\.server\.port|quarkus\.management|^management:[^\S\n]*\n(?:[ \t]+.*\n)*?[ \t]+server:/m.test(
      `${build}\n${settings?.text ?? ''}`,
    )
  )
    return undefined;
  if (build.includes('spring-boot-starter-actuator')) return { value: '/actuator/health/readiness', source: `${source} spring-boot-starter-actuator` };
  return build.includes('quarkus-smallrye-health') ? { value: '/q/health/ready', source: `${source} quarkus-smallrye-health` } : undefined;
}
