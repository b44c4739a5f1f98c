import { pinned } from '../github/action-pins.ts';
import { inFolder } from '../model/names.ts';
import { imageTag } from './image-tag.ts';
import { commandsOf, known, outputs, packageCommand, programs, quarkusJar, wrappers } from './java-builds.ts';
import type { LanguageDefinition } from './language.ts';

export const java: LanguageDefinition = {
  title: 'Java',
  version: '25',
  packageManagers: ['maven', 'gradle'],
  // Gradle projects include a wrapper; GitHub's runners include Maven.
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
  dockerfile: ({ ci }, { command, build: { project } }) => {
    const version = imageTag(ci.versions[0], java.version);
    const manager = known(ci.packageManager);
    const wrapped = Object.values(ci.commands).some((command) => command.includes(wrappers[manager]));
    const image = manager === 'maven' ? `maven:3.9-eclipse-temurin-${version}` : `gradle:jdk${version}`;
    const program = wrapped ? wrappers[manager] : programs[manager];
    // Gradle's application plugin installs bin/ with a start script and lib/ with every jar.
    const installed = manager === 'gradle' ? /^bin\/(.+)/.exec(command[0] ?? '')?.[1] : undefined;
    const output = inFolder(project ?? '.', outputs[manager]);
    const folder = installed === undefined ? (command.includes(quarkusJar) ? 'quarkus-app' : undefined) : `install/${installed}`;
    return {
      version,
      // A multi-module build would need every POM first; Gradle has no such task.
      dependencies: manager === 'maven' && project === null ? `${program} --batch-mode --no-transfer-progress dependency:go-offline` : '',
      wrapped,
      buildBase: wrapped ? `eclipse-temurin:${version}-jdk` : image,
      package: packageCommand(manager, program, project, installed === undefined ? 'assemble' : 'installDist'),
      output: manager === 'maven' ? output : `${output}/libs`,
      folder: folder === undefined ? '' : `${output}/${folder}`,
    };
  },
  dockerignore: ['target', '*/target', 'build', '*/build', '.gradle'],
};
