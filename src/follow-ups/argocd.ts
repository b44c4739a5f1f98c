import { basename } from 'node:path';
import type { Change } from '../diff/change.ts';
import type { Model } from '../model/model.ts';
import { argocdPath, rootName, runbookPath } from '../model/names.ts';
import { environmentOf, targetsOf, usesNamespace } from '../model/queries.ts';
import { savedModelPath } from '../workspace/saved-model.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { readModelBefore, readModelsBefore } from './model-before.ts';

/** An Argo CD Application in a file that changes. */
interface ApplicationFile {
  name: string;
  path: string;
}

interface Place {
  /** kubectl's context. */
  context: string;
  namespace: string;
  isTakenOver: boolean;
}

/** What Argo CD does not do by itself: the root Applications do not prune, and only a person applies them. */
export function argocdFollowUps(workspaces: readonly Workspace[], writes: readonly Change[]): string {
  const [workspace] = workspaces;
  if (workspace === undefined) return '';
  const after = applicationsIn(writes, 'config/argocd-applications', 'after');
  const gone = applicationsIn(writes, 'config/argocd-applications', 'before').filter((before) => !after.some(({ path }) => path === before.path));
  const moved = gone.filter(({ name }) => after.some((application) => application.name === name));
  const removed = gone
    .filter(({ name }) => !moved.some((application) => application.name === name))
    .map((application) => ({ ...application, place: placeOf(workspaces, writes, application) }));
  const branch = workspace.model.repositories.config.defaultBranch;
  const replaced = workspaces.map(({ model }) => replacedArgocd(model, writes)).join('');
  const repository = workspaces.map(({ model }) => movedRepository(model, writes)).join('');
  const roots = repository !== '' ? repository : changedRoots(workspace.model, writes, moved, branch);
  return (
    (replaced === '' ? roots : replaced) +
    removedApplications(removed, writes, branch) +
    newHealthChecks(workspaces, writes) +
    (repository === '' ? filesToApply(workspaces, writes, branch) : '')
  );
}

/** Whether the set-up runbook of an app is still to be followed. */
function isNewApp(workspaces: readonly Workspace[], writes: readonly Change[]): boolean {
  return workspaces.some(({ model }) => writes.some(({ action, path }) => action === 'create' && path === savedModelPath(model.app.name)));
}

/**
 * Only a person applies what Argo CD itself depends on: the root Application with its AppProject, settings, alerts. Files that are
 * new with the root Application are part of the set-up, or of its move to another Argo CD.
 */
function filesToApply(workspaces: readonly Workspace[], writes: readonly Change[], branch: string): string {
  const outputs = ['config/argocd-root', 'config/argocd-metrics', 'config/argocd-alerts'];
  const changed = writes.filter(({ output, after }) => outputs.includes(output) && after !== undefined);
  const updated = changed.filter(({ before }) => before !== undefined);
  const isSetUp = updated.length === 0 && (isNewApp(workspaces, writes) || changed.some(({ path }) => path.endsWith('/bootstrap/root.yaml')));
  if (changed.length === 0 || isSetUp) return '';
  const paths = changed.map(({ path }) => path).join(', ');
  return `\nNothing applies these files by itself: ${paths}.\nAfter the merge to ${branch}, repeat the steps of the set-up runbook about Argo CD and its Applications. Workloads keep running, and a repeated step does no harm.\n`;
}

/** Only a person changes Argo CD's ConfigMap. For a new app, the set-up runbook includes the step. */
function newHealthChecks(workspaces: readonly Workspace[], writes: readonly Change[]): string {
  const paths = writes.filter(({ action, output }) => action === 'create' && output === 'config/argocd-health-checks').map(({ path }) => path);
  if (paths.length === 0 || isNewApp(workspaces, writes)) return '';
  return `\nBefore the next sync, merge ${paths.join(', ')} into Argo CD's ConfigMap argocd-cm: the set-up runbook has the command.\n`;
}

/**
 * The files keep their paths, so the old Argo CD would keep syncing them. Their destination `in-cluster` would then be the
 * old cluster, and it would deploy there what belongs to the new one.
 */
function replacedArgocd(model: Model, writes: readonly Change[]): string {
  const before = readModelBefore(model, writes);
  if (before === undefined || before.argocd.topology !== model.argocd.topology || describeArgocd(before) === describeArgocd(model)) return '';
  const names = new Set(targetsOf(model).map(({ applicationName }) => applicationName));
  const applications = targetsOf(before).filter(({ applicationName }) => names.has(applicationName));
  const isHub = before.argocd.topology === 'hub';
  const roots = before.argocd.bootstrap
    ? (isHub ? [before.argocd.cluster] : before.clusters.map(({ name }) => name)).map((cluster) => ({ cluster, name: rootName(before) }))
    : [];
  const all = [...roots, ...applications.map(({ applicationName, cluster }) => ({ cluster: isHub ? before.argocd.cluster : cluster, name: applicationName }))];
  const commands = all.map(({ cluster, name }) => `  argocd --argocd-context ${cluster} app delete ${name} --cascade=false\n`).join('');
  const branch = model.repositories.config.defaultBranch;
  return `\nArgo CD moves from ${describeArgocd(before)} to ${describeArgocd(model)}. Workloads keep running.\nBefore you merge to ${branch}, delete these Applications from the old Argo CD, in this order and without their resources. It would otherwise sync files that are meant for the new one.\n${commands}After the merge, set up the new one: follow every Argo CD step of the set-up runbook.\n`;
}

/** Argo CD reads the new address only once it has the credential for it, and a new root Application. */
function movedRepository(model: Model, writes: readonly Change[]): string {
  const before = readModelBefore(model, writes)?.repositories.config.slug;
  const { slug } = model.repositories.config;
  if (before === undefined || before === slug) return '';
  return `\nThe config repository ${before} is ${slug} now. Workloads keep running.\nBefore you merge, and after it, follow “The config repository was renamed or moved” in ${runbookPath(model, 'troubleshoot')}.\n`;
}

function describeArgocd({ argocd }: Model): string {
  return `${argocd.topology === 'hub' ? `${argocd.cluster}, ` : ''}namespace ${argocd.namespace}`;
}

/** The Applications in the files of an output, before or after the run. */
function applicationsIn(writes: readonly Change[], output: string, side: 'before' | 'after'): ApplicationFile[] {
  return writes
    .filter((change) => change.output === output)
    .flatMap((change) => {
      const text = change[side] ?? '';
      const name = /^ {2}name: (\S+)$/m.exec(text)?.[1];
      return name === undefined || !/^kind: Application$/m.test(text) ? [] : [{ name, path: change.path }];
    });
}

/** The argocd command for the Argo CD that reads a file: without a hub, each cluster has its own folder and context. */
function argocdCommand({ path }: Pick<ApplicationFile, 'path'>): string {
  const [, folder = '', ...rest] = path.split('/');
  return rest.length > 1 ? `argocd --argocd-context ${folder}` : 'argocd';
}

/** A root Application that is renamed or moved would fight with its successor over the same Applications. */
function changedRoots(model: Model, writes: readonly Change[], moved: readonly ApplicationFile[], branch: string): string {
  const after = applicationsIn(writes, 'config/argocd-root', 'after');
  const before = applicationsIn(writes, 'config/argocd-root', 'before').filter(
    ({ name, path }) => !after.some((root) => root.name === name && root.path === path),
  );
  const stale = [...before, ...moved];
  if (stale.length === 0) return '';
  const apply = after.length === 0 || before.length === 0 ? '' : `Then apply ${after.map(({ path }) => path).join(', ')}, as in the set-up runbook.\n`;
  const existing = model.argocd.bootstrap ? '' : `Then let your own Argo CD read ${argocdPath(model, '<cluster>')}: see the set-up runbook.\n`;
  const reason = moved.length > 0 ? 'Moved to another Argo CD' : 'No longer generated, or renamed';
  const names = [...new Set(stale.map(({ name }) => name))].join(', ');
  const commands = stale.map((application) => `  ${argocdCommand(application)} app delete ${application.name} --cascade=false\n`).join('');
  return `\n${reason}: ${names}. Workloads keep running.\nAfter the merge to ${branch}, delete them from the Argo CD that has them now, in this order and without their resources:\n${commands}${apply}${existing}`;
}

/** Where the workloads of an Application run that is gone, and whether an Application of another name takes them over. */
function placeOf(workspaces: readonly Workspace[], writes: readonly Change[], { name }: ApplicationFile): Place | undefined {
  for (const before of readModelsBefore(writes)) {
    const target = targetsOf(before).find(({ applicationName }) => applicationName === name);
    if (target === undefined) continue;
    const { namespace } = environmentOf(before, target);
    const isTakenOver = workspaces.some(({ model }) => usesNamespace(model, target.cluster, namespace));
    return { context: target.cluster, namespace, isTakenOver };
  }
  return undefined;
}

/**
 * The root Application restores what is deleted before the merge, and an AppProject without the cluster lets Argo CD delete nothing there:
 * so the Application goes after the merge and without its resources. Argo CD also refuses to sync objects that bear the name of another
 * Application, even of one that is gone.
 */
function removedApplications(removed: readonly (ApplicationFile & { place: Place | undefined })[], writes: readonly Change[], branch: string): string {
  if (removed.length === 0) return '';
  const names = removed.map(({ name }) => name).join(', ');
  const commands = removed.map((application) => `  ${argocdCommand(application)} app delete ${application.name} --cascade=false --yes\n`);
  const projects = writes.flatMap(({ action, output, path }) =>
    action === 'delete' && output === 'config/argocd-projects' ? [`  ${argocdCommand({ path })} proj delete ${basename(path, '.yaml')}\n`] : [],
  );
  const places = removed.flatMap(({ place }) => (place === undefined ? [] : [place]));
  const kubectl = ({ context, namespace }: Place) => `kubectl --context ${context} --namespace ${namespace}`;
  const taken = places
    .filter(({ isTakenOver }) => isTakenOver)
    .map(
      (place) =>
        `  ${kubectl(place)} annotate --all "$(kubectl --context ${place.context} api-resources --namespaced --verbs=list,patch --output name | paste -sd, -)" argocd.argoproj.io/tracking-id-\n`,
    );
  const deletions = places
    .filter(({ isTakenOver }) => !isTakenOver)
    .map(({ context, namespace }) => `  kubectl --context ${context} delete namespace ${namespace}\n`);
  return [
    `\nNo longer generated: ${names}. Argo CD does not delete these Applications by itself: their workloads keep running, outside Git.\nAfter the merge to ${branch}, delete them without their resources:\n${[...commands, ...projects].join('')}`,
    ...(taken.length === 0
      ? []
      : [`Their successors take over what runs there. Remove the mark of the old Applications, then sync the new ones:\n${taken.join('')}`]),
    ...(deletions.length === 0
      ? []
      : [`Then back up the data that you need, and delete what still runs, with its Secrets and its data:\n${deletions.join('')}`]),
  ].join('');
}
