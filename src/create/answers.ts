import { readFileSync } from 'node:fs';
import type { DetectedFolder } from '../detect/folder.ts';
import type { Model } from '../model/model.ts';
import { type Problem, UserError } from '../problems/errors.ts';
import { didYouMean } from '../text/closest.ts';
import { AnswerError } from './parse-answers.ts';
import { type Answers, type Choice, type Question, questions, type RawAnswers } from './questions.ts';

type AskedQuestion = Pick<Question, 'message'> & { choices: readonly Choice[] | undefined };

/** true, or what is wrong with the answer. */
type Validation = true | string;

/** Prompts for an answer; an empty answer takes the default. */
export type Ask = (
  question: AskedQuestion,
  fallback: { value: string; source: string },
  validate: (text: string) => Validation | Promise<Validation>,
) => Promise<string>;

export interface AnswerSources {
  detected: DetectedFolder;
  /** From flags and the answers file. */
  preset: RawAnswers;
  /** Accept every default. */
  yes: boolean;
  /** An app that the config repository of this slug has already; undefined if it has none or is not there. */
  peerIn?: (configRepository: string) => Model | undefined;
  /** Undefined: cannot prompt. */
  ask?: Ask;
}

export interface Collected {
  answers: Answers;
  /** As text, including the accepted defaults. */
  raw: RawAnswers;
  /** An app that the config repository has already. */
  peer: Model | undefined;
}

/** Collects every answer: validates all preset ones first, then prompts for the rest or takes their defaults. */
export async function collectAnswers({ detected, preset, yes, peerIn, ask }: AnswerSources): Promise<Collected> {
  const missing = questions.filter(({ key, isDetected }) => preset[key] === undefined && isDetected === undefined);
  if (!yes && ask === undefined && missing.length > 0)
    throw new UserError([
      {
        code: 'USAGE',
        severity: 'error',
        message: `not a terminal, so it cannot prompt; missing: ${missing.map(({ flag }) => `--${flag}`).join(', ')}`,
        hint: 'Set these options, pass an answers file (--from answers.json), or accept the defaults with --yes.',
      },
    ]);
  const raw: RawAnswers = { ...preset };
  const parsed: Partial<Record<keyof Answers, unknown>> = {};
  const problems: Problem[] = [];
  let peer: Model | undefined;
  for (const question of questions) {
    const { key, flag, parse } = question;
    let text = preset[key];
    if (text === undefined) {
      const fallback = question.fallback(detected, raw, peer);
      const validate = (value: string) => errorOf(() => parse(value, raw)) ?? true;
      text =
        yes || ask === undefined || question.isDetected || problems.length > 0
          ? fallback.value
          : await ask({ ...question, choices: question.choices?.(raw) }, fallback, validate);
    }
    raw[key] = text.trim();
    const error = errorOf(() => {
      parsed[key] = parse(raw[key] ?? '', raw);
    });
    if (key === 'configRepository' && error === undefined) peer = peerIn?.(raw.configRepository ?? '');
    // Don't report a default that is derived from an invalid answer.
    if (error !== undefined && (preset[key] !== undefined || problems.length === 0))
      problems.push({ code: 'USAGE', severity: 'error', message: `--${flag} ${error}` });
  }
  if (problems.length > 0) throw new UserError(problems);
  return { answers: parsed as Answers, raw, peer };
}

function errorOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof AnswerError) return error.message;
    throw error;
  }
}

/** An answers file: `{ "name": "shop", "prodClusters": ["dc1:on-premise", "eu"] }`. Lists can be comma-separated strings. */
export function readAnswers(file: string): RawAnswers {
  const invalid = (message: string): Problem => ({
    code: 'USAGE',
    severity: 'error',
    message: `${file} ${message}`,
    hint: `Known keys: ${questions.map(({ key }) => key).join(', ')}.`,
  });
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError([invalid(error instanceof SyntaxError ? `is not JSON: ${error.message}` : `cannot be read: ${(error as Error).message}`)]);
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new UserError([invalid('is not a JSON object')]);
  const keys = questions.map(({ key }): string => key);
  const problems: Problem[] = [];
  const answers: RawAnswers = {};
  for (const [key, value] of Object.entries(data)) {
    const text = Array.isArray(value) && value.every((item) => typeof item === 'string') ? value.join(', ') : value;
    if (!keys.includes(key)) problems.push(invalid(`has the unknown key ${JSON.stringify(key)}.${didYouMean(key, keys)}`));
    else if (typeof text !== 'string') problems.push(invalid(`has ${JSON.stringify(value)} for ${key}; expected a string or a list of strings`));
    else answers[key as keyof Answers] = text;
  }
  if (problems.length > 0) throw new UserError(problems);
  return answers;
}

/** An answers file with these answers; lists are comma-separated strings. */
export function printAnswers(raw: RawAnswers): string {
  return `${JSON.stringify(Object.fromEntries(questions.map(({ key }) => [key, raw[key]])), null, 2)}\n`;
}
