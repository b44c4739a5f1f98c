import { flag, listOf, mapOf, object, oneOf, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const images = {
  Image: object('A container image that CI builds.', {
    repository: text('Path in the registry. Default: the image’s name, for GHCR below the owner.', {
      pattern: '^[a-z0-9]+([._/-][a-z0-9]+)*$',
      examples: ['shop/web'],
    }),
    context: ref('RepositoryPath', 'Build context, relative to the app repository. Default: ci.workingDirectory.', { examples: ['services/web'] }),
    dockerfile: ref('RepositoryPath', 'Dockerfile, relative to the app repository. Default: Dockerfile in ci.workingDirectory.', {
      examples: ['services/web/Dockerfile'],
    }),
    args: mapOf('EnvVariableName', 'BuildArgument', 'Build arguments (ARG of the Dockerfile). Anybody who can pull the image can read them: no secrets.', {
      examples: [{ DATABASE_TYPE: 'postgresql' }],
    }),
    command: listOf({ type: 'string' }, 'What the image runs: CMD of its first Dockerfile. Default: what is usual in the language, such as `npm start`.', {
      minItems: 1,
      examples: [['npm', 'start']],
    }),
    build: ref('ImageBuild', 'What its first Dockerfile must know of the app’s files. create reads it from them.'),
  }),
  ImageBuild: object('What the first Dockerfile must know of the app’s files.', {
    project: ref(
      'RepositoryPath',
      'The project of several that the image runs, relative to the context: the folder of a module of Maven or Gradle, a project file of .NET.',
      { examples: ['src/Shop.Web/Shop.Web.csproj'] },
    ),
    packages: listOf(
      text('Name of a package or extension.', { pattern: '^[a-z0-9][a-z0-9+._-]*$', examples: ['libpq5'] }),
      'What the app needs at run time besides its own packages: packages of Debian for ruby and rust, extensions for php.',
      { uniqueItems: true, examples: [['libpq5']] },
    ),
    installFrom: oneOf(
      ['manifests', 'sources'],
      'What is copied before packages are installed. manifests: what names them, so that other changes keep the layer. sources: everything, for workspaces and scripts of the installation.',
      { default: 'manifests', examples: ['sources'] },
    ),
    assets: flag('Node builds assets beside the app: `npm run build` of package.json writes public/build. For php.', { default: false, examples: [true] }),
  }),
  BuildArgument: text('Value of a build argument: letters, digits and . _ : / @ + = -', { pattern: '^[A-Za-z0-9._:/@+=-]*$', examples: ['postgresql'] }),
} satisfies Definitions;
