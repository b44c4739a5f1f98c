import { defaultPort } from '../../languages/default-port.ts';
import { puma, supportedRuby } from '../../languages/ruby.ts';
import type { Detected } from '../detected.ts';
import { procfileCommand } from './procfile.ts';
import type { DetectedProject, ProjectFiles } from './project.ts';
import { toolVersions, type VersionPlace, versionsIn } from './versions.ts';

/** Packages of Debian by gem: libraries that their extensions link to, or programs that they run. Rails' own Dockerfile installs `libvips`. */
const librariesOfGems = { pg: 'libpq5', mysql2: 'libmariadb3', 'ruby-vips': 'libvips', mini_magick: 'imagemagick' } as const;

const minor = '\\d+\\.\\d+';
const versionPlaces: readonly VersionPlace[] = [
  { file: '.ruby-version', pattern: new RegExp(`^\\s*(?:ruby-)?(${minor})`) },
  toolVersions('ruby', minor),
  { file: 'Gemfile.lock', pattern: new RegExp(`^ {3}ruby (${minor})`, 'm') },
  { file: 'Gemfile', pattern: /^\s*ruby\s+(["'].+)$/m, range: true },
];

export function detectRuby(files: ProjectFiles): DetectedProject | undefined {
  const source = 'Gemfile';
  const text = files.text(source);
  if (text === undefined) return undefined;
  const lock = files.text('Gemfile.lock');
  const has = (gem: string) => (lock === undefined ? new RegExp(`^\\s*gem\\s+["']${gem}["']`, 'm').test(text) : new RegExp(`^ {4}${gem} \\(`, 'm').test(lock));
  const versions = versionsIn(files, versionPlaces, supportedRuby);
  const packages = packagesOf(has, lock === undefined ? source : 'Gemfile.lock');
  const command = procfileCommand(files) ?? commandOf(files, has);
  const rails = files.text('bin/rails') !== undefined;
  const bundler = ['jsbundling-rails', 'cssbundling-rails', 'vite_rails', 'shakapacker'].find(has);
  const health = healthOf(files);
  return {
    source,
    ...(versions === undefined ? {} : { versions }),
    commands: commandsOf(files, has, rails),
    ...(command === undefined ? {} : { command }),
    ...(health === undefined ? {} : { health }),
    ...(packages.value.length === 0 ? {} : { build: { packages } }),
    ...(bundler === undefined
      ? {}
      : { notes: [`${bundler} builds assets with Node, which the Ruby image does not include: add Node to the build stage of the Dockerfile.`] }),
    // The PID file, caches, and the log unless it goes to standard output.
    ...(rails ? { writablePaths: { value: ['tmp', 'log'], source: 'bin/rails' } } : {}),
  };
}

function packagesOf(has: (gem: string) => boolean, source: string): Detected<string[]> {
  // image_processing depends on both; Rails uses vips, and ImageMagick would be the largest part of the image.
  const gems = Object.entries(librariesOfGems).filter(([gem]) => has(gem) && !(gem === 'mini_magick' && has('ruby-vips')));
  return { value: gems.map(([, name]) => name).sort(), source: `${gems.map(([gem]) => gem).join(', ')} in ${source}` };
}

function commandsOf(files: ProjectFiles, has: (gem: string) => boolean, rails: boolean): DetectedProject['commands'] {
  const database = ['pg', 'mysql2', 'trilogy', 'sqlite3'].some(has);
  const commands: DetectedProject['commands'] = {};
  const assets = ['propshaft', 'sprockets'].find(has);
  if (rails && assets !== undefined)
    commands.compile = { value: 'RAILS_ENV=production SECRET_KEY_BASE_DUMMY=1 bin/rails assets:precompile', source: `${assets} in Gemfile.lock` };
  if (files.text('.rubocop.yml') !== undefined && has('rubocop')) commands.lint = { value: 'bundle exec rubocop', source: '.rubocop.yml' };
  const test = testOf(files, has, rails, database);
  return test === undefined ? commands : { ...commands, test };
}

function testOf(files: ProjectFiles, has: (gem: string) => boolean, rails: boolean, database: boolean): Detected<string> | undefined {
  const prepare = rails && database ? 'bin/rails db:test:prepare' : '';
  if (files.names('spec').length > 0 && (has('rspec') || has('rspec-rails') || has('rspec-core')))
    return { value: prepare === '' ? 'bundle exec rspec' : `${prepare}\nbundle exec rspec`, source: 'spec' };
  if (rails && files.names('test').length > 0) return { value: prepare === '' ? 'bin/rails test' : `${prepare} test`, source: 'bin/rails, test' };
  if (/\btest\b/i.test(files.text('Rakefile') ?? '')) return { value: 'bundle exec rake test', source: 'Rakefile' };
  return { value: '', source: 'no spec, no test task' };
}

function commandOf(files: ProjectFiles, has: (gem: string) => boolean): Detected<string[]> | undefined {
  if (files.text('bin/rails') !== undefined) return { value: ['bin/rails', 'server', '--binding', '0.0.0.0', '--port', defaultPort], source: 'bin/rails' };
  if (has('puma')) return { value: puma, source: 'puma in Gemfile' };
  return files.text('config.ru') === undefined
    ? undefined
    : { value: ['bundle', 'exec', 'rackup', '--host', '0.0.0.0', '--port', defaultPort], source: 'config.ru' };
}

/** None if Rails redirects to HTTPS: the probe would follow the redirect and fail. */
function healthOf(files: ProjectFiles): Detected<string> | undefined {
  const file = 'config/routes.rb';
  const path = /^\s*get\s+["']\/?([\w/-]+)["']\s*(?:=>|,\s*to:)\s*["']rails\/health#show["']/m.exec(files.text(file) ?? '')?.[1];
  const says = (setting: string) => new RegExp(`^\\s*config\\.${setting}\\s*=\\s*true`, 'm').test(files.text('config/environments/production.rb') ?? '');
  return path === undefined || (says('force_ssl') && !says('assume_ssl')) ? undefined : { value: `/${path}`, source: file };
}
