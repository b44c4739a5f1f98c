/**
 * A tiny app in each language, taken in by `create`, then built and tested by the very commands of the CI that it got; the
 * build stage of its Dockerfile runs as well, and what its image runs answers. Packages come from the public registries.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { generators } from '../../generators/index.ts';
import { create } from '../../src/commands/create.ts';
import { run } from '../support/run-commands.ts';
import { temporaryFolder, write } from '../support/workspace.ts';
import { answerOf, runBuildStage } from './dockerfile-build.ts';

interface App {
  folder: string;
  /** Programs that must be on the machine. */
  needs: readonly string[];
  /** What create says that it read, and where. */
  read: readonly RegExp[];
  /** Names of the steps with a command. */
  steps: readonly string[];
  /** What the set-up action does besides: here as a command. */
  setUp?: string;
  /** false: the Dockerfile needs programs or folders of its base image, which this machine is not. */
  image?: false;
}

const apps: readonly App[] = [
  {
    folder: 'node',
    needs: ['node', 'npm'],
    read: [/language +Node +package\.json/, /version +24 22 +package\.json engines/],
    steps: ['Install', 'Build', 'Lint', 'Test'],
  },
  {
    folder: 'node-pnpm',
    needs: ['node', 'npm'],
    read: [/package manager version +10 +pnpm-lock\.yaml lockfileVersion 9\.0/, /installs from +sources +pnpm-workspace\.yaml/],
    setUp: 'npm install --global pnpm@10',
    steps: ['Install', 'Build', 'Lint', 'Test'],
  },
  {
    folder: 'node-yarn',
    needs: ['node', 'npm'],
    read: [/package manager +yarn +yarn\.lock/, /package manager version +4 +yarn\.lock version 10/],
    // The runner has corepack.
    setUp: 'npm install --global corepack@0.36.0',
    steps: ['Set up Yarn', 'Install', 'Build', 'Lint', 'Test'],
  },
  {
    folder: 'python-pip',
    needs: ['python3'],
    read: [/version +3\.11 +\.python-version/, /lint +ruff check \. +ruff\.toml/, /command +gunicorn .* app:app +app\.py/],
    steps: ['Install', 'Lint', 'Test'],
  },
  {
    folder: 'python-uv',
    needs: ['python3'],
    read: [/package manager +uv +uv\.lock/, /lint +uv run ruff check \. +pyproject\.toml \[tool\.ruff\]/, /command +python -m hello/],
    steps: ['Set up uv', 'Install', 'Lint', 'Test'],
  },
  {
    folder: 'python-poetry',
    needs: ['python3'],
    read: [/package manager +poetry +poetry\.lock/, /test +poetry run python -m unittest discover .* tests\n/],
    steps: ['Set up Poetry', 'Install', 'Test'],
  },
  {
    folder: 'java',
    needs: ['java', 'mvn'],
    read: [/version +17 +pom\.xml maven\.compiler\.release/, /package manager +maven +pom\.xml/],
    steps: ['Build', 'Test'],
  },
  {
    folder: 'java-gradle',
    needs: ['java', 'gradle'],
    read: [/package manager +gradle +build\.gradle/, /compile +gradle assemble +no gradlew/, /command +bin\/hello-gradle +build\.gradle/],
    steps: ['Build', 'Test'],
  },
  { folder: 'go', needs: ['go'], read: [/version +1\.24 +go\.mod/, /command +hello-go +package main/], steps: ['Build', 'Lint', 'Test'] },
  {
    folder: 'rust',
    needs: ['cargo'],
    read: [/lint +cargo fmt --check/, /lint .*; cargo clippy .* rustfmt\.toml, Cargo\.toml \[lints\.clippy\]/],
    steps: ['Build', 'Lint', 'Test'],
  },
  {
    folder: 'ruby',
    needs: ['bundle'],
    read: [/test +bundle exec rake test +Rakefile/, /version +3\.4 +\.ruby-version/, /command +ruby server\.rb +Procfile/],
    steps: ['Test'],
    // What came with the Ruby of this machine stands for what the job would fetch.
    setUp: 'rm Gemfile.lock && bundle install --local',
  },
  {
    folder: 'php',
    needs: ['php', 'composer'],
    read: [/test +composer test +composer\.json scripts/, /version +8\.4 8\.2 +composer\.json php/],
    image: false,
    steps: ['Install', 'Test'],
  },
  {
    folder: 'dotnet',
    needs: ['dotnet'],
    read: [/version +10\.0 +global\.json/, /command +dotnet Hello\.dll +src\/Hello\/Hello\.csproj/],
    steps: ['Install', 'Build', 'Test'],
    image: false,
  },
];

interface Job {
  env?: Record<string, string>;
  steps: { name: string; run?: string }[];
}

const onPath = (program: string) => {
  const found = (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
  // What stands on PATH for cargo may have no toolchain of this user's behind it.
  return found && (program !== 'cargo' || spawnSync('cargo', ['--version']).status === 0);
};

/** Corepack and Yarn ask the registry that npm asks, and keep nothing outside of the folder. */
function nodeEnvironment(folder: string, path: string): NodeJS.ProcessEnv {
  const registry = spawnSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).stdout.trim().replace(/\/$/, '');
  const prefix = join(folder, 'npm');
  return {
    PATH: `${join(prefix, 'bin')}${delimiter}${path}`,
    npm_config_prefix: prefix,
    COREPACK_HOME: join(folder, 'corepack'),
    COREPACK_NPM_REGISTRY: registry,
    YARN_NPM_REGISTRY_SERVER: registry,
    YARN_GLOBAL_FOLDER: join(folder, 'yarn'),
    YARN_ENABLE_TELEMETRY: '0',
  };
}

/** An environment in which tools of Node and packages of Python go into folders of their own, as a runner's do. */
function environmentFor({ needs }: App, folder: string): NodeJS.ProcessEnv {
  // TEST is Vitest's, and to Rake the file that it should run.
  const { RUSTUP_TOOLCHAIN: _, VIRTUAL_ENV: __, TEST: ___, ...environment } = process.env;
  // Its server would outlive the test.
  if (needs.includes('gradle')) return { ...environment, GRADLE_USER_HOME: join(folder, 'gradle'), GRADLE_OPTS: '-Dorg.gradle.daemon=false' };
  if (needs.includes('npm')) return { ...environment, ...nodeEnvironment(folder, environment.PATH ?? '') };
  if (!needs.includes('python3')) return environment;
  const virtual = join(folder, 'python');
  expect(spawnSync('python3', ['-m', 'venv', virtual]).status).toBe(0);
  write(virtual, { 'bin/pipx': '#!/bin/sh\nexec pip --quiet --disable-pip-version-check "$@"\n' });
  chmodSync(join(virtual, 'bin/pipx'), 0o755);
  return { ...environment, PATH: `${join(virtual, 'bin')}${delimiter}${environment.PATH}` };
}

describe('judge: an app in each language', () => {
  for (const app of apps)
    test(app.folder, { timeout: 300_000 }, async (context) => {
      const folder = temporaryFolder();
      const copy = join(folder, app.folder);
      cpSync(join(import.meta.dirname, '../apps', app.folder), copy, { recursive: true });
      const { code, out, err } = await run(create, { cwd: copy, generators, yes: true });
      expect([code, err]).toEqual([0, '']);
      for (const line of app.read) expect(out).toMatch(line);
      const { jobs } = parse(readFileSync(join(copy, '.github/workflows/gitops-ci.yaml'), 'utf8')) as { jobs: { test: Job } };
      const steps = jobs.test.steps.flatMap(({ name, run: script }) => (script === undefined ? [] : [{ name, script }]));
      expect(steps.map(({ name }) => name).filter((name) => name !== 'Set up Rust')).toEqual(app.steps);

      const missing = app.needs.filter((program) => !onPath(program));
      if (missing.length > 0) context.skip(`${app.folder}: no ${missing.join(', ')} on this machine`);

      const environment = environmentFor(app, folder);
      const setUp = app.setUp === undefined ? [] : [{ name: 'Set up', script: app.setUp }];
      for (const { name, script } of [...setUp, ...steps]) {
        // The toolchain of this machine stands for the one that the job would install.
        if (name === 'Set up Rust') continue;
        const { RUSTUP_TOOLCHAIN: _, UV_PYTHON: __, ...env } = jobs.test.env ?? {};
        const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
          cwd: copy,
          env: { ...environment, ...env },
          encoding: 'utf8',
        });
        if (status !== 0) throw new Error(`${name} ended with ${status}: ${script}\n${stdout}${stderr}`);
      }

      if (app.image === false) return;
      const dockerfile = readFileSync(join(copy, 'Dockerfile'), 'utf8');
      const built = join(folder, 'built', app.folder);
      cpSync(join(import.meta.dirname, '../apps', app.folder), built, { recursive: true });
      runBuildStage(dockerfile, built, join(folder, 'root'), environment);
      expect(await answerOf(dockerfile, built, join(folder, 'root'), environment)).toBe('200 ok\n');
    });
});
