import type { PipelineConfig } from '../../generated/pipeline-config.ts';
import { type Path, printPath } from '../../problems/path.ts';
import type { Finding, Rule } from './rule.ts';
import { overrideLayers } from './targets.ts';

/** The five fields of a schedule, with the range of each and the names allowed instead of numbers. */
const fields: readonly { name: string; from: number; to: number; names: readonly string[] }[] = [
  { name: 'minute', from: 0, to: 59, names: [] },
  { name: 'hour', from: 0, to: 23, names: [] },
  { name: 'day of the month', from: 1, to: 31, names: [] },
  { name: 'month', from: 1, to: 12, names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { name: 'day of the week', from: 0, to: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

/** Why Kubernetes would reject a schedule; undefined: it would not. */
function invalidField(schedule: string): string | undefined {
  const parts = schedule.split(' ');
  for (const [index, { name, from, to, names }] of fields.entries()) {
    const number = (text: string) =>
      names.includes(text.toLowerCase()) ? names.indexOf(text.toLowerCase()) + from : /^[0-9]{1,2}$/.test(text) ? Number(text) : Number.NaN;
    const isValid = (part: string) => {
      const [range = '', step = '1', ...more] = part.split('/');
      if (more.length > 0 || !/^[1-9][0-9]{0,2}$/.test(step)) return false;
      if (range === '*' || range === '?') return true;
      const [first = Number.NaN, last = first, ...rest] = range.split('-').map(number);
      return rest.length === 0 && from <= first && first <= last && last <= to;
    };
    const invalid = (parts[index] ?? '').split(',').find((part) => !isValid(part));
    if (invalid !== undefined) return `'${invalid}' is not a valid ${name} (${from} to ${to})`;
  }
  return undefined;
}

/** Every cron job in the config: the app's own and the overrides of environments and clusters. */
function writtenCronJobs(config: PipelineConfig): { schedule: string | undefined; timeZone: string | undefined; at: Path }[] {
  return [{ path: [] as Path, value: config }, ...overrideLayers(config)].flatMap(({ path, value: { cronJobs } }) =>
    Object.entries<{ schedule?: string; timeZone?: string } | undefined>(cronJobs ?? {}).map(([name, cronJob]) => ({
      schedule: cronJob?.schedule,
      timeZone: cronJob?.timeZone,
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
      const invalid = schedule === undefined ? undefined : invalidField(schedule);
      return [
        ...(invalid === undefined
          ? []
          : [
              {
                at: [...at, 'schedule'],
                message: `${printPath([...at, 'schedule'])} is '${schedule}'; ${invalid}`,
                hint: 'Minute, hour, day of the month, month, day of the week: 30 3 * * 1-5 is 03:30 from Monday to Friday.',
              },
            ]),
        ...(timeZone === undefined || isTimeZone(timeZone)
          ? []
          : [
              {
                at: [...at, 'timeZone'],
                message: `${printPath([...at, 'timeZone'])} is '${timeZone}', which is not a time zone`,
                hint: 'Use a name of the IANA time zone database, such as Europe/Berlin.',
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
            message: 'components is empty and there are no cron jobs, so the app would run nothing',
            hint: 'Add a component or a cron job.',
          },
        ],
};
