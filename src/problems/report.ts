import { oneLine, withoutCommandLines } from '../text/printable.ts';
import { codeFrame, type Mark } from './code-frame.ts';
import type { Problem } from './errors.ts';
import { sortProblems } from './sort.ts';

/** Reads a file that a place names; undefined: it cannot be read. */
export type ReadSource = (file: string) => string | undefined;

/**
 * Problems as text for a terminal, with the lines of the source; errors come first, then by place. Problems on nearby lines
 * with the same hint share a code frame. It ends with a newline, and is empty without problems.
 */
export function formatProblems(problems: readonly Problem[], colour: boolean, readSource: ReadSource = () => undefined): string {
  const secrets = problems.filter(holdsSecret);
  const texts = groupsOf(sortProblems(problems)).map((group) => {
    const frame = frameOf(group, secrets, colour, readSource);
    return { text: headersOf(group, colour) + frame + hintOf(group, colour), framed: frame !== '' };
  });
  return texts.map(({ text, framed }, index) => (index > 0 && (framed || texts[index - 1]?.framed === true) ? `\n${text}` : text)).join('');
}

/** Frames of problems that are further apart do not overlap. */
const maxDistance = 5;

/** Problems in a row that share their hint, and their code frame if they have places. */
function groupsOf(sorted: readonly Problem[]): Problem[][] {
  const groups: Problem[][] = [];
  for (const problem of sorted) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group !== undefined && last !== undefined && last.hint === problem.hint && isNear(last, problem)) group.push(problem);
    else groups.push([problem]);
  }
  return groups;
}

function isNear(one: Problem, other: Problem): boolean {
  if (one.place === undefined || other.place === undefined) return one.place === other.place;
  return (
    one.severity === other.severity && one.place.file === other.place.file && one.source === other.source && other.place.line - one.place.line <= maxDistance
  );
}

const paint = (code: number, text: string, colour: boolean) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

const severityColour = ({ severity }: Problem) => (severity === 'error' ? 31 : 33);

function headersOf(group: readonly Problem[], colour: boolean): string {
  return group
    .map((problem) => {
      const { place, severity, code, message } = problem;
      const where = place === undefined ? '' : `${place.file}:${place.line}:${place.column}  `;
      return `${oneLine(where)}${paint(severityColour(problem), severity, colour)}  ${oneLine(code)}  ${withoutCommandLines(message)}\n`;
    })
    .join('');
}

function hintOf([problem]: readonly Problem[], colour: boolean): string {
  return problem?.hint === undefined ? '' : `${paint(2, indent(withoutCommandLines(problem.hint)), colour)}\n`;
}

/** The lines of a group in its source; empty if it has no place, or its source cannot be read. */
function frameOf(group: readonly Problem[], secrets: readonly Problem[], colour: boolean, readSource: ReadSource): string {
  const [first] = group;
  if (first?.place === undefined || group.every(holdsSecret)) return '';
  const { file } = first.place;
  const source = first.source ?? readSource(file);
  if (source === undefined) return '';
  const marks = group.flatMap(({ place, end }): Mark[] => (place === undefined ? [] : [{ start: place, end }]));
  const frame = codeFrame(source, marks, {
    hidden: new Set(secrets.filter(({ place }) => place?.file === file).flatMap(linesOf)),
    dim: (text) => paint(2, text, colour),
    highlight: (text) => paint(severityColour(first), text, colour),
  });
  return frame.replace(/^(?=.)/gm, '    ');
}

/** Whether the lines of a problem must not be printed: they would end up in logs. */
function holdsSecret({ code }: Problem): boolean {
  return code === 'PLAIN_TEXT_SECRET';
}

function linesOf({ place, end }: Problem): number[] {
  if (place === undefined) return [];
  return Array.from({ length: (end?.line ?? place.line) - place.line + 1 }, (_, index) => place.line + index);
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
