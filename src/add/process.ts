import type { AddFlag } from '../command-line/add-options.ts';
import type { EnvValue, PipelineConfig } from '../generated/pipeline-config.ts';
import type { Problem } from '../problems/errors.ts';
import type { Path } from '../problems/path.ts';
import { readCommand } from '../text/command-words.ts';
import { type Addition, field } from './additions.ts';
import { type Given, pairOf, type Question, textOf, usageProblem } from './answers.ts';

/** What components, jobs and cron jobs have alike: the image, what runs in it, its variables. */

export function imageQuestions(given: Given, config: PipelineConfig): Question[] {
  const images = Object.keys(config.images ?? {});
  if (given.has('image') || images.length < 2 || images.includes(config.app.name)) return [];
  const choices = images.map((value) => ({ value, description: config.images?.[value]?.dockerfile ?? 'Dockerfile' }));
  return [{ flag: 'image', message: 'The image that it runs', fallback: { value: images[0] ?? '', source: 'the first' }, choices }];
}

export function processProblems(given: Given): Problem[] {
  return [
    ...wordProblems(given, 'command'),
    ...wordProblems(given, 'args'),
    ...(given.get('env') ?? [])
      .filter((text) => variableOf(text) === undefined)
      .map((text) => usageProblem(`--env is NAME=value, NAME=from:service.output or NAME=secret:name/key, not ${pairOf(text).key ?? text}`)),
  ];
}

export function processAdditions(at: Path, given: Given): Addition[] {
  return [
    ...field([...at, 'image'], 'image', textOf(given, 'image')),
    ...field([...at, 'command'], 'command', wordsOf(given, 'command')),
    ...field([...at, 'args'], 'args', wordsOf(given, 'args')),
    ...(given.get('env') ?? []).flatMap((text) => field([...at, 'env', pairOf(text).key ?? ''], 'env', variableOf(text))),
  ];
}

/** A whole number, where one is given. */
export function numberOf(given: Given, flag: AddFlag): number | undefined {
  const text = textOf(given, flag);
  return text === undefined ? undefined : Number(text);
}

export function numberProblems(given: Given, flag: AddFlag): Problem[] {
  const text = textOf(given, flag) ?? '0';
  return /^\d+$/.test(text) ? [] : [usageProblem(`--${flag} is a number, not ${text}`)];
}

function wordProblems(given: Given, flag: AddFlag): Problem[] {
  return given.has(flag) && wordsOf(given, flag) === undefined
    ? [usageProblem(`--${flag} ${textOf(given, flag)} needs a shell to read it`, `Write it by hand: ${flag}: ['sh', '-c', '…'].`)]
    : [];
}

function wordsOf(given: Given, flag: AddFlag): string[] | undefined {
  const text = textOf(given, flag);
  const words = text === undefined ? undefined : readCommand(text);
  return words?.length === 0 ? undefined : words;
}

function variableOf(text: string): EnvValue | undefined {
  const { key, value } = pairOf(text);
  if (key === undefined || key === '') return undefined;
  if (value.startsWith('from:')) return { from: value.slice('from:'.length) as `${string}.${string}` };
  if (!value.startsWith('secret:')) return value;
  const [, name, secretKey] = /^secret:([^/]+)\/(.+)$/.exec(value) ?? [];
  return name === undefined || secretKey === undefined ? undefined : { secretKeyRef: { name, key: secretKey } };
}
