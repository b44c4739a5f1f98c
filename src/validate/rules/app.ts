import { posix, win32 } from 'node:path';
import { languageOf } from '../../languages/index.ts';
import { printPath } from '../../problems/path.ts';
import type { Rule } from './rule.ts';

export const repositorySame: Rule = {
  code: 'REPOSITORY_SAME',
  local: true,
  check: ({ repositories: { app, config } }) =>
    app.slug.toLowerCase() === config.slug.toLowerCase()
      ? [
          {
            at: ['repositories', 'config', 'slug'],
            message: `${printPath(['repositories', 'config', 'slug'])} is '${config.slug}', the app repository itself`,
            hint: 'Give the config repository a name of its own: CD may write there, and CI may not.',
          },
        ]
      : [],
};

export const repositoryPath: Rule = {
  code: 'REPOSITORY_PATH',
  local: true,
  check: ({ repositories: { app, config } }) => {
    const absolute = (['app', 'config'] as const).flatMap((role) => {
      const { path } = { app, config }[role];
      const at = ['repositories', role, 'path'];
      if (path === undefined || !(posix.isAbsolute(path) || win32.isAbsolute(path))) return [];
      return [{ at, message: `${printPath(at)} is '${path}', which is on this machine alone`, hint: 'Write it relative to the config.' }];
    });
    if (absolute.length > 0 || config.path === undefined) return absolute;
    const below = posix.relative(posix.join('/a/b/c/d', app.path ?? '.'), posix.join('/a/b/c/d', config.path));
    if (below === '..' || below.startsWith('../')) return [];
    const at = ['repositories', 'config', 'path'];
    const message = `${printPath(at)} is '${config.path}', ${below === '' ? 'the app repository itself' : 'in the app repository'}`;
    const from = [
      ['repositories', 'app', 'path'],
      ['repositories', 'config', 'slug'],
    ];
    return [{ at, message, hint: `Give it a folder beside the app repository: '../${config.slug.split('/')[1]}'.`, from }];
  },
};

export const customWithoutCommands: Rule = {
  code: 'CUSTOM_WITHOUT_COMMANDS',
  check: ({ app, ci }) =>
    app.language === 'custom' && ci?.jobs !== 'build-only' && !Object.values(ci?.commands ?? {}).some((command) => command !== '')
      ? [
          {
            at: ['app', 'language'],
            message: "app.language is 'custom', and ci.commands has no command: CI would test nothing",
            hint: "Add, for example, ci: { commands: { test: 'make test' } }, or ci: { jobs: 'build-only' } where other CI tests.",
          },
        ]
      : [],
};

export const packageManagerLanguage: Rule = {
  code: 'PACKAGE_MANAGER_LANGUAGE',
  check: ({ app, ci }) => {
    const known = languageOf(app.language)?.packageManagers ?? [];
    if (ci?.packageManager === undefined || known.includes(ci.packageManager)) return [];
    return [
      {
        at: ['ci', 'packageManager'],
        message: `ci.packageManager is '${ci.packageManager}', but app.language is '${app.language}'`,
        hint: known.length === 0 ? 'Remove it: there is nothing to choose in this language.' : `Remove it, or take one of: ${known.join(', ')}.`,
      },
    ];
  },
};

export const argocdClusterUnused: Rule = {
  code: 'ARGOCD_CLUSTER_UNUSED',
  local: true,
  check: ({ argocd }) =>
    argocd?.topology === 'per-cluster' && argocd.cluster !== undefined
      ? [
          {
            at: ['argocd', 'cluster'],
            onName: true,
            message: `argocd.cluster is '${argocd.cluster}', but with topology 'per-cluster' there is no hub`,
            hint: "Remove it, or set topology: 'hub'.",
          },
        ]
      : [],
};
