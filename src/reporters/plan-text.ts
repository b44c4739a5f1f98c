import { join } from 'node:path';
import { displayPath } from '../command-line/command.ts';
import type { Colors } from '../command-line/terminal.ts';
import { type Change, type Decisions, isWrite } from '../diff/change.ts';
import { manifestChanges } from '../diff/record-changes.ts';
import type { RepositoryChanges } from '../diff/repository-changes.ts';
import { oneLine } from '../text/printable.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { causeLabels, commandsOf, explain, remedy } from './causes.ts';

/** Everything that apply does with an application: its changes and the manifests that record them. */
export function writesOf(application: RepositoryChanges): Change[] {
  return [...application.changes.filter(isWrite), ...manifestChanges(application)];
}

/** The plan as text: by repository and cause, one line a file. */
export function printPlan(applications: readonly RepositoryChanges[], cwd: string, colors: Colors): string {
  return applications
    .map((application) => {
      const { repository, app } = application;
      const writes = writesOf(application);
      const kept = application.changes.filter((change) => change.action === 'keep' && change.cause !== 'seeded');
      if (writes.length + kept.length === 0) return '';
      const causes = [...new Set(writes.map((change) => change.cause))];
      const writeLine = ({ action, path, detail }: Change) =>
        `    ${action}  ${oneLine(path)}${detail === undefined ? '' : `  ${colors.dim(oneLine(detail))}`}\n`;
      const blocks = causes.map((cause) => {
        const changes = writes.filter((change) => change.cause === cause);
        return `  ${colors.bold(causeLabels[cause])} (${changes.length})\n${changes.map(writeLine).join('')}`;
      });
      const newer = kept.filter(({ cause }) => cause === 'newer-shared').length;
      const others = kept.filter(({ cause }) => cause !== 'newer-shared');
      // Several blocks of one file are kept for one reason.
      const keptLines = new Set(others.map((change) => `    keep    ${oneLine(change.path)}  ${colors.dim(oneLine(explain(change)))}\n`));
      if (newer > 0) keptLines.add(`    keep    ${sharedFiles(newer)}  ${colors.dim('shared with an app that a newer generator wrote')}\n`);
      const keptBlock = keptLines.size === 0 ? '' : `  ${colors.bold('kept')} (${keptLines.size - Number(newer > 0) + newer})\n${[...keptLines].join('')}`;
      return `${colors.bold(`${repository.role} repository`)} of ${app}  ${displayPath(cwd, repository.root)}\n${blocks.join('')}${keptBlock}\n`;
    })
    .join('');
}

/** As one line: they are not this app's affair. */
export const sharedFiles = (count: number) => (count === 1 ? '1 shared file' : `${count} shared files`);

/** The refusals as they are told: everything that lies behind one link is one. */
export function toldRefusals(changes: readonly Change[]): Change[] {
  const refused = changes.filter(({ action }) => action === 'refuse');
  const linkOf = ({ cause, detail }: Change) => (cause === 'unreadable' && detail?.startsWith('lies behind ') === true ? detail : undefined);
  return refused.flatMap((change) => {
    const link = linkOf(change);
    if (link === undefined) return [change];
    const behind = refused.filter((other) => linkOf(other) === link);
    if (behind[0] !== change) return [];
    return [behind.length === 1 ? change : { ...change, detail: `${link}, also for ${behind.length - 1} more` }];
  });
}

/**
 * Every refusal with its reason and its way out. Nothing is written before the last one is decided: where there are
 * several, or others are decided in this run, it is said how one run decides about all of them.
 */
export function printRefusals(
  projects: readonly Workspace[],
  applications: readonly RepositoryChanges[],
  { cwd, overwrite = [], adopt = [], eject = [], merge = [] }: Decisions & { cwd: string },
  colors: Colors,
): string {
  const seen = new Set<string>();
  const decided = [overwrite, adopt, eject, merge].flat().length;
  const lines = applications.flatMap((application) =>
    toldRefusals(application.changes).flatMap((change) => {
      const path = displayPath(cwd, join(application.repository.root, change.path));
      const project = projects.find((candidate) => candidate.model.app.name === application.app);
      if (seen.has(`${path} ${change.output}`) || project === undefined) return [];
      seen.add(`${path} ${change.output}`);
      return [
        `${colors.red('refused')}  ${oneLine(path)} ${oneLine(explain(change))}\n         ${oneLine(remedy(change, commandsOf(project, application, cwd)))}\n`,
      ];
    }),
  );
  if (lines.length === 0) return '';
  const together =
    lines.length + decided > 1 ? '\nDecide about all of them in one run: generate takes --overwrite, --merge, --adopt and --eject, each several times.' : '';
  return `${lines.join('')}${together}\nNothing was written.\n`;
}
