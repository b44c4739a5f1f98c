import type { PackageManager } from '../model/model.ts';
import type { Commands } from './language.ts';

export type JavaPackageManager = 'maven' | 'gradle';

/** Quarkus makes a folder of jars; this one starts it. */
export const quarkusJar = 'quarkus-run.jar';

export const wrappers = { maven: './mvnw', gradle: './gradlew' } as const;
export const programs = { maven: 'mvn', gradle: 'gradle' } as const;
/** Where each puts what it builds. */
export const outputs = { maven: 'target', gradle: 'build' } as const;

export function known(packageManager: PackageManager | null): JavaPackageManager {
  return packageManager === 'gradle' ? 'gradle' : 'maven';
}

/** `verify` and `check` run the linters, too, that the build is told of. */
export function commandsOf(packageManager: JavaPackageManager, program: string): Commands {
  return packageManager === 'maven'
    ? {
        install: '',
        compile: `${program} --batch-mode --no-transfer-progress compile`,
        lint: '',
        test: `${program} --batch-mode --no-transfer-progress verify`,
      }
    : { install: '', compile: `${program} assemble`, lint: '', test: `${program} check` };
}

/** Builds one module with those that it needs, or all of a project that has no modules. CI has run the tests. */
export function packageCommand(packageManager: JavaPackageManager, program: string, module: string | null, task: 'assemble' | 'installDist'): string {
  if (packageManager === 'maven')
    return `${program} --batch-mode --no-transfer-progress ${module === null ? '' : `--projects ${module} --also-make `}package -DskipTests`;
  return `${program} --no-daemon ${module === null ? '' : `:${module.replaceAll('/', ':')}:`}${task}`;
}
