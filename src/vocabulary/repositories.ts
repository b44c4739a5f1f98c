import { flag, listOf, object, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const repositories = {
  Repositories: object(
    'The app repository and the config repository.',
    {
      app: ref('AppRepository', 'App repository: source code and CI.'),
      config: ref('ConfigRepository', 'Config repository: CD, Helm chart and Argo CD objects. Several apps can share it.'),
    },
    ['app', 'config'],
  ),
  AppRepository: object(
    'The app repository.',
    {
      slug: ref('Slug'),
      path: text('Directory of the repository, relative to the folder of this file or, if that is `.gitops-app`, to the folder above it.', {
        default: '.',
        examples: ['.'],
      }),
      defaultBranch: ref('Branch', 'Branch that CI builds and pushes images from.', { default: 'main', examples: ['main'] }),
      ignoreFiles: listOf(
        text('Name of a file at the root of the repository, with patterns as in .gitignore.', { pattern: '^\\.(?!git)[a-z]+ignore$' }),
        'Ignore files of tools of the app, such as its formatter. Each gets a block that names the generated files, which are no part of the app.',
        { default: [], uniqueItems: true, examples: [['.prettierignore', '.dockerignore']] },
      ),
    },
    ['slug'],
  ),
  ConfigRepository: object(
    'The config repository.',
    {
      slug: ref('Slug'),
      path: text(
        'Directory of the repository, relative as that of the app repository. If it is missing after the first run, commands say so and write only the app repository. Default: `../<repository name>`.',
        { examples: ['../shop-config'] },
      ),
      defaultBranch: ref('Branch', 'Branch that Argo CD reads and CD pushes to.', { default: 'main', examples: ['main'] }),
      owners: listOf(ref('Owner'), 'GitHub teams or users that own the platform: workflows, Argo CD objects, and the values of environments with approval.', {
        minItems: 1,
        examples: [['@acme/platform']],
      }),
      cdApp: text(
        'Slug of the GitHub App that CD commits as: the last part of `https://github.com/apps/<slug>`. CD rejects the token of any other App, and only commits of this App count as deliveries. Default: `<repository name>-cd`.',
        { pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 34, examples: ['acme-cd'] },
      ),
      signedCommits: flag(
        'Whether to require signed commits on the default branch. CD then commits through the API of GitHub, which signs commits, instead of pushing.',
        {
          default: false,
          examples: [true],
        },
      ),
    },
    ['slug', 'owners'],
  ),
  Generator: object('The npm package of create-gitops-app that workflows and runbooks run.', {
    package: text('Name of the npm package, if you publish your own.', {
      default: 'create-gitops-app',
      pattern: '^(@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*$',
      examples: ['@acme/create-gitops-app'],
    }),
  }),
} satisfies Definitions;
