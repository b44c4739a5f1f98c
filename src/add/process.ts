import type { AddFlag } from '../command-line/add-options.ts';
import type { EnvValue, PipelineConfig } from '../generated/pipeline-config.ts';
import type { Problem } from '../problems/errors.ts';
import type { Path } from '../problems/path.ts';
import { readCommand } from '../text/command-words.ts';
import { type Addition, field } from './additions.ts';
import { type OptionValues, pairOf, type Question, textOf, usageProblem } from './answers.ts';

/** Options that components, jobs and cron jobs share: image, command, variables. */

export function imageQuestions(values: OptionValues, config: PipelineConfig): Question[] {
  const images = Object.keys(config.images ?? {});
  if (values.has('image') || images.length < 2 || images.includes(config.app.name)) return [];
  const choices = images.map((value) => ({ value, description: config.images?.[value]?.dockerfile ?? 'Dockerfile' }));
  return [{ flag: 'image', message: 'Image to run', fallback: { value: images[0] ?? '', source: 'the first' }, choices }];
}

export function processProblems(values: OptionValues): Problem[] {
  return [
    ...wordProblems(values, 'command'),
    ...wordProblems(values, 'args'),
    ...(values.get('env') ?? [])
      .filter((text) => variableOf(text) === undefined)
      .map((text) => usageProblem(`--env must be NAME=value, NAME=from:service.output or NAME=secret:name/key, not ${pairOf(text).key ?? text}`)),
  ];
}

export function processAdditions(at: Path, values: OptionValues): Addition[] {
  return [
    ...field([...at, 'image'], 'image', textOf(values, 'image')),
    ...field([...at, 'command'], 'command', wordsOf(values, 'command')),
    ...field([...at, 'args'], 'args', wordsOf(values, 'args')),
    ...(values.get('env') ?? []).flatMap((text) => field([...at, 'env', pairOf(text).key ?? ''], 'env', variableOf(text))),
  ];
}

/** A whole number; undefined if the option is not set. */
export function numberOf(values: OptionValues, flag: AddFlag): number | undefined {
  const text = textOf(values, flag);
  return text === undefined ? undefined : Number(text);
}

export function numberProblems(values: OptionValues, flag: AddFlag): Problem[] {
  const text = textOf(values, flag) ?? '0';
  return /^\d+$/.test(text) ? [] : [usageProblem(`--${flag} must be a number, not ${text}`)];
}

function wordProblems(values: OptionValues, flag: AddFlag): Problem[] {
  return values.has(flag) && wordsOf(values, flag) === undefined
    ? [usageProblem(`--${flag} ${textOf(values, flag)} needs a shell`, `Write it by hand: ${flag}: ['sh', '-c', '…'].`)]
    : [];
}

function wordsOf(values: OptionValues, flag: AddFlag): string[] | undefined {
  const text = textOf(values, flag);
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
