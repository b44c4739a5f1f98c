import { classicYarn, knownManager, type NodePackageManager, supportedNode } from '../../languages/node-managers.ts';
import type { Detected } from '../detected.ts';
import type { DetectedProject, ProjectFiles } from './project.ts';
import { toolVersions, type VersionPlace, versionsIn, versionsOf } from './versions.ts';

interface PackageJson {
  name?: unknown;
  description?: unknown;
  packageManager?: unknown;
  main?: unknown;
  workspaces?: unknown;
  engines?: { node?: unknown };
  scripts?: Record<string, unknown>;
  dependencies?: Record<string, unknown>;
}

const lockfiles = { 'package-lock.json': 'npm', 'npm-shrinkwrap.json': 'npm', 'pnpm-lock.yaml': 'pnpm', 'yarn.lock': 'yarn' } as const;

const versionPlaces: readonly VersionPlace[] = [
  ...['.nvmrc', '.node-version'].map((file) => ({ file, pattern: /^\s*v?(\d+)(?:\.\d+)*\s*$/ })),
  toolVersions('nodejs', '\\d+'),
];

export function detectNode(files: ProjectFiles): DetectedProject | undefined {
  const source = 'package.json';
  const text = files.text(source);
  if (text === undefined) return undefined;
  const packageJson = parse(text);
  const { name, description } = packageJson;
  const manager = packageManagerOf(files, packageJson);
  const managerVersion = manager === undefined ? undefined : managerVersionOf(files, packageJson, manager.value);
  const versions = versionsIn(files, versionPlaces) ?? enginesOf(packageJson);
  const sources = sourcesOf(files, packageJson);
  return {
    source,
    ...(typeof name === 'string' ? { name: { value: name.replace(/^@[^/]+\//, ''), source } } : {}),
    ...(typeof description === 'string' && description !== '' ? { description: { value: description, source } } : {}),
    ...(manager === undefined ? {} : { packageManager: manager }),
    ...(managerVersion === undefined ? {} : { packageManagerVersion: managerVersion }),
    ...(versions === undefined ? {} : { versions }),
    commands: {
      ...missingScripts(packageJson, knownManager(manager?.value ?? null)),
      ...(manager?.value === 'yarn' && isClassic(files, packageJson) ? { install: { value: classicYarn.install, source: 'Yarn 1' } } : {}),
    },
    ...(sources === undefined ? {} : { build: { installFrom: { value: 'sources', source: sources } } }),
    ...startOf(packageJson),
  };
}

function parse(text: string): PackageJson {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null ? data : {};
  } catch {
    return {}; // npm or Composer reports it
  }
}

function packageManagerOf(files: ProjectFiles, packageJson: PackageJson): Detected<NodePackageManager> | undefined {
  const named = typeof packageJson.packageManager === 'string' ? /^(npm|pnpm|yarn)@/.exec(packageJson.packageManager)?.[1] : undefined;
  if (named === 'npm' || named === 'pnpm' || named === 'yarn') return { value: named, source: 'package.json packageManager' };
  const names = files.names();
  const found = Object.entries(lockfiles).find(([file]) => names.includes(file));
  return found === undefined ? undefined : { value: found[1], source: found[0] };
}

/** The newest release line that reads a lockfile of this version: pnpm.io/blog has the releases, Yarn's LOCKFILE_VERSION its own. */
const pnpmOfLockfile: Readonly<Record<string, string>> = { '5.3': '6', '5.4': '7', '6.0': '8', '6.1': '8', '9.0': '10' };
const yarnOfLockfile: Readonly<Record<string, string>> = { 4: '2', 5: '3', 6: '3', 8: '4' };

/** The version that matches the lockfile, if package.json sets none. Yarn without a version is Yarn 1. */
function managerVersionOf(files: ProjectFiles, packageJson: PackageJson, manager: NodePackageManager): Detected<string> | undefined {
  if (typeof packageJson.packageManager === 'string') return undefined;
  if (manager === 'pnpm') {
    const version = /^lockfileVersion:\s*['"]?([\d.]+)/m.exec(files.text('pnpm-lock.yaml') ?? '')?.[1] ?? '9.0';
    return { value: pnpmOfLockfile[version] ?? '10', source: `pnpm-lock.yaml lockfileVersion ${version}` };
  }
  if (manager !== 'yarn' || /^yarnPath:/m.test(files.text('.yarnrc.yml') ?? '')) return undefined;
  const version = /^__metadata:\n {2}version: (\d+)/m.exec(files.text('yarn.lock') ?? '')?.[1];
  return version === undefined ? undefined : { value: yarnOfLockfile[version] ?? '4', source: `yarn.lock version ${version}` };
}

/** Yarn 1: newer versions write .yarnrc.yml and another lockfile, or package.json sets them. */
function isClassic(files: ProjectFiles, { packageManager }: PackageJson): boolean {
  const version = typeof packageManager === 'string' ? /^yarn@(\d+)/.exec(packageManager)?.[1] : undefined;
  if (version !== undefined) return version === '1';
  return !files.names().includes('.yarnrc.yml') && !/^__metadata:/m.test(files.text('yarn.lock') ?? '');
}

/** Why an installation needs more than the manifests at the top; undefined: the manifests are enough. */
function sourcesOf(files: ProjectFiles, { workspaces, scripts, dependencies }: PackageJson): string | undefined {
  const names = files.names();
  if (workspaces !== undefined) return 'package.json workspaces';
  if (/^packages:/m.test(files.text('pnpm-workspace.yaml') ?? '')) return 'pnpm-workspace.yaml';
  const script = ['preinstall', 'install', 'postinstall', 'prepare'].find((name) => hasScript(scripts, name));
  if (script !== undefined) return `package.json ${script}`;
  // Its installation generates code from prisma/schema.prisma.
  if (hasScript(dependencies, '@prisma/client')) return 'package.json @prisma/client';
  return ['.yarn', 'patches', 'npm-shrinkwrap.json'].find((name) => names.includes(name));
}

/** Prefers a script for production: `start` is then for development (NestJS). */
function startOf({ scripts, main }: PackageJson): Pick<DetectedProject, 'command' | 'startUnknown'> {
  const script = ['start:prod', 'start:production'].find((name) => hasScript(scripts, name));
  if (script !== undefined) return { command: { value: ['npm', 'run', script], source: 'package.json scripts' } };
  if (hasScript(scripts, 'start')) return {};
  return typeof main === 'string' ? { command: { value: ['node', main], source: 'package.json main' } } : { startUnknown: true };
}

function hasScript(scripts: Record<string, unknown> | undefined, name: string): boolean {
  return typeof scripts === 'object' && scripts !== null && typeof scripts[name] === 'string';
}

function enginesOf({ engines }: PackageJson): Detected<string[]> | undefined {
  const value = typeof engines?.node === 'string' ? versionsOf(engines.node, supportedNode) : [];
  return value.length === 0 ? undefined : { value, source: 'package.json engines' };
}

/** Skips default commands whose scripts are missing. npm and pnpm ignore missing build and lint scripts. */
function missingScripts({ scripts }: PackageJson, packageManager: NodePackageManager): DetectedProject['commands'] {
  const needed = { test: 'test', ...(packageManager === 'yarn' ? { compile: 'build', lint: 'lint' } : {}) };
  const missing = Object.entries(needed).filter(([, script]) => !hasScript(scripts, script));
  return Object.fromEntries(missing.map(([command]) => [command, { value: '', source: 'package.json scripts' }]));
}
