import { listOf, object, oneOf, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const ci = {
  Ci: object('How CI builds and tests the app.', {
    jobs: oneOf(['full', 'build-only'], 'full: test, image, dispatch. build-only: no test job, where CI exists already; name its checks in `requiredChecks`.', {
      default: 'full',
      examples: ['full'],
    }),
    versions: listOf(
      text('A version as the set-up action takes it.', { pattern: '^[0-9A-Za-z.*+-]+$', examples: ['22'] }),
      'Versions of the language; the first one is the Dockerfile’s. Default: the newest with long-term support.',
      { minItems: 1, examples: [['24']] },
    ),
    packageManager: oneOf(
      ['npm', 'pnpm', 'yarn', 'pip', 'uv', 'poetry', 'maven', 'gradle'],
      'Package manager of the app: npm, pnpm or yarn for node; pip, uv or poetry for python; maven or gradle for java. Default: the first of them.',
      { examples: ['npm'] },
    ),
    packageManagerVersion: text('Version of pnpm or Yarn, for an app whose package.json has no packageManager. It must read the lockfile.', {
      pattern: '^[0-9]+(\\.[0-9]+)*$',
      examples: ['10'],
    }),
    commands: ref('CiCommands', 'Replaces the language’s usual commands.'),
    requiredChecks: listOf(
      text('Name of a check: that of a job, or its key where it has no name.', {
        maxLength: 100,
        pattern: '^[^\\s\\p{C}]([^\\p{C}]*[^\\s\\p{C}])?$',
        examples: ['test'],
      }),
      'Checks of other workflows or services, by the names that GitHub shows, without which nothing is merged: with `build-only`, the tests.',
      { minItems: 1, uniqueItems: true, examples: [['test']] },
    ),
    workingDirectory: ref('RepositoryPath', 'Folder of the app in its repository: its commands run there, and its image is built from there.', {
      default: '.',
      examples: ['backend'],
    }),
    runsOn: text('Runner label of every job.', { default: 'ubuntu-24.04', pattern: '^[A-Za-z0-9._-]+$', examples: ['ubuntu-24.04'] }),
  }),
  CiCommands: object('Shell commands of CI’s test job; an empty one is left out.', {
    install: text('Installs dependencies.', { examples: ['npm ci'] }),
    compile: text('Builds or compiles.', { examples: ['npm run build --if-present'] }),
    lint: text('Lints.', { examples: ['npm run lint --if-present'] }),
    test: text('Tests.', { examples: ['npm test'] }),
  }),
} satisfies Definitions;
