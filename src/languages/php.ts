import { pinned } from '../github/action-pins.ts';
import type { ServiceType } from '../model/model.ts';
import { cacheStep } from './cache.ts';
import { defaultPort } from './default-port.ts';
import { imageTag } from './image-tag.ts';
import type { LanguageDefinition } from './language.ts';
import { supportedNode } from './node-managers.ts';

export const install = 'composer install --no-interaction --no-progress';

/** Each version gets fixes for four years: php.net/supported-versions.php. */
export const supportedPhp = ['8.4', '8.3', '8.2'] as const;

/** Extensions by the service that they connect to. */
const extensions: Partial<Record<ServiceType, string>> = {
  postgresql: 'pdo_pgsql',
  mysql: 'pdo_mysql',
  mariadb: 'pdo_mysql',
  mongodb: 'mongodb',
  redis: 'redis',
  memcached: 'memcached',
  rabbitmq: 'amqp',
};

export const php: LanguageDefinition = {
  title: 'PHP',
  version: '8.4',
  supported: supportedPhp,
  folder: '/var/www',
  packageManagers: [],
  commands: () => ({ install, compile: '', lint: '', test: 'vendor/bin/phpunit' }),
  setUp: (_, version) => [
    { name: 'Set up PHP', uses: pinned('shivammathur/setup-php'), with: { 'php-version': version, coverage: 'none' } },
    cacheStep({ name: 'Composer', paths: ['~/.cache/composer'], version, lockfiles: ['**/composer.lock'] }),
  ],
  dependabot: () => 'composer',
  command: () => ['apache2-foreground'],
  dockerfile: ({ ci, auxiliaryServices, components }, { name, build }) => ({
    version: imageTag(ci.versions[0], '8'),
    port: components.filter(({ image }) => image === name).flatMap(({ ports }) => ports)[0]?.containerPort ?? defaultPort,
    extensions: [...new Set([...auxiliaryServices.flatMap(({ type }) => extensions[type] ?? []), ...build.packages])],
    assets: build.assets,
    nodeVersion: supportedNode[0],
  }),
  dockerignore: ['vendor', '**/node_modules', 'public/build', 'public/hot', 'var/cache', '.phpunit.cache', 'coverage'],
};
