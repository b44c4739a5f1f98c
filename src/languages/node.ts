import type { Fact } from '../detect/fact.ts';
import { pinned } from '../facts/action-pins.ts';
import { inFolder } from '../facts/names.ts';
import type { PackageManager } from '../model/model.ts';
import { runInstruction } from '../render/dockerfile.ts';
import type { Step } from '../render/workflow.ts';
import type { DetectedProject, LanguageDefinition, ProjectFiles } from './language.ts';
import { imageTag, toolVersions, type VersionPlace, versionIn } from './versions.ts';

/** Package managers other than npm come by corepack, which newer Node images leave out. */
const corepack = 'corepack@0.36.0';

/** `manifests`: what an installation reads; a pattern stands for a file that need not be there. */
const packageManagers = {
  npm: {
    lockfile: 'package-lock.json',
    commands: { install: 'npm ci', compile: 'npm run build --if-present', lint: 'npm run lint --if-present', test: 'npm test' },
    dockerfile: { manifests: 'package*.json', corepack: '', prune: 'npm prune --omit=dev' },
  },
  pnpm: {
    lockfile: 'pnpm-lock.yaml',
    commands: { install: 'pnpm install --frozen-lockfile', compile: 'pnpm run --if-present build', lint: 'pnpm run --if-present lint', test: 'pnpm test' },
    dockerfile: { manifests: 'package.json pnpm-*.yaml', corepack, prune: 'pnpm prune --prod' },
  },
  yarn: {
    lockfile: 'yarn.lock',
    commands: { install: 'yarn install --immutable', compile: 'yarn build', lint: 'yarn lint', test: 'yarn test' },
    dockerfile: { manifests: 'package.json yarn.lock .yarnrc.ym[l]', corepack, prune: 'yarn workspaces focus --production' },
  },
} as const;

/** Yarn 1 has other words for the same; its lockfile is another, so that one command does not serve both. */
const classicYarn = { install: 'yarn install --frozen-lockfile', prune: 'yarn install --production --frozen-lockfile --ignore-scripts --prefer-offline' };

type NodePackageManager = keyof typeof packageManagers;
const known = (name: PackageManager | null): NodePackageManager => (name !== null && name in packageManagers ? (name as NodePackageManager) : 'npm');

export const node: LanguageDefinition = {
  title: 'Node',
  version: '24',
  packageManagers: ['npm', 'pnpm', 'yarn'],
  commands: (packageManager) => ({ ...packageManagers[known(packageManager)].commands }),
  setUp: ({ packageManager, workingDirectory }, version) => {
    const { lockfile } = packageManagers[known(packageManager)];
    const place = workingDirectory === '.' ? {} : { 'cache-dependency-path': inFolder(workingDirectory, lockfile) };
    return [
      ...corepackSteps(known(packageManager), workingDirectory),
      { name: 'Set up Node', uses: pinned('actions/setup-node'), with: { 'node-version': version, cache: known(packageManager), ...place } },
    ];
  },
  dependabot: () => 'npm',
  command: () => ['npm', 'start'],
  dockerfile: ({ ci: { versions, packageManager, commands } }) => {
    const { install, compile } = commands;
    const classic = packageManager === 'yarn' && install.includes('--frozen-lockfile');
    const { prune: usualPrune, ...manager } = packageManagers[known(packageManager)].dockerfile;
    const prune = classic ? classicYarn.prune : usualPrune;
    return {
      base: `node:${imageTag(versions[0], 'lts')}-slim`,
      install: install === '' ? '' : runInstruction([install]),
      compile: runInstruction(compile === '' ? [prune] : [compile, prune]).trimEnd(),
      plugAndPlay: packageManager === 'yarn' && !classic,
      ...manager,
    };
  },
  dockerignore: ['**/node_modules', 'dist', 'coverage'],
  detect,
};

function corepackSteps(packageManager: NodePackageManager, workingDirectory: string): Step[] {
  const place = workingDirectory === '.' ? {} : { with: { package_json_file: inFolder(workingDirectory, 'package.json') } };
  switch (packageManager) {
    case 'npm':
      return [];
    case 'pnpm':
      return [{ comment: 'Takes the version from packageManager in package.json.', name: 'Set up pnpm', uses: pinned('pnpm/action-setup'), ...place }];
    case 'yarn':
      return [{ comment: 'Gives the Yarn that packageManager in package.json names.', name: 'Set up Yarn', run: 'corepack enable' }];
  }
}

interface PackageJson {
  name?: unknown;
  description?: unknown;
  packageManager?: unknown;
  main?: unknown;
  engines?: { node?: unknown };
  scripts?: Record<string, unknown>;
}

const lockfiles = { 'package-lock.json': 'npm', 'npm-shrinkwrap.json': 'npm', 'pnpm-lock.yaml': 'pnpm', 'yarn.lock': 'yarn' } as const;

const versionPlaces: readonly VersionPlace[] = [
  ...['.nvmrc', '.node-version'].map((file) => ({ file, pattern: /^\s*v?(\d+)(?:\.\d+)*\s*$/ })),
  toolVersions('nodejs', '\\d+'),
];

function detect(files: ProjectFiles): DetectedProject | undefined {
  const source = 'package.json';
  const text = files.text(source);
  if (text === undefined) return undefined;
  const packageJson = parse(text);
  const { name, description } = packageJson;
  const manager = packageManagerOf(files, packageJson);
  const version = versionIn(files, versionPlaces) ?? engineOf(packageJson);
  return {
    source,
    ...(typeof name === 'string' ? { name: { value: name.replace(/^@[^/]+\//, ''), source } } : {}),
    ...(typeof description === 'string' && description !== '' ? { description: { value: description, source } } : {}),
    ...(manager === undefined ? {} : { packageManager: manager }),
    ...(version === undefined ? {} : { version }),
    commands: {
      ...missingScripts(packageJson, known(manager?.value ?? null)),
      ...(manager?.value === 'yarn' && isClassic(files, packageJson) ? { install: { value: classicYarn.install, source: 'Yarn 1' } } : {}),
    },
    ...startOf(packageJson),
  };
}

function parse(text: string): PackageJson {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null ? data : {};
  } catch {
    return {}; // not ours to complain about
  }
}

function packageManagerOf(files: ProjectFiles, packageJson: PackageJson): Fact<NodePackageManager> | undefined {
  const named = typeof packageJson.packageManager === 'string' ? /^(npm|pnpm|yarn)@/.exec(packageJson.packageManager)?.[1] : undefined;
  if (named === 'npm' || named === 'pnpm' || named === 'yarn') return { value: named, source: 'package.json packageManager' };
  const names = files.names();
  const found = Object.entries(lockfiles).find(([file]) => names.includes(file));
  return found === undefined ? undefined : { value: found[1], source: found[0] };
}

/** Yarn from 2 on writes .yarnrc.yml, or is named in package.json. */
function isClassic(files: ProjectFiles, { packageManager }: PackageJson): boolean {
  const version = typeof packageManager === 'string' ? /^yarn@(\d+)/.exec(packageManager)?.[1] : undefined;
  return version === undefined ? !files.names().includes('.yarnrc.yml') : version === '1';
}

/** A script for production comes before `start`, which is then for development (NestJS). */
function startOf({ scripts, main }: PackageJson): Pick<DetectedProject, 'command' | 'startUnknown'> {
  const script = ['start:prod', 'start:production'].find((name) => hasScript(scripts, name));
  if (script !== undefined) return { command: { value: ['npm', 'run', script], source: 'package.json scripts' } };
  if (hasScript(scripts, 'start')) return {};
  return typeof main === 'string' ? { command: { value: ['node', main], source: 'package.json main' } } : { startUnknown: true };
}

function hasScript(scripts: PackageJson['scripts'], name: string): boolean {
  return typeof scripts === 'object' && scripts !== null && typeof scripts[name] === 'string';
}

/** A range names the oldest that works: it is what CI has to prove. */
function engineOf({ engines }: PackageJson): Fact<string> | undefined {
  const major = typeof engines?.node === 'string' ? /^\s*(?:>=|\^|~|v|=)*\s*(\d+)/.exec(engines.node)?.[1] : undefined;
  return major === undefined ? undefined : { value: major, source: 'package.json engines' };
}

/** Scripts without which a usual command would fail. npm and pnpm pass over a build and a lint that are not there. */
function missingScripts({ scripts }: PackageJson, packageManager: NodePackageManager): DetectedProject['commands'] {
  const needed = { test: 'test', ...(packageManager === 'yarn' ? { compile: 'build', lint: 'lint' } : {}) };
  const missing = Object.entries(needed).filter(([, script]) => !hasScript(scripts, script));
  return Object.fromEntries(missing.map(([command]) => [command, { value: '', source: 'package.json scripts' }]));
}
