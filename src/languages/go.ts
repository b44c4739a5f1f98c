import { pinned } from '../github/action-pins.ts';
import { inFolder } from '../model/names.ts';
import { imageTag } from './image-tag.ts';
import type { LanguageDefinition } from './language.ts';

export const go: LanguageDefinition = {
  title: 'Go',
  version: '1.26',
  // A release is supported until there are two newer ones: go.dev/doc/devel/release.
  supported: ['1.26', '1.25'],
  packageManagers: [],
  commands: () => ({ install: '', compile: 'go build ./...', lint: 'go vet ./...', test: 'go test ./...' }),
  setUp: ({ workingDirectory }, version) => {
    const place = workingDirectory === '.' ? {} : { 'cache-dependency-path': inFolder(workingDirectory, 'go.sum') };
    return [{ name: 'Set up Go', uses: pinned('actions/setup-go'), with: { 'go-version': version, ...place } }];
  },
  dependabot: () => 'gomod',
  command: (app) => [app],
  dockerfile: ({ ci }) => ({ version: imageTag(ci.versions[0], '1') }),
  lockfile: (_, manifest) => (/^require\b/m.test(manifest) ? { names: ['go.sum'], make: 'go mod tidy' } : undefined),
  dockerignore: ['bin', '*.test', '*.out'],
};
