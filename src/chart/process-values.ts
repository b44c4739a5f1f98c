import type { Mode, Process } from '../model/processes.ts';
import type { Kind } from '../process-fields/field.ts';
import { fieldsOf } from '../process-fields/index.ts';
import { present } from '../process-fields/parts.ts';
import type { Values } from './named-values.ts';

/** The values of a process. `mode`: the environment's, which a component does not repeat. */
export function processValues(kind: Kind, process: Process, mode?: Mode): Values {
  const fields = process as unknown as Readonly<Record<string, unknown>>;
  return present(Object.fromEntries(fieldsOf(kind).map(([name, { values }]) => [name, values(fields[name], mode)]))) as Values;
}
