import { flag, listOf, object, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const repositories = {
  Repositories: object(
    'The two repositories.',
    {
      app: ref('AppRepository', 'The app repository: source and CI.'),
      config: ref('ConfigRepository', 'The config repository: CD, chart and Argo CD objects; several apps may share it.'),
    },
    ['app', 'config'],
  ),
  AppRepository: object(
    'The app repository.',
    {
      slug: ref('Slug'),
      path: text('Its folder, relative to this file.', { default: '.', examples: ['.'] }),
      defaultBranch: ref('Branch', 'Branch that CI pushes images from.', { default: 'main', examples: ['main'] }),
    },
    ['slug'],
  ),
  ConfigRepository: object(
    'The config repository.',
    {
      slug: ref('Slug'),
      path: text(
        'Its folder, relative to this file. Once it has been generated, it may be missing on a machine: then only the app repository is written, and said so.',
        { default: '../<name of the repository>', examples: ['../shop-config'] },
      ),
      defaultBranch: ref('Branch', 'Branch that Argo CD reads and CD pushes to.', { default: 'main', examples: ['main'] }),
      owners: listOf(ref('Owner'), 'GitHub teams or users who own the platform: workflows, Argo CD objects, values of approved environments.', {
        minItems: 1,
        examples: [['@acme/platform']],
      }),
      cdApp: text(
        'Slug of the GitHub App that CD commits as, the last part of `https://github.com/apps/<slug>`. CD refuses the token of another App, and only what this App committed counts as delivered.',
        { default: '<name of the repository>-cd', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 34, examples: ['acme-cd'] },
      ),
      signedCommits: flag('Require signed commits on the default branch. CD then commits through GitHub’s API, which signs, instead of pushing.', {
        default: false,
      }),
    },
    ['slug', 'owners'],
  ),
  Generator: object('How the generated repositories call this generator.', {
    package: text('Name of the package, where it is not the public registry’s.', {
      default: 'create-gitops-app',
      pattern: '^(@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*$',
      examples: ['@acme/create-gitops-app'],
    }),
  }),
} satisfies Definitions;
