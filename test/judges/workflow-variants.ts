/** Workflows and Dockerfiles of the app repository as no golden has them: other languages, package managers, registries, and gaps. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appCheck } from '../../generators/app/check.ts';
import { ci } from '../../generators/app/ci.ts';
import { dependabot } from '../../generators/app/dependabot.ts';
import { dockerfile } from '../../generators/app/dockerfile.ts';
import { cd } from '../../generators/config/workflows/cd.ts';
import { configCheck } from '../../generators/config/workflows/check.ts';
import { promotionCheck } from '../../generators/config/workflows/promotion.ts';
import { rollback } from '../../generators/config/workflows/rollback.ts';
import { languages } from '../../src/languages/index.ts';
import type { KnownLanguage } from '../../src/languages/language.ts';
import type { Model, RunsOn } from '../../src/model/model.ts';
import { goldenFolder } from '../golden/cases.ts';

const golden = JSON.parse(readFileSync(join(goldenFolder, 'shop/config/.gitops-app/shop/model.json'), 'utf8')) as Model;
const none = { install: '', compile: '', lint: '', test: '' };

/** Every language with each of its package managers, alone and with a matrix. */
const ofLanguages = (Object.keys(languages) as KnownLanguage[]).flatMap((language) => {
  const { version, packageManagers, commands, command } = languages[language];
  return [null, ...packageManagers].slice(packageManagers.length === 0 ? 0 : 1).flatMap((packageManager) =>
    [[version], [version, '1.2.3']].map((versions): [string, Partial<Model>] => [
      [language, packageManager, versions.length === 1 ? null : 'matrix'].filter((part) => part !== null).join(' '),
      {
        app: { ...golden.app, language },
        ci: { ...golden.ci, packageManager, versions, commands: commands(packageManager) },
        images: golden.images.map((image) => ({ ...image, command: command(golden.app.name, packageManager) })),
      },
    ]),
  );
});

/** The same in a folder of the repository. */
const ofFolders = ofLanguages.map(([name, model]): [string, Partial<Model>] => [
  `${name}, in a folder`,
  { ...model, ci: { ...(model.ci ?? golden.ci), workingDirectory: 'services/web' } },
]);

/** What a first Dockerfile may be told of the app's files. */
const builds = (
  [
    ['node, workspaces of pnpm', 'node', 'pnpm', ['npm', 'start'], { installFrom: 'sources' }],
    ['node, workspaces of Yarn', 'node', 'yarn', ['npm', 'start'], { installFrom: 'sources' }],
    ['java, module of Maven', 'java', 'maven', ['java', '-jar', 'app.jar'], { project: 'services/web' }],
    ['java, module of Gradle', 'java', 'gradle', ['bin/web'], { project: 'services/web' }],
    ['dotnet, project', 'dotnet', null, ['dotnet', 'Shop.Web.dll'], { project: 'src/Web/Web.csproj' }],
    ['php, assets', 'php', null, ['apache2-foreground'], { packages: ['pdo_mysql'], assets: true }],
    ['ruby, libraries', 'ruby', null, ['bundle', 'exec', 'puma'], { packages: ['libpq5', 'libvips'] }],
    ['rust, libraries', 'rust', null, ['shop'], { packages: ['libpq5'] }],
  ] as const
).map(([name, language, packageManager, command, build]): [string, Partial<Model>] => [
  name,
  {
    app: { ...golden.app, language },
    ci: { ...golden.ci, packageManager, packageManagerVersion: '4', commands: languages[language].commands(packageManager) },
    images: golden.images.map((image) => ({ ...image, command: [...command], build: { ...image.build, ...(build as Partial<typeof image.build>) } })),
  },
]);

/** Settings of both repositories. */
function ofBoth({ runsOn, mergeQueue, registry }: { runsOn: RunsOn; mergeQueue: boolean; registry: string }): Partial<Model> {
  const { app, config } = golden.repositories;
  return {
    ci: { ...golden.ci, runsOn },
    repositories: { app: { ...app, mergeQueue }, config: { ...config, mergeQueue, runsOn } },
    generator: { package: '@acme/create-gitops-app', registry },
  };
}

const models: Record<string, Partial<Model>> = {
  ...Object.fromEntries([...ofLanguages, ...ofFolders]),
  'java, wrapper': {
    app: { ...golden.app, language: 'java' },
    ci: { ...golden.ci, packageManager: 'maven', versions: ['21'], commands: { ...none, test: './mvnw verify' } },
  },
  'python, project': {
    app: { ...golden.app, language: 'python' },
    ci: { ...golden.ci, packageManager: 'pip', versions: ['3.14'], commands: { ...none, install: "pip install '.[dev]'", test: 'pytest' } },
  },
  'ruby, assets': {
    app: { ...golden.app, language: 'ruby' },
    auxiliaryServices: [],
    ci: { ...golden.ci, packageManager: null, versions: ['3.4'], commands: { ...none, compile: 'RAILS_ENV=production bin/rails assets:precompile' } },
  },
  ...Object.fromEntries(builds),
  'custom commands': {
    app: { ...golden.app, language: 'custom' },
    ci: { ...golden.ci, versions: [], commands: { ...none, compile: 'make', test: 'make test\nmake report' } },
  },
  'no commands': { app: { ...golden.app, language: 'custom' }, ci: { ...golden.ci, versions: [], commands: none }, auxiliaryServices: [] },
  'build only': { ci: { ...golden.ci, jobs: 'build-only' } },
  yarn: { ci: { ...golden.ci, packageManager: 'yarn', versions: ['24', '22.x'] } },
  'ghcr, unset': {
    registry: { type: 'ghcr', host: 'ghcr.io', owner: 'acme' },
    unset: [{ pointer: '/clusters/dev/gateway/name', value: '100% ${{ github.token }} \'"\n' }],
  },
  'promotion only': { environments: golden.environments.map((environment) => ({ ...environment, delivery: 'continuous-delivery' as const })) },
  'artifact registry': {
    registry: {
      type: 'gar',
      host: 'europe-west1-docker.pkg.dev',
      project: 'acme-images',
      location: 'europe-west1',
      repository: 'apps',
      workloadIdentityProvider: 'projects/1/locations/global/workloadIdentityPools/github/providers/github',
      serviceAccount: 'shop-ci',
    },
  },
  azure: {
    registry: {
      type: 'acr',
      host: 'acme.azurecr.io',
      name: 'acme',
      tenantId: '11111111-2222-3333-4444-555555555555',
      subscriptionId: '11111111-2222-3333-4444-555555555555',
    },
  },
  'docker hub': { registry: { type: 'dockerhub', host: 'docker.io', namespace: 'acme', username: 'acme' } },
  harbor: { registry: { type: 'harbor', host: 'harbor.example.com', project: 'shop', username: 'robot$shop+ci' } },
  'runners by labels, merge queue': ofBoth({ runsOn: ['self-hosted', 'linux', 'x64'], mergeQueue: true, registry: 'https://npm.pkg.github.com' }),
  'a group of runners, private registry': ofBoth({
    runsOn: { group: 'build machines', labels: ['linux'] },
    mergeQueue: false,
    registry: 'https://npm.example.com',
  }),
  govcloud: { registry: { type: 'ecr', host: '1.dkr.ecr.us-gov-west-1.amazonaws.com', account: '123456789012', region: 'us-gov-west-1', role: 'shop-ci' } },
};

/** Those of the config repository read nothing of the app but these settings. */
const shared = [cd, rollback, configCheck, promotionCheck];
const sharedPaths = new Set(shared.flatMap((generator) => generator.files(golden, { version: '1.0.0', planned: [] }).map(({ path }) => path)));

/** By path, as a tree of goldens has them. */
export const workflowVariants: readonly { path: string; text: string }[] = Object.entries(models).flatMap(([name, changes]) =>
  [ci, appCheck, dependabot, dockerfile, ...('repositories' in changes ? shared : [])]
    .flatMap((generator) =>
      generator.applies?.({ ...golden, ...changes }) === false
        ? []
        : generator.files(
            { ...golden, ...changes },
            {
              version: '1.0.0',
              planned: [],
              ...(changes.generator === undefined ? {} : { locked: { package: changes.generator.package, integrity: 'sha512-x' } }),
            },
          ),
    )
    .map(({ path, content }) => ({ path: `${name}/${sharedPaths.has(path) ? 'config/' : ''}${path}`, text: content })),
);
