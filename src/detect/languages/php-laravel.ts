import type { Detected } from '../detected.ts';
import type { DetectedProject, ProjectFiles } from './project.ts';

/** Extensions by the value of DB_CONNECTION (Laravel) or the scheme of DATABASE_URL (Symfony). */
const drivers: Readonly<Record<string, string>> = {
  mysql: 'pdo_mysql',
  mariadb: 'pdo_mysql',
  mysql2: 'pdo_mysql',
  pgsql: 'pdo_pgsql',
  postgres: 'pdo_pgsql',
  postgresql: 'pdo_pgsql',
  sqlsrv: 'pdo_sqlsrv',
};

/** The extension of the database; the PHP image includes the one of SQLite. */
export function extensionsOf(files: ProjectFiles): Detected<string[]> | undefined {
  for (const file of ['.env.example', '.env.dist', '.env']) {
    const value = /^\s*(?:DB_CONNECTION=["']?(\w+)|DATABASE_URL=["']?(\w+):)/m.exec(files.text(file) ?? '');
    const driver = drivers[value?.[1] ?? value?.[2] ?? ''];
    if (driver !== undefined) return { value: [driver], source: file };
  }
  return undefined;
}

/** Tests of Laravel need an app key, which is not in the repository: same steps as `composer create-project laravel/laravel`. */
export function laravelInstall(files: ProjectFiles, install: string): Detected<string> | undefined {
  if (files.text('.env.example') === undefined) return undefined;
  return { value: `${install}\ncp .env.example .env\nphp artisan key:generate`, source: 'artisan, .env.example' };
}

interface Vite {
  commands: DetectedProject['commands'];
  build: NonNullable<DetectedProject['build']>;
  note?: string;
}

/** Assets that Vite builds: Laravel pages need their manifest, in tests too. */
export function viteOf(files: ProjectFiles): Vite {
  if (!/"build"\s*:\s*"[^"]*\bvite build\b/.test(files.text('package.json') ?? '')) return { commands: {}, build: {} };
  const source = 'package.json build';
  if (files.text('package-lock.json') === undefined)
    return {
      commands: {},
      build: {},
      note: `The image has no assets: Vite builds them (${source}), but there is no package-lock.json. Add a Node stage to the Dockerfile, or switch to npm.`,
    };
  return { commands: { compile: { value: 'npm ci\nnpm run build', source } }, build: { assets: { value: true, source } } };
}
