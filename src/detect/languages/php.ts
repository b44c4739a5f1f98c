import { install, supportedPhp } from '../../languages/php.ts';
import type { Detected } from '../detected.ts';
import { extensionsOf, laravelInstall, viteOf } from './php-laravel.ts';
import type { DetectedProject, ProjectFiles } from './project.ts';
import { toolVersions, type VersionPlace, versionsIn } from './versions.ts';

const minor = '\\d+\\.\\d+';
const versionPlaces: readonly VersionPlace[] = [
  { file: '.php-version', pattern: new RegExp(`^\\s*(${minor})`) },
  toolVersions('php', minor),
  { file: 'composer.json', pattern: /"php"\s*:\s*"([^"]+)"/, source: 'composer.json php', range: true },
];

/** Paths that Laravel writes to at run time. */
const laravelPaths = ['storage/framework/cache', 'storage/framework/sessions', 'storage/framework/views', 'storage/logs', 'bootstrap/cache'];

interface ComposerJson {
  name?: unknown;
  description?: unknown;
  scripts?: Record<string, unknown>;
  'require-dev'?: Record<string, unknown>;
}

export function detectPhp(files: ProjectFiles): DetectedProject | undefined {
  const source = 'composer.json';
  const text = files.text(source);
  if (text === undefined) return undefined;
  const composer = parse(text);
  const { name, description } = composer;
  const versions = versionsIn(files, versionPlaces, supportedPhp);
  const extensions = extensionsOf(files);
  const vite = viteOf(files);
  const prepare = files.text('artisan') === undefined ? undefined : laravelInstall(files, install);
  const lint = lintOf(files, composer);
  const test = testOf(files, composer);
  const health = /\bhealth:\s*["'](\/[\w/-]+)["']/.exec(files.text('bootstrap/app.php') ?? '')?.[1];
  return {
    source,
    ...(typeof name === 'string' ? { name: { value: name.replace(/^.*\//, ''), source } } : {}),
    ...(typeof description === 'string' && description !== '' ? { description: { value: description, source } } : {}),
    ...(versions === undefined ? {} : { versions }),
    ...(health === undefined ? {} : { health: { value: health, source: 'bootstrap/app.php' } }),
    ...(files.text('artisan') === undefined ? {} : { writablePaths: { value: laravelPaths, source: 'artisan' } }),
    commands: {
      ...(prepare === undefined ? {} : { install: prepare }),
      ...vite.commands,
      ...(lint === undefined ? {} : { lint }),
      ...(test === undefined ? {} : { test }),
    },
    build: { ...(extensions === undefined ? {} : { packages: extensions }), ...vite.build },
    ...(vite.note === undefined ? {} : { notes: [vite.note] }),
  };
}

function parse(text: string): ComposerJson {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null ? data : {};
  } catch {
    return {}; // npm or Composer reports it
  }
}

const isNamed = (map: Record<string, unknown> | undefined, name: string) => typeof map === 'object' && map !== null && Object.hasOwn(map, name);

function lintOf(files: ProjectFiles, composer: ComposerJson): Detected<string> | undefined {
  if (isNamed(composer.scripts, 'lint')) return { value: 'composer lint', source: 'composer.json scripts' };
  const names = files.names();
  const linters = [
    { packageName: 'squizlabs/php_codesniffer', files: ['phpcs.xml', 'phpcs.xml.dist', '.phpcs.xml'], command: 'vendor/bin/phpcs' },
    { packageName: 'friendsofphp/php-cs-fixer', files: ['.php-cs-fixer.php', '.php-cs-fixer.dist.php'], command: 'vendor/bin/php-cs-fixer check' },
    { packageName: 'laravel/pint', files: ['pint.json'], command: 'vendor/bin/pint --test' },
    { packageName: 'phpstan/phpstan', files: ['phpstan.neon', 'phpstan.neon.dist', 'phpstan.dist.neon'], command: 'vendor/bin/phpstan analyse --no-progress' },
  ].flatMap(({ packageName, files: own, command }) => {
    const file = own.find((each) => names.includes(each));
    return file !== undefined && isNamed(composer['require-dev'], packageName) ? [{ file, command }] : [];
  });
  if (linters.length === 0) return undefined;
  return { value: linters.map(({ command }) => command).join('\n'), source: linters.map(({ file }) => file).join(', ') };
}

function testOf(files: ProjectFiles, composer: ComposerJson): Detected<string> | undefined {
  if (isNamed(composer.scripts, 'test')) return { value: 'composer test', source: 'composer.json scripts' };
  if (files.text('artisan') !== undefined) return { value: 'php artisan test', source: 'artisan' };
  if (isNamed(composer['require-dev'], 'pestphp/pest')) return { value: 'vendor/bin/pest', source: 'composer.json require-dev' };
  return isNamed(composer['require-dev'], 'phpunit/phpunit') ? undefined : { value: '', source: 'composer.json require-dev' };
}
