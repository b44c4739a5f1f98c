import type { Cause } from '../../diff/change.ts';
import { type ErrorCode, type Explanation, exitCodes } from '../../problems/errors.ts';
import { explanations } from '../../problems/explanations.ts';
import { causeLabels } from '../../reporters/shared/causes.ts';
import { rules } from '../../validate/rules/index.ts';

/** What `check` calls a file, and what to do; it prints the command with the real names. */
const causeExplanations: Record<Exclude<Cause, 'none'>, Explanation> = {
  new: { meaning: 'It does not exist yet.', remedy: '`generate`.' },
  missing: {
    meaning: 'It was generated and then deleted. If CD keeps values in it, they are gone too.',
    remedy: '`generate`; if CD keeps values in it, restore it from Git.',
  },
  'config-changed': {
    meaning: 'The config, or a file that it imports, has changed since. A shared file may match another app’s config.',
    remedy: '`generate`; if two configs disagree, use the same value in both.',
  },
  'generator-upgraded': { meaning: 'Another version of the generator wrote it.', remedy: 'Check with that version, or upgrade with `generate`.' },
  edited: {
    meaning: 'It was edited by hand. `generate` refuses to discard the edit, unless `manifest.json` was edited to match.',
    remedy: 'Change the config instead, or run `generate --overwrite <path>` or `eject <path>`.',
  },
  orphaned: {
    meaning: 'It is no longer generated.',
    remedy: '`generate` deletes it, or keeps it if it was edited or CD wrote into it; delete it when you no longer need it.',
  },
  foreign: { meaning: 'It existed before the first `generate`.', remedy: 'Nothing if it is kept; otherwise `adopt <path>` or `eject <path>`.' },
  'newer-shared': { meaning: 'Another app’s newer generator wrote this shared file.', remedy: 'Nothing, or use the newer version for this app too.' },
  merged: { meaning: 'It is prose that you edited. Changes of the generator are merged with your edits.', remedy: 'Nothing.' },
  conflict: {
    meaning: 'You and the generator changed the same lines, or the file contains conflict markers.',
    remedy: 'Resolve the markers: `generate --merge <path>` writes them, `--overwrite <path>` or `eject <path>` takes one side.',
  },
  ejected: {
    meaning: 'You ejected it: nothing is written into it. It is listed when what would be written has changed since.',
    remedy: '`adopt <path>` hands it back.',
  },
  seeded: { meaning: 'It was written once and is yours.', remedy: 'Nothing.' },
  unreadable: { meaning: 'The markers of a region, or a value that CD owns, are not where they were written.', remedy: 'Restore the lines from Git.' },
};

function causeTable(): string {
  const rows = Object.entries(causeExplanations).map(([cause, { meaning, remedy }]) => `| ${causeLabels[cause as Cause]} | ${meaning} | ${remedy} |`);
  return ['| cause | meaning | what to do |', '| ----- | ------- | ---------- |', ...rows].join('\n');
}

const exitMeanings: Record<keyof typeof exitCodes, string> = {
  clean: 'success; nothing differs',
  error: 'an error; nothing was written',
  drift: 'files differ from what the config generates',
  refused: 'a file was edited by hand and would be overwritten; nothing was written',
  disagree: 'the two repositories disagree; the message says which one is behind',
  interrupted: 'interrupted by Ctrl-C; nothing was written',
};

export function exitCodeTable(): string {
  const rows = Object.entries(exitCodes).map(([name, code]) => `| ${code} | ${exitMeanings[name as keyof typeof exitCodes]} |`);
  return ['| code | meaning |', '| ---- | ------- |', ...rows].join('\n');
}

/** Of every code; several rules that report one code share its explanation. */
function allExplanations(): [ErrorCode, Explanation][] {
  const ofRules = rules.map(({ code, severity, explanation: { meaning, remedy } }): [ErrorCode, Explanation] => [
    code,
    { meaning: severity === 'warning' ? `${meaning} A warning.` : meaning, remedy },
  ]);
  const others = Object.entries(explanations) as [ErrorCode, Explanation][];
  return [...new Map([...ofRules, ...others])].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** docs/errors.md. */
export function errorsDocument(): string {
  const sections = allExplanations().map(([code, { meaning, remedy }]) => `## ${code}\n\n${meaning}\n\n${remedy}\n`);
  return [
    '# Errors',
    '',
    'Every problem has a code, what is wrong, with the value, and what to do; if its place in the config is known, also the',
    'lines around it. All problems are printed at once, and nothing is written while there is an error.',
    '',
    'The exit code of a command:',
    '',
    exitCodeTable(),
    '',
    'What `check` reports about a file:',
    '',
    causeTable(),
    '',
    'The codes, in alphabetical order:',
    '',
    ...sections,
  ].join('\n');
}
