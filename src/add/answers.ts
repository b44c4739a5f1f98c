import type { AddFlag } from '../command-line/add-options.ts';
import type { ErrorCode, Problem } from '../problems/errors.ts';
import { didYouMean } from '../text/closest.ts';
import { listNames } from '../text/list-names.ts';

/** What the command line or a person said, by option. */
export type OptionValues = ReadonlyMap<AddFlag, readonly string[]>;

/** What must be known and was not said. */
export interface Question {
  flag: AddFlag;
  /** What the answer is for, where the option is given for each of several. */
  key?: string;
  message: string;
  /** What is proposed, and why. */
  fallback: { value: string; source: string };
  /** true: the answer holds several, with blanks between them. */
  several?: boolean;
  /** The answers that there are; absent: text is typed. */
  choices?: readonly { value: string; description: string }[];
  /** What is wrong with an answer that its form alone does not tell. */
  check?: (text: string) => string | undefined;
}

/** The names that a key may be. */
export interface KeyNames {
  names: readonly string[];
  /** What they are: environments. */
  plural: string;
  code: ErrorCode;
}

/** The last that was said. */
export function textOf(values: OptionValues, flag: AddFlag): string | undefined {
  return values.get(flag)?.at(-1);
}

/** Names with commas between them. */
export function listOf(values: OptionValues, flag: AddFlag): string[] | undefined {
  const text = textOf(values, flag);
  return text === undefined ? undefined : splitList(text);
}

export function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** What is said for a key: `prod=external`, or for every key that has nothing of its own: `external`. */
export function valueFor(values: OptionValues, flag: AddFlag, key: string): string | undefined {
  const pairs = (values.get(flag) ?? []).map(pairOf);
  return pairs.findLast((pair) => pair.key === key)?.value ?? pairs.findLast((pair) => pair.key === undefined)?.value;
}

export function pairOf(text: string): { key: string | undefined; value: string } {
  const at = text.indexOf('=');
  return at < 0 ? { key: undefined, value: text } : { key: text.slice(0, at), value: text.slice(at + 1) };
}

/** Keys that are not among the names. `bare`: a value may be without one. */
export function keyProblems(values: OptionValues, flag: AddFlag, { names, plural, code }: KeyNames, bare = true): Problem[] {
  return (values.get(flag) ?? []).flatMap((text): Problem[] => {
    const { key, value } = pairOf(text);
    if (value === '') return [{ code: 'USAGE', severity: 'error', message: `--${flag} ${text} has no value` }];
    if (key === undefined && bare) return [];
    if (key === undefined)
      return [{ code: 'USAGE', severity: 'error', message: `--${flag} ${text} needs one of the ${plural} as its key: ${listNames(names)}` }];
    if (names.includes(key)) return [];
    return [{ code, severity: 'error', message: `--${flag} has '${key}'; ${knownNames(key, names, plural)}` }];
  });
}

/** `clusters are 'dev-eu', 'prod-eu'. Did you mean 'dev-eu'?` */
export function knownNames(values: string, names: readonly string[], plural: string): string {
  return `${names.length === 0 ? `there are no ${plural}` : `known ${plural}: ${listNames(names)}`}.${didYouMean(values, names)}`;
}

export function usageProblem(message: string, hint?: string): Problem {
  return { code: 'USAGE', severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
}
