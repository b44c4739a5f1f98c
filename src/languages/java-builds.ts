import type { PackageManager } from '../model/model.ts';
import type { Commands } from './language.ts';

export type JavaPackageManager = 'maven' | 'gradle';

/** Quarkus builds a folder of jars; this one starts the app. */
export const quarkusJar = 'quarkus-run.jar';

export const wrappers = { maven: './mvnw', gradle: './gradlew' } as const;
export const programs = { maven: 'mvn', gradle: 'gradle' } as const;
/** Build output folders. */
export const outputs = { maven: 'target', gradle: 'build' } as const;

export function known(packageManager: PackageManager | null): JavaPackageManager {
  return packageManager === 'gradle' ? 'gradle' : 'maven';
}

/** `verify` and `check` also run the linters that the build configures. */
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

/** Builds one module and the modules that it depends on, or a project without modules. CI has run the tests. */
export function packageCommand(packageManager: JavaPackageManager, program: string, module: string | null, task: 'assemble' | 'installDist'): string {
  if (packageManager === 'maven')
    return `${program} --batch-mode --no-transfer-progress ${module === null ? '' : `--projects ${module} --also-make `}package -DskipTests`;
  return `${program} --no-daemon ${module === null ? '' : `:${module.replaceAll('/', ':')}:`}${task}`;
}
