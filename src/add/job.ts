import { type Addition, emptyTree, field } from './additions.ts';
import { type OptionValues, textOf } from './answers.ts';
import type { Kind } from './kind.ts';
import { imageQuestions, numberOf, numberProblems, processAdditions, processProblems } from './process.ts';

const limits = ['backoff-limit', 'active-deadline-seconds'] as const;

/** Runs with each release. */
export const jobKind: Kind = {
  field: 'jobs',
  questions: (_, values, config) => imageQuestions(values, config),
  problems: (_, values) => [...processProblems(values), ...limits.flatMap((flag) => numberProblems(values, flag))],
  additions: (name, values) => {
    const at = ['jobs', name];
    return [
      { path: at, value: emptyTree() },
      ...processAdditions(at, values),
      ...field([...at, 'phase'], 'phase', textOf(values, 'phase')),
      ...limitAdditions(at, values),
    ];
  },
};

/** Runs on a schedule. */
export const cronJobKind: Kind = {
  field: 'cronJobs',
  questions: (name, values, config) => [
    ...(values.has('schedule')
      ? []
      : [
          {
            flag: 'schedule' as const,
            message: 'Cron schedule: minute, hour, day of month, month, day of week',
            fallback: { value: '0 3 * * *', source: 'every night' },
          },
        ]),
    ...jobKind.questions(name, values, config),
  ],
  problems: jobKind.problems,
  additions: (name, values) => {
    const at = ['cronJobs', name];
    return [
      ...field([...at, 'schedule'], 'schedule', textOf(values, 'schedule')),
      ...field([...at, 'timeZone'], 'time-zone', textOf(values, 'time-zone')),
      ...field([...at, 'concurrencyPolicy'], 'concurrency-policy', textOf(values, 'concurrency-policy')),
      ...processAdditions(at, values),
      ...limitAdditions(at, values),
    ];
  },
};

function limitAdditions(at: readonly string[], values: OptionValues): Addition[] {
  return [
    ...field([...at, 'backoffLimit'], 'backoff-limit', numberOf(values, 'backoff-limit')),
    ...field([...at, 'activeDeadlineSeconds'], 'active-deadline-seconds', numberOf(values, 'active-deadline-seconds')),
  ];
}
