import { anyOf, listOf, object, oneOf, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const ci = {
  Ci: object('The CI workflow of the app repository.', {
    jobs: oneOf(
      ['full', 'build-only'],
      '`full`: test, image and dispatch jobs. `build-only`: no test job, because another CI runs the tests; list its checks in `requiredChecks`.',
      {
        default: 'full',
        examples: ['full'],
      },
    ),
    versions: listOf(
      text('Version, as the setup action accepts it.', { pattern: '^[0-9A-Za-z.*+-]+$', examples: ['22'] }),
      'Language versions to test with. The initial Dockerfile uses the first. Default: the latest version with long-term support.',
      { minItems: 1, examples: [['24']] },
    ),
    packageManager: oneOf(
      ['npm', 'pnpm', 'yarn', 'pip', 'uv', 'poetry', 'maven', 'gradle'],
      'Package manager: `npm`, `pnpm` or `yarn` for Node.js; `pip`, `uv` or `poetry` for Python; `maven` or `gradle` for Java. Default: the first of these.',
      { examples: ['npm'] },
    ),
    packageManagerVersion: text('Version of pnpm or Yarn, if package.json has no `packageManager` field. It must support the lockfile.', {
      pattern: '^[0-9]+(\\.[0-9]+)*$',
      examples: ['10'],
    }),
    commands: ref('CiCommands', 'Commands of the test job. Each replaces the default command of the language.'),
    requiredChecks: listOf(
      text('Name of a check: the name of its job, or the key of a job without a name.', {
        maxLength: 100,
        pattern: '^[^\\s\\p{C}]([^\\p{C}]*[^\\s\\p{C}])?$',
        examples: ['test'],
      }),
      'Checks of other workflows or services that must pass before a pull request is merged, by the names that GitHub shows. With `build-only`, list the tests here.',
      { minItems: 1, uniqueItems: true, examples: [['test']] },
    ),
    workingDirectory: ref('RepositoryPath', 'Directory of the app in its repository. CI runs the commands there and builds the image from it.', {
      default: '.',
      examples: ['backend'],
    }),
    runsOn: ref('RunsOn', 'Runner of all jobs in the app repository. `repositories.config.runsOn` is that of the config repository.', {
      default: 'ubuntu-24.04',
      examples: ['ubuntu-24.04'],
    }),
  }),
  RunsOn: anyOf(
    [
      ref('RunnerLabel'),
      listOf(ref('RunnerLabel'), 'Labels that the runner must all have.', { minItems: 1, uniqueItems: true, examples: [['self-hosted', 'linux', 'x64']] }),
      object(
        'A runner of a group.',
        {
          group: text('Name of the runner group.', { pattern: '^[A-Za-z0-9][A-Za-z0-9 ._-]*$', maxLength: 100, examples: ['build'] }),
          labels: listOf(ref('RunnerLabel'), 'Labels that the runner must all have.', { minItems: 1, uniqueItems: true, examples: [['linux']] }),
        },
        ['group'],
      ),
    ],
    'Runner of jobs, as in `runs-on` of GitHub Actions: a label, a list of labels, or a group. The jobs need Linux, and a self-hosted runner the tools that the first step of each job names.',
  ),
  RunnerLabel: text('Label of a runner.', { pattern: '^[A-Za-z0-9._-]+$', maxLength: 100, examples: ['ubuntu-24.04'] }),
  CiCommands: object('Shell commands of the test job. An empty command is skipped.', {
    install: text('Command that installs the dependencies.', { examples: ['npm ci'] }),
    compile: text('Command that builds or compiles the app.', { examples: ['npm run build --if-present'] }),
    lint: text('Command that lints the code.', { examples: ['npm run lint --if-present'] }),
    test: text('Command that runs the tests.', { examples: ['npm test'] }),
  }),
} satisfies Definitions;
