import { printPath } from '../path.ts';
import type { Rule } from './rule.ts';

export const repositorySame: Rule = {
  code: 'REPOSITORY_SAME',
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

export const argocdClusterUnused: Rule = {
  code: 'ARGOCD_CLUSTER_UNUSED',
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
