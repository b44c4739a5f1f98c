import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '../model.ts';
import { type Fact, textOf } from './fact.ts';

/** What a Node project says about itself. */
export interface NodeProject {
  name?: Fact<string>;
  description?: Fact<string>;
  packageManager?: Fact<Model['ci']['packageManager']>;
  /** Major version of Node. */
  version?: Fact<string>;
}

interface PackageJson {
  name?: unknown;
  description?: unknown;
  packageManager?: unknown;
  engines?: { node?: unknown };
}

const lockfiles = { 'package-lock.json': 'npm', 'npm-shrinkwrap.json': 'npm', 'pnpm-lock.yaml': 'pnpm', 'yarn.lock': 'yarn' } as const;

/** undefined where there is no package.json. */
export function detectNodeProject(folder: string): NodeProject | undefined {
  const text = textOf(folder, 'package.json');
  if (text === undefined) return undefined;
  const packageJson = parse(text);
  const source = 'package.json';
  const { name, description } = packageJson;
  const manager = packageManager(folder, packageJson);
  const version = nodeVersion(folder, packageJson);
  return {
    ...(typeof name === 'string' ? { name: { value: name, source } } : {}),
    ...(typeof description === 'string' && description !== '' ? { description: { value: description, source } } : {}),
    ...(manager === undefined ? {} : { packageManager: manager }),
    ...(version === undefined ? {} : { version }),
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

function packageManager(folder: string, packageJson: PackageJson): NodeProject['packageManager'] {
  const named = typeof packageJson.packageManager === 'string' ? /^(npm|pnpm|yarn)@/.exec(packageJson.packageManager)?.[1] : undefined;
  if (named === 'npm' || named === 'pnpm' || named === 'yarn') return { value: named, source: 'package.json packageManager' };
  const found = Object.entries(lockfiles).find(([file]) => existsSync(join(folder, file)));
  return found === undefined ? undefined : { value: found[1], source: found[0] };
}

function nodeVersion(folder: string, packageJson: PackageJson): NodeProject['version'] {
  for (const file of ['.nvmrc', '.node-version']) {
    const major = /^\s*v?(\d+)(?:\.\d+)*\s*$/.exec(textOf(folder, file) ?? '')?.[1];
    if (major !== undefined) return { value: major, source: file };
  }
  const tool = /^nodejs\s+v?(\d+)/m.exec(textOf(folder, '.tool-versions') ?? '')?.[1];
  if (tool !== undefined) return { value: tool, source: '.tool-versions' };
  // A range names the oldest that works: it is what CI has to prove.
  const engine = typeof packageJson.engines?.node === 'string' ? /^\s*(?:>=|\^|~|v|=)*\s*(\d+)/.exec(packageJson.engines.node)?.[1] : undefined;
  return engine === undefined ? undefined : { value: engine, source: 'package.json engines' };
}
