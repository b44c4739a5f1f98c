import { displayPath } from '../command-line/command.ts';
import type { RepositoryChanges } from '../diff/repository-changes.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { argocdFollowUps } from './argocd-follow-ups.ts';
import { movedNamespaces } from './moved-namespaces.ts';
import { writesOf } from './plan-text.ts';

/** What a person has to do after generate; empty: nothing. */
export function followUps(projects: readonly Workspace[], applications: readonly RepositoryChanges[], cwd: string): string {
  return (
    absentRepositories(projects) +
    pullRequestOrder(projects, applications, cwd) +
    argocdFollowUps(projects, applications) +
    movedNamespaces(projects, applications)
  );
}

function absentRepositories(projects: readonly Workspace[]): string {
  return projects
    .filter(({ roots }) => roots.config === undefined)
    .map(({ model }) => {
      const { slug } = model.repositories.config;
      return `\nThe config repository ${slug} is not here, and was left out. Clone it beside this one, and run generate again.\n`;
    })
    .join('');
}

/** CD must know an environment or an image before CI names it. */
function pullRequestOrder(projects: readonly Workspace[], applications: readonly RepositoryChanges[], cwd: string): string {
  const [project] = projects;
  const roles = new Set(applications.filter((application) => writesOf(application).length > 0).map(({ repository }) => repository.role));
  if (project === undefined || roles.size < 2) return '';
  const { repositories } = project.model;
  const place = (role: 'app' | 'config') => `${repositories[role].slug} (${displayPath(cwd, project.roots[role] ?? cwd)})`;
  return `\nOpen two pull requests and merge them in this order:\n  1. ${place('config')}: CD must know what CI is going to send\n  2. ${place('app')}\n`;
}
