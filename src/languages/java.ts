import { isPort } from '../detect/dockerfile.ts';
import type { Fact } from '../detect/fact.ts';
import { pinned } from '../facts/action-pins.ts';
import type { PackageManager } from '../model/model.ts';
import type { Commands, DetectedProject, LanguageDefinition, ProjectFiles } from './language.ts';
import { imageTag, toolVersions, type VersionPlace, versionIn } from './versions.ts';

type JavaPackageManager = 'maven' | 'gradle';

/** Quarkus makes a folder of jars; this one starts it. */
const quarkusJar = 'quarkus-run.jar';

const wrappers = { maven: './mvnw', gradle: './gradlew' } as const;
const programs = { maven: 'mvn', gradle: 'gradle' } as const;

export const java: LanguageDefinition = {
  title: 'Java',
  version: '25',
  packageManagers: ['maven', 'gradle'],
  // A Gradle project has its wrapper; Maven is on every runner.
  commands: (packageManager) => (packageManager === 'gradle' ? commandsOf('gradle', wrappers.gradle) : commandsOf('maven', programs.maven)),
  setUp: ({ packageManager }, version) => [
    {
      name: 'Set up Java',
      uses: pinned('actions/setup-java'),
      with: { distribution: 'temurin', 'java-version': version, cache: known(packageManager) },
    },
  ],
  dependabot: known,
  command: () => ['java', '-jar', 'app.jar'],
  dockerfile: ({ ci }, { command }) => {
    const version = imageTag(ci.versions[0], java.version);
    const manager = known(ci.packageManager);
    const wrapped = Object.values(ci.commands).some((command) => command.includes(wrappers[manager]));
    const program = wrapped ? wrappers[manager] : programs[manager];
    const image = manager === 'maven' ? `maven:3.9-eclipse-temurin-${version}` : `gradle:jdk${version}`;
    return {
      version,
      buildBase: wrapped ? `eclipse-temurin:${version}-jdk` : image,
      package: manager === 'maven' ? `${program} --batch-mode --no-transfer-progress package -DskipTests` : `${program} --no-daemon assemble`,
      output: manager === 'maven' ? 'target' : 'build/libs',
      quarkus: command.includes(quarkusJar) ? `${manager === 'maven' ? 'target' : 'build'}/quarkus-app` : '',
    };
  },
  dockerignore: ['target', 'build', '.gradle'],
  detect,
};

function known(packageManager: PackageManager | null): JavaPackageManager {
  return packageManager === 'gradle' ? 'gradle' : 'maven';
}

/** `verify` and `check` run the linters, too, that the build is told of. */
function commandsOf(packageManager: JavaPackageManager, program: string): Commands {
  return packageManager === 'maven'
    ? {
        install: '',
        compile: `${program} --batch-mode --no-transfer-progress compile`,
        lint: '',
        test: `${program} --batch-mode --no-transfer-progress verify`,
      }
    : { install: '', compile: `${program} assemble`, lint: '', test: `${program} check` };
}

const release = '(?:1\\.)?(\\d+)';
const versionPlaces: readonly VersionPlace[] = [
  { file: '.java-version', pattern: new RegExp(`^\\s*(?:[a-z-]+-)?${release}`) },
  { file: '.sdkmanrc', pattern: new RegExp(`^java=${release}`, 'm') },
  toolVersions('java', '(?:[a-z-]+-)?(?:1\\.)?\\d+'),
  ...['maven.compiler.release', 'java.version', 'maven.compiler.target', 'release'].map((element) => ({
    file: 'pom.xml',
    pattern: new RegExp(`<${element.replaceAll('.', '\\.')}>\\s*${release}\\s*<`),
    source: `pom.xml ${element}`,
  })),
  ...['build.gradle.kts', 'build.gradle'].map((file) => ({ file, pattern: new RegExp(`JavaLanguageVersion\\.of\\(\\s*${release}`) })),
  ...['build.gradle.kts', 'build.gradle'].map((file) => ({ file, pattern: new RegExp(`(?:source|target)Compatibility\\s*=\\s*\\D*${release}`) })),
];

function detect(files: ProjectFiles): DetectedProject | undefined {
  const names = files.names();
  const source = ['pom.xml', 'build.gradle.kts', 'build.gradle'].find((file) => names.includes(file));
  if (source === undefined) return undefined;
  const packageManager = source === 'pom.xml' ? 'maven' : 'gradle';
  const name = packageManager === 'maven' ? artifactOf(files.text(source) ?? '') : rootProjectOf(files);
  const version = versionIn(files, versionPlaces);
  const settings = settingsOf(files);
  const health = healthOf(source, files.text(source) ?? '', settings);
  const port = portOf(settings);
  return {
    source,
    ...(health === undefined ? {} : { health }),
    ...(port === undefined ? {} : { port }),
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version: { ...version, value: version.value.replace(/^[a-z-]+-|^1\./, '') } }),
    packageManager: { value: packageManager, source },
    commands: programCommands(packageManager, names),
    ...(/\bio\.quarkus\b/.test(files.text(source) ?? '') ? { command: { value: ['java', '-jar', quarkusJar], source: `${source} io.quarkus` } } : {}),
  };
}

/** Commands by the program that is there, where it is not the usual one. */
function programCommands(packageManager: JavaPackageManager, names: readonly string[]): DetectedProject['commands'] {
  const wrapper = wrappers[packageManager].slice(2);
  const wrapped = names.includes(wrapper);
  if (wrapped === (packageManager === 'gradle')) return {};
  const commands = commandsOf(packageManager, wrapped ? `./${wrapper}` : programs[packageManager]);
  const source = wrapped ? wrapper : `no ${wrapper}`;
  return { compile: { value: commands.compile, source }, test: { value: commands.test, source } };
}

function artifactOf(pom: string): Fact<string> | undefined {
  const value = /<artifactId>\s*([^<\s]+)\s*</.exec(pom.replace(/<parent>[\s\S]*?<\/parent>/g, ''))?.[1];
  return value === undefined ? undefined : { value, source: 'pom.xml artifactId' };
}

function rootProjectOf(files: ProjectFiles): Fact<string> | undefined {
  return versionIn(
    files,
    ['settings.gradle.kts', 'settings.gradle'].map((file) => ({ file, pattern: /rootProject\.name\s*=\s*["']([^"']+)["']/ })),
  );
}

interface Settings {
  source: string;
  text: string;
}

/** What Spring Boot and Quarkus read; undefined where there is none. */
function settingsOf(files: ProjectFiles): Settings | undefined {
  const source = ['application.properties', 'application.yml', 'application.yaml'].map((name) => `src/main/resources/${name}`).find((file) => files.text(file));
  return source === undefined ? undefined : { source, text: files.text(source) ?? '' };
}

function portOf(settings: Settings | undefined): Fact<number> | undefined {
  const value = '["\']?(?:\\$\\{\\w+:)?(\\d{2,5})\\b';
  const [, property, nested] =
    new RegExp(`^(?:server\\.port|quarkus\\.http\\.port)\\s*[=:]\\s*${value}|^server:[^\\S\\n]*\\n(?:[ \\t]+.*\\n)*?[ \\t]+port:[ \\t]*${value}`, 'm').exec(
      settings?.text ?? '',
    ) ?? [];
  const port = Number(property ?? nested);
  return settings === undefined || !isPort(port) ? undefined : { value: port, source: settings.source };
}

/** Where they stand unless the app moves them, or asks who is there. */
function healthOf(source: string, build: string, settings: Settings | undefined): Fact<string> | undefined {
  if (
    /spring-boot-starter-(?:security|oauth2)|context-path|base-path|root-path|^management\.server\.port|quarkus\.management|^management:[^\S\n]*\n(?:[ \t]+.*\n)*?[ \t]+server:/m.test(
      `${build}\n${settings?.text ?? ''}`,
    )
  )
    return undefined;
  if (build.includes('spring-boot-starter-actuator')) return { value: '/actuator/health/readiness', source: `${source} spring-boot-starter-actuator` };
  return build.includes('quarkus-smallrye-health') ? { value: '/q/health/ready', source: `${source} quarkus-smallrye-health` } : undefined;
}
