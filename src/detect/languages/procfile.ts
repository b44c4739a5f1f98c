import { defaultPort } from '../../languages/default-port.ts';
import type { Detected } from '../detected.ts';
import type { ProjectFiles } from './project.ts';

/** A line of a Procfile. */
export interface ProcfileProcess {
  name: string;
  /** undefined: only a shell can read it. */
  words?: string[];
  /** `Procfile:2` */
  source: string;
}

/** PORT is what Heroku sets, and nothing else does. */
export function procfileProcesses(text: string): ProcfileProcess[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const [, name, raw] = /^([A-Za-z0-9_-]+):\s*(.+?)\s*$/.exec(line) ?? [];
    if (name === undefined || raw === undefined) return [];
    const command = raw.replace(/\$\{PORT(?::-\d+)?\}|\$PORT\b/g, defaultPort);
    const words = command.split(/\s+/);
    // NAME=value before a program is the shell's.
    const plain = !/[$`"'\\|&;<>()*?#~]/.test(command) && !/^\w+=/.test(words[0] ?? '');
    return [{ name, source: `Procfile:${index + 1}`, ...(plain ? { words } : {}) }];
  });
}

/** The `web` process of a Procfile; undefined where it needs a shell. */
export function procfileCommand(files: ProjectFiles): Detected<string[]> | undefined {
  const words = procfileProcesses(files.text('Procfile') ?? '').find(({ name }) => name === 'web')?.words;
  return words === undefined ? undefined : { value: words, source: 'Procfile' };
}
