import { pinned } from '../github/action-pins.ts';
import { cacheStep } from './cache.ts';
import { imageTag } from './image-tag.ts';
import type { LanguageDefinition } from './language.ts';

export const dotnet: LanguageDefinition = {
  title: '.NET',
  version: '10.0',
  // Support for 8.0 and 9.0 ended in November 2026: dotnet.microsoft.com/platform/support/policy.
  supported: ['10.0'],
  packageManagers: [],
  commands: () => ({
    install: 'dotnet restore',
    compile: 'dotnet build --no-restore --configuration Release',
    lint: '',
    test: 'dotnet test --no-build --configuration Release',
  }),
  setUp: (_, version) => [
    { name: 'Set up .NET', uses: pinned('actions/setup-dotnet'), with: { 'dotnet-version': version } },
    cacheStep({
      name: 'NuGet',
      paths: ['~/.nuget/packages'],
      version,
      lockfiles: ['**/*.csproj', '**/*.fsproj', '**/Directory.Packages.props', '**/packages.lock.json'],
    }),
  ],
  dependabot: () => 'nuget',
  command: (app) => ['dotnet', `${app}.dll`],
  dockerfile: ({ ci }, { command, build }) => {
    const version = imageTag(ci.versions[0], dotnet.version).replace(/^\d+$/, '$&.0');
    return {
      version,
      // Chiseled: no shell, no package manager. "extra" adds time zones and cultures.
      runtime: ['8.0', '9.0', '10.0'].includes(version) ? `${version}-noble-chiseled-extra` : version,
      projectFile: build.project ?? '',
      project: command.find((word) => word.endsWith('.dll'))?.replace(/\.dll$/, '') ?? '',
    };
  },
  dockerignore: ['**/bin', '**/obj'],
};
