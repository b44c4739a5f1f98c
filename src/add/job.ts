import { type Addition, emptyTree, field } from './additions.ts';
import { type Given, textOf } from './answers.ts';
import type { Kind } from './kind.ts';
import { imageQuestions, numberOf, numberProblems, processAdditions, processProblems } from './process.ts';

const limits = ['backoff-limit', 'active-deadline-seconds'] as const;

/** With each release. */
export const jobKind: Kind = {
  field: 'jobs',
  questions: (_, given, config) => imageQuestions(given, config),
  problems: (_, given) => [...processProblems(given), ...limits.flatMap((flag) => numberProblems(given, flag))],
  additions: (name, given) => {
    const at = ['jobs', name];
    return [
      { path: at, value: emptyTree() },
      ...processAdditions(at, given),
      ...field([...at, 'phase'], 'phase', textOf(given, 'phase')),
      ...limitAdditions(at, given),
    ];
  },
};

/** By a schedule. */
export const cronJobKind: Kind = {
  field: 'cronJobs',
  questions: (name, given, config) => [
    ...(given.has('schedule')
      ? []
      : [{ flag: 'schedule' as const, message: 'When it runs: minute, hour, day, month, weekday', fallback: { value: '0 3 * * *', source: 'every night' } }]),
    ...jobKind.questions(name, given, config),
  ],
  problems: jobKind.problems,
  additions: (name, given) => {
    const at = ['cronJobs', name];
    return [
      ...field([...at, 'schedule'], 'schedule', textOf(given, 'schedule')),
      ...field([...at, 'timeZone'], 'time-zone', textOf(given, 'time-zone')),
      ...field([...at, 'concurrencyPolicy'], 'concurrency-policy', textOf(given, 'concurrency-policy')),
      ...processAdditions(at, given),
      ...limitAdditions(at, given),
    ];
  },
};

function limitAdditions(at: readonly string[], given: Given): Addition[] {
  return [
    ...field([...at, 'backoffLimit'], 'backoff-limit', numberOf(given, 'backoff-limit')),
    ...field([...at, 'activeDeadlineSeconds'], 'active-deadline-seconds', numberOf(given, 'active-deadline-seconds')),
  ];
}
