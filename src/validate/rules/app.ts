import { posix, win32 } from 'node:path';
import { languageOf } from '../../languages/index.ts';
import { printPath } from '../../problems/path.ts';
import type { Rule } from './rule.ts';

export const repositoriesIdentical: Rule = {
  code: 'REPOSITORIES_IDENTICAL',
  explanation: {
    meaning: 'The app repository and the config repository are the same. CD must be able to write where CI must not.',
    remedy: 'Use a separate config repository.',
  },
  local: true,
  check: ({ repositories: { app, config } }) =>
    app.slug.toLowerCase() === config.slug.toLowerCase()
      ? [
          {
            at: ['repositories', 'config', 'slug'],
            message: `${printPath(['repositories', 'config', 'slug'])} is '${config.slug}', which is the app repository`,
            hint: 'Use a separate config repository: CD must be able to write where CI must not.',
          },
        ]
      : [],
};

export const repositoryPathInvalid: Rule = {
  code: 'REPOSITORY_PATH_INVALID',
  explanation: {
    meaning:
      'The path of a repository is absolute, the config repository would be inside the app repository, or not next to it: generate would write anywhere.',
    remedy: 'Use a path relative to the config, usually `../<name>`.',
  },
  local: true,
  check: ({ repositories: { app, config } }) => {
    const absolute = (['app', 'config'] as const).flatMap((role) => {
      const { path } = { app, config }[role];
      const at = ['repositories', role, 'path'];
      if (path !== undefined && /[\p{Cc}\u2028\u2029]/u.test(path))
        return [{ at, message: `${printPath(at)} is ${JSON.stringify(path)}, which has a control character`, hint: 'Use a path relative to the config.' }];
      if (path === undefined || !(posix.isAbsolute(path) || win32.isAbsolute(path))) return [];
      return [{ at, message: `${printPath(at)} is '${path}', an absolute path`, hint: 'Use a path relative to the config.' }];
    });
    if (absolute.length > 0) return absolute;
    const appPath = posix.normalize(slashes(app.path ?? '.'));
    // The config lies in the app repository, perhaps in a folder of it.
    if (!/^(\.|(\.\.\/){0,2}\.\.)\/?$/.test(appPath)) {
      const at = ['repositories', 'app', 'path'];
      return [
        {
          at,
          message: `${printPath(at)} is '${app.path}', which does not contain the config`,
          hint: "Use '.', or '..' for a config in a folder of the app repository.",
        },
      ];
    }
    if (config.path === undefined) return [];
    const below = posix.relative(posix.join('/a/b/c/d', appPath), posix.join('/a/b/c/d', slashes(config.path)));
    const at = ['repositories', 'config', 'path'];
    const from = [
      ['repositories', 'app', 'path'],
      ['repositories', 'config', 'slug'],
    ];
    const hint = `Use a folder next to the app repository: '../${config.slug.split('/')[1]}'.`;
    const message = `${printPath(at)} is '${config.path}', which is `;
    if (below !== '..' && !below.startsWith('../'))
      return [{ at, message: `${message}${below === '' ? 'the app repository' : 'inside the app repository'}`, hint, from }];
    // Whoever generates would write wherever the config says; folders of the home that begin with a dot hold settings.
    if (below === '..' || below.startsWith('../../') || below.split('/').some((part) => /^\.(?!\.$)/.test(part)))
      return [{ at, message: `${message}not in a folder next to the app repository`, hint, from }];
    return [];
  },
};

const slashes = (path: string) => path.replaceAll('\\', '/');

export const customWithoutCommands: Rule = {
  code: 'CUSTOM_WITHOUT_COMMANDS',
  explanation: {
    meaning: 'The language `custom` has no default commands, so CI would test nothing.',
    remedy: "Add `ci.commands`, or set `ci: { jobs: 'build-only' }`.",
  },
  check: ({ app, ci }) =>
    app.language === 'custom' && ci?.jobs !== 'build-only' && !Object.values(ci?.commands ?? {}).some((command) => command !== '')
      ? [
          {
            at: ['app', 'language'],
            message: "app.language is 'custom' and ci.commands has no command, so CI would test nothing",
            hint: "Add, for example, ci: { commands: { test: 'make test' } }, or set ci: { jobs: 'build-only' } if tests run elsewhere.",
          },
        ]
      : [],
};

export const packageManagerMismatch: Rule = {
  code: 'PACKAGE_MANAGER_MISMATCH',
  explanation: {
    meaning: '`ci.packageManager` does not belong to `app.language`.',
    remedy: 'Remove it, or use a package manager of the language.',
  },
  check: ({ app, ci }) => {
    const known = languageOf(app.language)?.packageManagers ?? [];
    if (ci?.packageManager === undefined || known.includes(ci.packageManager)) return [];
    return [
      {
        at: ['ci', 'packageManager'],
        message: `ci.packageManager is '${ci.packageManager}', but app.language is '${app.language}'`,
        hint: known.length === 0 ? 'Remove it: this language has no choice of package managers.' : `Remove it, or use one of: ${known.join(', ')}.`,
      },
    ];
  },
};

export const argocdClusterUnused: Rule = {
  code: 'ARGOCD_CLUSTER_UNUSED',
  explanation: {
    meaning: '`argocd.cluster` has no effect without a hub.',
    remedy: "Remove it, or set `topology: 'hub'`.",
  },
  local: true,
  check: ({ argocd }) =>
    argocd?.topology === 'per-cluster' && argocd.cluster !== undefined
      ? [
          {
            at: ['argocd', 'cluster'],
            onName: true,
            message: `argocd.cluster is '${argocd.cluster}', but topology 'per-cluster' has no hub`,
            hint: "Remove it, or set topology: 'hub'.",
          },
        ]
      : [],
};

/** npm has a registry for a scope; any other name would come from the public registry. */
export const generatorUnscoped: Rule = {
  code: 'GENERATOR_UNSCOPED',
  explanation: {
    meaning:
      'npm can take the packages of a scope from a registry of its own, but not a single package: one without a scope could come from the public registry.',
    remedy: 'Publish the package under a scope, such as `@acme/create-gitops-app`, and name it in `generator.package`.',
  },
  check: ({ generator }) =>
    generator?.registry === undefined || generator.package?.startsWith('@') === true
      ? []
      : [
          {
            at: ['generator', 'registry'],
            message: `generator.registry is '${generator.registry}', but the package '${generator.package ?? 'create-gitops-app'}' has no scope`,
            hint: "Publish it under a scope and name it: package: '@acme/create-gitops-app'.",
          },
        ],
};
