import { flag, listOf, mapOf, object, oneOf, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const images = {
  Image: object('A container image that CI builds.', {
    repository: text('Repository path in the registry. Default: the name of the image; on GHCR, below the owner.', {
      pattern: '^[a-z0-9]+([._/-][a-z0-9]+)*$',
      examples: ['shop/web'],
    }),
    context: ref('RepositoryPath', 'Build context, relative to the root of the app repository. Default: `ci.workingDirectory`.', {
      examples: ['services/web'],
    }),
    dockerfile: ref('RepositoryPath', 'Path of the Dockerfile, relative to the root of the app repository. Default: `Dockerfile` in `ci.workingDirectory`.', {
      examples: ['services/web/Dockerfile'],
    }),
    args: mapOf(
      'EnvVariableName',
      'BuildArgument',
      'Build arguments, by name (`ARG` in the Dockerfile). They must not contain secrets, because anyone who can pull the image can read them.',
      {
        examples: [{ DATABASE_TYPE: 'postgresql' }],
      },
    ),
    command: listOf(
      { type: 'string' },
      'Command that the image runs: `CMD` in the initial Dockerfile. Default: the usual command of the language, such as `npm start`.',
      {
        minItems: 1,
        examples: [['npm', 'start']],
      },
    ),
    build: ref('ImageBuild', 'Settings of the initial Dockerfile. `create` detects them.'),
  }),
  ImageBuild: object('Settings of the initial Dockerfile.', {
    project: ref(
      'RepositoryPath',
      'Project that the image runs, if the app has several, relative to the build context: the directory of a Maven or Gradle module, or a .NET project file.',
      { examples: ['src/Shop.Web/Shop.Web.csproj'] },
    ),
    packages: listOf(
      text('Name of a package or extension.', { pattern: '^[a-z0-9][a-z0-9+._-]*$', examples: ['libpq5'] }),
      'Runtime dependencies that the package manager of the app does not install: Debian packages for Ruby and Rust, PHP extensions for PHP.',
      { uniqueItems: true, examples: [['libpq5']] },
    ),
    installFrom: oneOf(
      ['manifests', 'sources'],
      'Files that are copied before dependencies are installed. `manifests`: only package manifests and lockfiles, so that other changes do not invalidate the layer. `sources`: all files, for workspaces and install scripts.',
      { default: 'manifests', examples: ['sources'] },
    ),
    assets: flag('Whether a PHP app has assets that Node.js builds: `npm run build` writes them to public/build.', { default: false, examples: [true] }),
  }),
  BuildArgument: text('Value of a build argument: letters, digits and `. _ : / @ + = -`.', { pattern: '^[A-Za-z0-9._:/@+=-]*$', examples: ['postgresql'] }),
} satisfies Definitions;
