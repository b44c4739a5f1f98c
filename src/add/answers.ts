import type { AddFlag } from '../command-line/add-options.ts';
import type { ErrorCode, Problem } from '../problems/errors.ts';
import { didYouMean } from '../text/closest.ts';
import { listNames } from '../text/list-names.ts';

/** Values from the command line or prompts, by option. */
export type OptionValues = ReadonlyMap<AddFlag, readonly string[]>;

/** A prompt for a required value. */
export interface Question {
  flag: AddFlag;
  /** The key of the answer, if the option takes `<key>=<value>`. */
  key?: string;
  message: string;
  /** The default, and its source. */
  fallback: { value: string; source: string };
  /** true: the answer contains several values, separated by spaces. */
  several?: boolean;
  /** Possible answers, as a menu; undefined: free text. */
  choices?: readonly { value: string; description: string }[];
  /** Further validation of an answer: what is wrong with it. */
  check?: (text: string) => string | undefined;
}

/** The valid keys of an option. */
export interface KeyNames {
  names: readonly string[];
  /** What the keys are, such as environments. */
  plural: string;
  code: ErrorCode;
}

/** The last value of an option. */
export function textOf(values: OptionValues, flag: AddFlag): string | undefined {
  return values.get(flag)?.at(-1);
}

/** Comma-separated names. */
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

/** The value of a key, `prod=external`, or the value for all other keys, `external`. */
export function valueFor(values: OptionValues, flag: AddFlag, key: string): string | undefined {
  const pairs = (values.get(flag) ?? []).map(pairOf);
  return pairs.findLast((pair) => pair.key === key)?.value ?? pairs.findLast((pair) => pair.key === undefined)?.value;
}

export function pairOf(text: string): { key: string | undefined; value: string } {
  const at = text.indexOf('=');
  return at < 0 ? { key: undefined, value: text } : { key: text.slice(0, at), value: text.slice(at + 1) };
}

/** Problems of unknown keys. `bare`: values without a key are valid. */
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

/** `known clusters: 'dev-eu', 'prod-eu'. Did you mean 'dev-eu'?` */
export function knownNames(name: string, names: readonly string[], plural: string): string {
  return `${names.length === 0 ? `there are no ${plural}` : `known ${plural}: ${listNames(names)}`}.${didYouMean(name, names)}`;
}

export function usageProblem(message: string, hint?: string): Problem {
  return { code: 'USAGE', severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
}
