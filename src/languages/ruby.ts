import { pinned } from '../github/action-pins.ts';
import type { ServiceType } from '../model/model.ts';
import { runInstruction } from '../render/dockerfile.ts';
import { defaultPort } from './default-port.ts';
import { imageTag } from './image-tag.ts';
import type { LanguageDefinition } from './language.ts';

/** Each version gets fixes for three years: ruby-lang.org/en/downloads/branches. */
export const supportedRuby = ['3.4', '3.3'] as const;

/** Debian packages that gems need at run time, by the service that they connect to. */
const libraries: Partial<Record<ServiceType, string>> = { postgresql: 'libpq5', mysql: 'libmariadb3', mariadb: 'libmariadb3' };

export const puma = ['bundle', 'exec', 'puma', '--bind', `tcp://0.0.0.0:${defaultPort}`];

export const ruby: LanguageDefinition = {
  title: 'Ruby',
  version: '3.4',
  supported: supportedRuby,
  packageManagers: [],
  commands: () => ({ install: '', compile: '', lint: '', test: 'bundle exec rake' }),
  setUp: ({ workingDirectory }, version) => {
    const place = workingDirectory === '.' ? {} : { 'working-directory': workingDirectory };
    return [{ name: 'Set up Ruby and install gems', uses: pinned('ruby/setup-ruby'), with: { 'ruby-version': version, 'bundler-cache': true, ...place } }];
  },
  dependabot: () => 'bundler',
  command: () => puma,
  dockerfile: ({ ci, auxiliaryServices }, { build }) => ({
    version: imageTag(ci.versions[0], '3'),
    compile: ci.commands.compile === '' ? '' : runInstruction([ci.commands.compile]),
    packages: [...new Set([...auxiliaryServices.flatMap(({ type }) => libraries[type] ?? []), ...build.packages])].sort().join(' '),
  }),
  lockfile: () => ({ names: ['Gemfile.lock'], make: 'bundle lock --add-platform x86_64-linux' }),
  dockerignore: ['.bundle', 'vendor/bundle', 'log', 'tmp', 'coverage'],
};
