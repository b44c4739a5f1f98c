import type { PipelineConfig } from '../../generated/pipeline-config.ts';
import { type Path, printPath } from '../../problems/path.ts';
import type { Finding, Rule } from './rule.ts';
import { overridePlaces } from './targets.ts';

/** The five fields, with the numbers that each may have and the names that stand for them. */
const fields: readonly { name: string; from: number; to: number; names: readonly string[] }[] = [
  { name: 'minute', from: 0, to: 59, names: [] },
  { name: 'hour', from: 0, to: 23, names: [] },
  { name: 'day of the month', from: 1, to: 31, names: [] },
  { name: 'month', from: 1, to: 12, names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { name: 'day of the week', from: 0, to: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

/** What a schedule has that Kubernetes refuses; undefined: nothing. */
function wrongSchedule(schedule: string): string | undefined {
  const given = schedule.split(' ');
  for (const [index, { name, from, to, names }] of fields.entries()) {
    const number = (text: string) =>
      names.includes(text.toLowerCase()) ? names.indexOf(text.toLowerCase()) + from : /^[0-9]{1,2}$/.test(text) ? Number(text) : Number.NaN;
    const isRight = (part: string) => {
      const [range = '', step = '1', ...more] = part.split('/');
      if (more.length > 0 || !/^[1-9][0-9]{0,2}$/.test(step)) return false;
      if (range === '*' || range === '?') return true;
      const [first = Number.NaN, last = first, ...rest] = range.split('-').map(number);
      return rest.length === 0 && from <= first && first <= last && last <= to;
    };
    const wrong = (given[index] ?? '').split(',').find((part) => !isRight(part));
    if (wrong !== undefined) return `'${wrong}' as its ${name}, which is from ${from} to ${to}`;
  }
  return undefined;
}

/** Every cron job as it is written: the app's own, the environments' and the clusters'. */
function writtenCronJobs(config: PipelineConfig): { schedule: string | undefined; timeZone: string | undefined; at: Path }[] {
  return [{ path: [] as Path, value: config }, ...overridePlaces(config)].flatMap(({ path, value: { cronJobs } }) =>
    Object.entries<{ schedule?: string; timeZone?: string } | undefined>(cronJobs ?? {}).map(([name, given]) => ({
      schedule: given?.schedule,
      timeZone: given?.timeZone,
      at: [...path, 'cronJobs', name],
    })),
  );
}

function isTimeZone(name: string): boolean {
  try {
    return name !== 'Local' && new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

export const cronScheduleInvalid: Rule = {
  code: 'CRON_SCHEDULE_INVALID',
  explanation: {
    meaning: 'A schedule contains a number that is out of range, or a time zone does not exist.',
    remedy: 'Use five fields (minute, hour, day of the month, month, day of the week) and an IANA time zone.',
  },
  local: true,
  check: (config) =>
    writtenCronJobs(config).flatMap(({ schedule, timeZone, at }): Finding[] => {
      const wrong = schedule === undefined ? undefined : wrongSchedule(schedule);
      return [
        ...(wrong === undefined
          ? []
          : [
              {
                at: [...at, 'schedule'],
                message: `${printPath([...at, 'schedule'])} is '${schedule}', with ${wrong}`,
                hint: 'Minute, hour, day of the month, month, day of the week: 30 3 * * 1-5 is half past three on working days.',
              },
            ]),
        ...(timeZone === undefined || isTimeZone(timeZone)
          ? []
          : [
              {
                at: [...at, 'timeZone'],
                message: `${printPath([...at, 'timeZone'])} is '${timeZone}', which is no time zone`,
                hint: 'A name of the IANA database, such as Europe/Berlin.',
              },
            ]),
      ];
    }),
};

export const noWorkload: Rule = {
  code: 'NO_WORKLOAD',
  explanation: {
    meaning: 'There is neither a component nor a cron job.',
    remedy: 'Add one.',
  },
  check: (config) =>
    Object.keys(config.components).length > 0 || Object.keys(config.cronJobs ?? {}).length > 0
      ? []
      : [
          {
            at: ['components'],
            onName: true,
            message: 'components is empty, and there are no cron jobs: nothing of the app would run',
            hint: 'Add a component, or a cron job.',
          },
        ],
};
