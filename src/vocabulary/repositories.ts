import { flag, integer, listOf, object, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

const requiredApprovals = integer(
  'Approvals that the ruleset requires before a merge, one of them by a code owner. With 0, checks alone protect the default branch. Default: 1; 0 where one user owns everything and approves every promotion, because nobody can approve their own pull request.',
  { minimum: 0, maximum: 6, examples: [1] },
);

const mergeQueue = flag(
  'Whether pull requests are merged by a merge queue: the ruleset then requires it, and the workflows with required checks run for it. GitHub has merge queues in public repositories of organizations, and in private ones with Enterprise Cloud.',
  { default: false, examples: [true] },
);

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
        text('Name of a file at the root of the repository, with patterns as in .gitignore.', {
          pattern: '^\\.(?!git)[a-z]+ignore$',
          examples: ['.prettierignore'],
        }),
        'Ignore files of tools of the app, such as its formatter. Each gets a block that names the generated files, which are no part of the app.',
        { default: [], uniqueItems: true, examples: [['.prettierignore', '.dockerignore']] },
      ),
      requiredApprovals,
      mergeQueue,
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
      runsOn: ref('RunsOn', 'Runner of all jobs in the config repository.', { default: 'ubuntu-24.04', examples: ['ubuntu-24.04'] }),
      requiredApprovals,
      mergeQueue,
    },
    ['slug', 'owners'],
  ),
  Generator: object('The npm package of create-gitops-app that workflows and runbooks run.', {
    package: text('Name of the npm package, if you publish your own.', {
      default: 'create-gitops-app',
      pattern: '^(@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*$',
      examples: ['@acme/create-gitops-app'],
    }),
    registry: text(
      'npm registry of the scope of `package`, if it is not the public one: its packages come from nowhere else. With GitHub Packages, the checks use the token of their job; with any other registry, the secret `GENERATOR_TOKEN`, if it exists.',
      { pattern: '^https://[a-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)*/?$', maxLength: 200, examples: ['https://npm.pkg.github.com'] },
    ),
  }),
} satisfies Definitions;
