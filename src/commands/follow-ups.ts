import type { Application } from '../diff/application.ts';
import { isWrite } from '../diff/change.ts';
import type { Project } from '../project.ts';
import { displayPath } from './command.ts';

/** What a person has to do after generate; empty: nothing. */
export function followUps(projects: readonly Project[], applications: readonly Application[], cwd: string): string {
  return absentRepositories(projects) + pullRequestOrder(projects, applications, cwd) + removedApplications(projects, applications);
}

function absentRepositories(projects: readonly Project[]): string {
  return projects
    .filter(({ roots }) => roots.config === undefined)
    .map(({ model }) => {
      const { slug } = model.repositories.config;
      return `\nThe config repository ${slug} is not here, and was left out. Clone it beside this one, and run generate again.\n`;
    })
    .join('');
}

/** CD must know an environment or an image before CI names it. */
function pullRequestOrder(projects: readonly Project[], applications: readonly Application[], cwd: string): string {
  const [project] = projects;
  const roles = new Set(applications.filter(({ changes }) => changes.some(isWrite)).map(({ repository }) => repository.role));
  if (project === undefined || roles.size < 2) return '';
  const { repositories } = project.model;
  const place = (role: 'app' | 'config') => `${repositories[role].slug} (${displayPath(cwd, project.roots[role] ?? cwd)})`;
  return `\nOpen two pull requests and merge them in this order:\n  1. ${place('config')}: CD must know what CI is going to send\n  2. ${place('app')}\n`;
}

/** The root Application deletes nothing: what ran there goes on until a person ends it. */
function removedApplications(projects: readonly Project[], applications: readonly Application[]): string {
  const names = applications
    .flatMap(({ changes }) => changes)
    .filter(({ output, action }) => output === 'config/argocd-applications' && action === 'delete')
    .flatMap(({ before = '' }) => /^ {2}name: (\S+)$/m.exec(before)?.[1] ?? []);
  if (names.length === 0) return '';
  const [project] = projects;
  const branch = project?.model.repositories.config.defaultBranch ?? 'main';
  return `\nNo longer made: ${names.join(', ')}. Argo CD deletes nothing by itself: what runs there goes on, outside git.\nTo end it, before you merge to ${branch} and with its data saved:\n${names.map((name) => `  argocd app delete ${name} --cascade\n`).join('')}To keep it running without Argo CD, use --cascade=false. If the list still has it after the merge, delete it once more.\n`;
}
