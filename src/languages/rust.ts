import { inFolder } from '../model/names.ts';
import { cacheStep } from './cache.ts';
import { imageTag } from './image-tag.ts';
import type { LanguageDefinition } from './language.ts';

export const rust: LanguageDefinition = {
  title: 'Rust',
  version: 'stable',
  packageManagers: [],
  commands: () => ({ install: '', compile: 'cargo build --locked', lint: '', test: 'cargo test --locked' }),
  setUp: ({ workingDirectory }, version) => [
    {
      name: 'Set up Rust',
      run: 'rustup toolchain install "$RUSTUP_TOOLCHAIN" --profile minimal --component clippy --component rustfmt',
    },
    cacheStep({ name: 'Cargo', paths: ['~/.cargo/registry', '~/.cargo/git', inFolder(workingDirectory, 'target')], version, lockfiles: ['**/Cargo.lock'] }),
  ],
  environment: (_, version) => ({ RUSTUP_TOOLCHAIN: version }),
  dependabot: () => 'cargo',
  command: (app) => [app],
  dockerfile: ({ ci }, { build }) => ({ version: imageTag(ci.versions[0], '1'), packages: build.packages.join(' ') }),
  lockfile: () => ({ names: ['Cargo.lock'], make: 'cargo generate-lockfile' }),
  dockerignore: ['target'],
};
