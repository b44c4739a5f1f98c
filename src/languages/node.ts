import { pinned } from '../github/action-pins.ts';
import type { Step } from '../github/workflow.ts';
import type { Ci } from '../model/model.ts';
import { inFolder } from '../model/names.ts';
import { runInstruction } from '../render/dockerfile.ts';
import { imageTag } from './image-tag.ts';
import type { LanguageDefinition } from './language.ts';
import { classicYarn, knownManager, managerInstall, packageManagers, pruneWorkspace, supportedNode } from './node-managers.ts';

export const node: LanguageDefinition = {
  title: 'Node',
  version: '24',
  supported: supportedNode,
  packageManagers: ['npm', 'pnpm', 'yarn'],
  commands: (packageManager) => ({ ...packageManagers[knownManager(packageManager)].commands }),
  setUp: (ci, version) => {
    const manager = knownManager(ci.packageManager);
    const { lockfile } = packageManagers[manager];
    const place = ci.workingDirectory === '.' ? {} : { 'cache-dependency-path': inFolder(ci.workingDirectory, lockfile) };
    return [...managerSteps(ci), { name: 'Set up Node', uses: pinned('actions/setup-node'), with: { 'node-version': version, cache: manager, ...place } }];
  },
  dependabot: () => 'npm',
  command: () => ['npm', 'start'],
  dockerfile: ({ ci: { versions, packageManager, packageManagerVersion, commands } }, { build }) => {
    const { install, compile } = commands;
    const manager = knownManager(packageManager);
    const classic = packageManager === 'yarn' && install.includes('--frozen-lockfile');
    const sources = build.installFrom === 'sources';
    const prune = classic ? classicYarn.prune : sources && manager === 'pnpm' ? pruneWorkspace : packageManagers[manager].prune;
    const steps = [...(sources ? [install] : []), compile, prune].filter((step) => step !== '');
    return {
      base: `node:${imageTag(versions[0], 'lts')}-slim`,
      manager: managerInstall(manager, packageManagerVersion),
      manifests: sources ? '' : packageManagers[manager].manifests,
      install: install === '' ? '' : runInstruction([install]),
      compile: runInstruction(steps).trimEnd(),
      plugAndPlay: packageManager === 'yarn' && !classic,
    };
  },
  lockfile: (packageManager) => {
    const { lockfile, lock } = packageManagers[knownManager(packageManager)];
    return { names: lockfile === 'package-lock.json' ? [lockfile, 'npm-shrinkwrap.json'] : [lockfile], make: lock };
  },
  dockerignore: ['**/node_modules', 'dist', 'coverage'],
};

function managerSteps({ packageManager, packageManagerVersion: version, workingDirectory }: Ci): Step[] {
  switch (knownManager(packageManager)) {
    case 'npm':
      return [];
    case 'pnpm': {
      const given = {
        ...(version === null ? {} : { version }),
        ...(version !== null || workingDirectory === '.' ? {} : { package_json_file: inFolder(workingDirectory, 'package.json') }),
      };
      return [
        {
          ...(version === null ? { comment: 'Installs the version in packageManager of package.json.' } : {}),
          name: 'Set up pnpm',
          uses: pinned('pnpm/action-setup'),
          ...(Object.keys(given).length === 0 ? {} : { with: given }),
        },
      ];
    }
    case 'yarn':
      return [
        {
          ...(version === null ? { comment: 'Corepack provides the Yarn version in packageManager of package.json.' } : {}),
          name: 'Set up Yarn',
          run: version === null ? 'corepack enable' : `corepack enable\ncorepack install --global yarn@${version}`,
        },
      ];
  }
}
