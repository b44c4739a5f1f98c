import { type Change, isWrite } from '../diff/change.ts';
import type { RepositoryChanges } from '../diff/repository-changes.ts';
import { type Model, targetsOf } from '../model/model.ts';
import { argocdPath, rootName } from '../model/names.ts';
import { savedModelPath } from '../workspace/saved-model.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { modelBefore } from './model-before.ts';

/** An Application of Argo CD in a file that changes. */
interface Filed {
  name: string;
  path: string;
}

/** What Argo CD does not do by itself: its root Applications delete nothing, and nobody applies them but a person. */
export function argocdFollowUps(projects: readonly Workspace[], applications: readonly RepositoryChanges[]): string {
  const [project] = projects;
  if (project === undefined) return '';
  const changes = applications.flatMap((application) => application.changes).filter(isWrite);
  const written = named(changes, 'config/argocd-applications', 'after');
  const gone = named(changes, 'config/argocd-applications', 'before').filter((old) => !written.some((now) => now.path === old.path));
  const moved = gone.filter(({ name }) => written.some((now) => now.name === name));
  const removed = gone.filter(({ name }) => !moved.some((other) => other.name === name));
  const branch = project.model.repositories.config.defaultBranch;
  const replaced = projects.map(({ model }) => replacedArgocd(model, changes)).join('');
  return (
    (replaced === '' ? roots(project.model, changes, moved, branch) : replaced) + removedApplications(removed, branch) + newHealthChecks(projects, changes)
  );
}

/** Argo CD's ConfigMap belongs to a person. On day one the set-up runbook says so. */
function newHealthChecks(projects: readonly Workspace[], changes: readonly Change[]): string {
  const created = changes.filter(({ action }) => action === 'create');
  const isNewApp = projects.some(({ model }) => created.some(({ path }) => path === savedModelPath(model.app.name)));
  const paths = created.filter(({ output }) => output === 'config/argocd-health-checks').map(({ path }) => path);
  if (paths.length === 0 || isNewApp) return '';
  return `\nBefore the next sync, merge ${paths.join(', ')} into Argo CD's ConfigMap argocd-cm: the set-up runbook has the command.\n`;
}

/**
 * The files stay where they are, and the Argo CD that reads them goes on: in what it then finds, its own cluster means
 * that of the new one, and it would deploy there what belongs elsewhere.
 */
function replacedArgocd(model: Model, changes: readonly Change[]): string {
  const before = modelBefore(model, changes);
  if (before === undefined || before.argocd.topology !== model.argocd.topology || placeOf(before) === placeOf(model)) return '';
  const still = new Set(targetsOf(model).map(({ applicationName }) => applicationName));
  const applications = targetsOf(before).filter(({ applicationName }) => still.has(applicationName));
  const isHub = before.argocd.topology === 'hub';
  const rootsBefore = before.argocd.bootstrap
    ? (isHub ? [before.argocd.cluster] : before.clusters.map(({ name }) => name)).map((cluster) => ({ cluster, name: rootName(before) }))
    : [];
  const all = [
    ...rootsBefore,
    ...applications.map(({ applicationName, cluster }) => ({ cluster: isHub ? before.argocd.cluster : cluster, name: applicationName })),
  ];
  const commands = all.map(({ cluster, name }) => `  argocd --argocd-context ${cluster} app delete ${name} --cascade=false\n`).join('');
  const branch = model.repositories.config.defaultBranch;
  return `\nArgo CD moves from ${placeOf(before)} to ${placeOf(model)}. What runs goes on.\nBefore the merge to ${branch}, take from the old one what it has, in this order and without what it runs: it would follow files that are meant for the new one.\n${commands}After the merge, set up the new one: every step of the set-up runbook that is about Argo CD.\n`;
}

function placeOf({ argocd }: Model): string {
  return `${argocd.topology === 'hub' ? `${argocd.cluster}, ` : ''}namespace ${argocd.namespace}`;
}

/** The Applications of an output, as their files have them before or after. */
function named(changes: readonly Change[], output: string, side: 'before' | 'after'): Filed[] {
  return changes
    .filter((change) => change.output === output)
    .flatMap((change) => {
      const name = /^ {2}name: (\S+)$/m.exec(change[side] ?? '')?.[1];
      return name === undefined ? [] : [{ name, path: change.path }];
    });
}

/** The command of the Argo CD that reads a file: without a hub, each cluster has a folder and a context of its own. */
function command({ path }: Filed): string {
  const [, folder = '', ...rest] = path.split('/');
  return rest.length > 1 ? `argocd --argocd-context ${folder}` : 'argocd';
}

/** A root that is renamed or moved would fight with its successor over what both make; so would what moves with it. */
function roots(model: Model, changes: readonly Change[], moved: readonly Filed[], branch: string): string {
  const now = named(changes, 'config/argocd-root', 'after');
  const old = named(changes, 'config/argocd-root', 'before').filter(({ name, path }) => !now.some((root) => root.name === name && root.path === path));
  const stale = [...old, ...moved];
  if (stale.length === 0) return '';
  const apply = now.length === 0 || old.length === 0 ? '' : `Then apply ${now.map(({ path }) => path).join(', ')}, as the set-up runbook says.\n`;
  const others = model.argocd.bootstrap ? '' : `Let the Argo CD that is there read ${argocdPath(model, '<cluster>')} next: the set-up runbook says how.\n`;
  const what = moved.length > 0 ? 'Moved to another Argo CD' : 'No longer made, or under another name';
  return `\n${what}: ${[...new Set(stale.map(({ name }) => name))].join(', ')}. What runs goes on.\nAfter the merge to ${branch}, take them from the Argo CD that has them now, in this order and without what they run:\n${stale.map((each) => `  ${command(each)} app delete ${each.name} --cascade=false\n`).join('')}${apply}${others}`;
}

function removedApplications(removed: readonly Filed[], branch: string): string {
  if (removed.length === 0) return '';
  const commands = removed.map((each) => `  ${command(each)} app delete ${each.name} --cascade\n`).join('');
  return `\nNo longer made: ${removed.map(({ name }) => name).join(', ')}. Argo CD deletes nothing by itself: what runs there goes on, outside git.\nTo end it, before you merge to ${branch} and with its data saved:\n${commands}To keep it running without Argo CD, use --cascade=false. If the list still has it after the merge, delete it once more.\n`;
}
