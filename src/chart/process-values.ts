import type { Mode, Process } from '../model/processes.ts';
import type { Kind } from '../process-fields/field.ts';
import { fieldsOf } from '../process-fields/index.ts';
import { present } from '../process-fields/parts.ts';
import type { Values } from './named-values.ts';

/** What the chart's values say of a process; `mode`: the environment's, which a component has without saying so. */
export function processValues(kind: Kind, process: Process, mode?: Mode): Values {
  const given = process as unknown as Readonly<Record<string, unknown>>;
  return present(Object.fromEntries(fieldsOf(kind).map(([name, { values }]) => [name, values(given[name], mode)]))) as Values;
}
