import { join } from 'node:path';
import { displayPath } from '../../command-line/command.ts';
import type { Colors } from '../../command-line/terminal.ts';
import type { Change, Decisions } from '../../diff/change.ts';
import { writesOf } from '../../diff/record-changes.ts';
import type { RepositoryChanges } from '../../diff/repository-changes.ts';
import { oneLine } from '../../text/printable.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { causeLabels, explain, sharedFiles } from '../shared/causes.ts';
import { commandsOf, remedy } from '../shared/remedies.ts';

/** The plan by repository and cause, one line per file. */
export function printPlanAsText(allChanges: readonly RepositoryChanges[], cwd: string, colors: Colors): string {
  return allChanges
    .map((repositoryChanges) => {
      const { repository, app } = repositoryChanges;
      const writes = writesOf(repositoryChanges);
      const kept = repositoryChanges.changes.filter((change) => change.action === 'keep' && change.cause !== 'seeded');
      if (writes.length + kept.length === 0) return '';
      const title = `${colors.bold(`${repository.role} repository`)} of ${app}  ${oneLine(displayPath(cwd, repository.root))}\n`;
      return `${title}${writeBlocks(writes, colors)}${keptBlock(kept, colors)}\n`;
    })
    .join('');
}

function writeBlocks(writes: readonly Change[], colors: Colors): string {
  const line = ({ action, path, detail }: Change) => `    ${action}  ${oneLine(path)}${detail === undefined ? '' : `  ${colors.dim(oneLine(detail))}`}\n`;
  return [...new Set(writes.map(({ cause }) => cause))]
    .map((cause) => {
      const changes = writes.filter((change) => change.cause === cause);
      return `  ${colors.bold(causeLabels[cause])} (${changes.length})\n${changes.map(line).join('')}`;
    })
    .join('');
}

function keptBlock(kept: readonly Change[], colors: Colors): string {
  if (kept.length === 0) return '';
  const isNewerShared = ({ cause }: Change) => cause === 'newer-shared';
  // Several blocks of one file have the same line.
  const lines = new Set(
    kept.filter((change) => !isNewerShared(change)).map((change) => `    keep    ${oneLine(change.path)}  ${colors.dim(oneLine(explain(change)))}\n`),
  );
  const count = kept.filter(isNewerShared).length;
  const sharedLine =
    count === 0 ? '' : `    keep    ${sharedFiles(count)}  ${colors.dim('shared with an app that uses a newer version of create-gitops-app')}\n`;
  return `  ${colors.bold('kept')} (${lines.size + count})\n${[...lines].join('')}${sharedLine}`;
}

/** The refused changes; all files behind one symbolic link are one. */
export function groupRefusals(changes: readonly Change[]): Change[] {
  const refused = changes.filter(({ action }) => action === 'refuse');
  const linkOf = ({ cause, detail }: Change) => (cause === 'unreadable' && detail?.startsWith('it is behind ') === true ? detail : undefined);
  return refused.flatMap((change) => {
    const link = linkOf(change);
    if (link === undefined) return [change];
    const sameLink = refused.filter((other) => linkOf(other) === link);
    if (sameLink[0] !== change) return [];
    return [sameLink.length === 1 ? change : { ...change, detail: `${link} (and ${sameLink.length - 1} more)` }];
  });
}

/**
 * Every refusal with its reason and its remedies. Nothing is written until the last one is decided, so if there are
 * several, or others are decided in this run, a note says that one run can decide on all of them.
 */
export function printRefusals(
  workspaces: readonly Workspace[],
  allChanges: readonly RepositoryChanges[],
  { cwd, overwrite = [], adopt = [], eject = [], merge = [] }: Decisions & { cwd: string },
  colors: Colors,
): string {
  const seen = new Set<string>();
  const decisionCount = [overwrite, adopt, eject, merge].flat().length;
  const lines = allChanges.flatMap((repositoryChanges) =>
    groupRefusals(repositoryChanges.changes).flatMap((change) => {
      const path = displayPath(cwd, join(repositoryChanges.repository.root, change.path));
      const workspace = workspaces.find(({ model }) => model.app.name === repositoryChanges.app);
      if (seen.has(`${path} ${change.output}`) || workspace === undefined) return [];
      seen.add(`${path} ${change.output}`);
      return [
        `${colors.red('refused')}  ${oneLine(path)} ${oneLine(explain(change))}\n         ${oneLine(remedy(change, commandsOf(workspace, repositoryChanges, cwd)))}\n`,
      ];
    }),
  );
  if (lines.length === 0) return '';
  const note =
    lines.length + decisionCount > 1
      ? '\nDecide on all of them in one run: generate takes --overwrite, --merge, --adopt and --eject, each more than once.'
      : '';
  return `${lines.join('')}${note}\nNothing was written.\n`;
}
