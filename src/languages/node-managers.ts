import type { PackageManager } from '../model/model.ts';

/** Corepack provides package managers other than npm; newer Node images do not include it. */
const corepack = 'npm install --global corepack@0.36.0 && corepack enable';

/** Release lines with long-term support: github.com/nodejs/Release, schedule.json. */
export const supportedNode = ['24', '22'] as const;

/** `manifests`: the files that an installation reads; a pattern matches a file that may be missing. */
export const packageManagers = {
  npm: {
    lockfile: 'package-lock.json',
    lock: 'npm install --package-lock-only',
    commands: { install: 'npm ci', compile: 'npm run build --if-present', lint: 'npm run lint --if-present', test: 'npm test' },
    manifests: 'package*.json .npmr[c]',
    prune: 'npm prune --omit=dev',
  },
  pnpm: {
    lockfile: 'pnpm-lock.yaml',
    lock: 'pnpm install --lockfile-only',
    commands: { install: 'pnpm install --frozen-lockfile', compile: 'pnpm run --if-present build', lint: 'pnpm run --if-present lint', test: 'pnpm test' },
    manifests: 'package.json pnpm-*.yaml .npmr[c] .pnpmfile.*',
    prune: 'pnpm prune --prod',
  },
  yarn: {
    lockfile: 'yarn.lock',
    lock: 'yarn install',
    commands: { install: 'yarn install --immutable', compile: 'yarn build', lint: 'yarn lint', test: 'yarn test' },
    manifests: 'package.json yarn.lock .yarnrc.ym[l] .npmr[c]',
    prune: 'yarn workspaces focus --all --production',
  },
} as const;

export type NodePackageManager = keyof typeof packageManagers;

/**
 * `pnpm prune` does not support workspaces: it removes their packages. With the default age, pnpm would keep unlinked
 * packages for a week. CI=true skips prompts.
 */
export const pruneWorkspace = 'CI=true pnpm install --prod --frozen-lockfile --ignore-scripts --config.modules-cache-max-age=0';

/** Yarn 1 has other flags and another lockfile format, so one command cannot serve both. */
export const classicYarn = {
  install: 'yarn install --frozen-lockfile',
  prune: 'yarn install --production --frozen-lockfile --ignore-scripts --prefer-offline',
};

export function knownManager(name: PackageManager | null): NodePackageManager {
  return name !== null && name in packageManagers ? (name as NodePackageManager) : 'npm';
}

/** The command that installs the package manager in a Node image; empty if the image has it. */
export function managerInstall(manager: NodePackageManager, version: string | null): string {
  switch (manager) {
    case 'npm':
      return '';
    case 'pnpm':
      return version === null ? corepack : `npm install --global pnpm@${version}`;
    case 'yarn':
      return version === null ? corepack : `${corepack} && corepack install --global yarn@${version}`;
  }
}
