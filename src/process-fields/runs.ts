import { ref, text } from '../render/json-schema.ts';
import { plain, type Topic } from './field.ts';
import { atLeast } from './parts.ts';

const cronJob = ['cronJob'] as const;
const jobs = ['job', 'cronJob'] as const;

/** When jobs run, how often and how long. */
export const runs = {
  phase: { ...plain, kinds: ['job'], empty: 'Sync', valuesSchema: { enum: ['Sync', 'PostSync'] }, required: ['job'] },
  // Required in the config, so the empty value is never used.
  schedule: { ...plain, kinds: cronJob, empty: () => '', valuesSchema: ref('CronSchedule'), required: cronJob },
  timeZone: { ...plain, kinds: cronJob, empty: null, valuesSchema: text },
  suspend: { ...plain, kinds: cronJob, empty: false, valuesSchema: { type: 'boolean' }, required: cronJob },
  concurrencyPolicy: { ...plain, kinds: cronJob, empty: 'Forbid', valuesSchema: { enum: ['Allow', 'Forbid', 'Replace'] }, required: cronJob },
  startingDeadlineSeconds: { ...plain, kinds: cronJob, empty: null, valuesSchema: atLeast(10) },
  successfulJobsHistoryLimit: { ...plain, kinds: cronJob, empty: 3, valuesSchema: atLeast(0), required: cronJob },
  failedJobsHistoryLimit: { ...plain, kinds: cronJob, empty: 1, valuesSchema: atLeast(0), required: cronJob },
  backoffLimit: { ...plain, kinds: jobs, empty: 2, valuesSchema: atLeast(0), required: jobs },
  activeDeadlineSeconds: {
    ...plain,
    kinds: jobs,
    // A job that hangs blocks its release, a cron job only its next run.
    empty: ({ kind }) => (kind === 'job' ? 900 : null),
    valuesSchema: atLeast(10),
    required: ['job'],
  },
} satisfies Topic;
