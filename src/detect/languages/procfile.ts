import { defaultPort } from '../../languages/default-port.ts';
import type { Detected } from '../detected.ts';
import type { ProjectFiles } from './project.ts';

/** A line of a Procfile. */
export interface ProcfileProcess {
  name: string;
  /** Undefined: it needs a shell. */
  words?: string[];
  /** `Procfile:2` */
  source: string;
}

/** Replaces PORT, which only Heroku sets. */
export function procfileProcesses(text: string): ProcfileProcess[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const [, name, raw] = /^([A-Za-z0-9_-]+):\s*(.+?)\s*$/.exec(line) ?? [];
    if (name === undefined || raw === undefined) return [];
    const command = raw.replace(/\$\{PORT(?::-\d+)?\}|\$PORT\b/g, defaultPort);
    const words = command.split(/\s+/);
    // NAME=value before a program needs a shell.
    const plain = !/[$`"'\\|&;<>()*?#~]/.test(command) && !/^\w+=/.test(words[0] ?? '');
    return [{ name, source: `Procfile:${index + 1}`, ...(plain ? { words } : {}) }];
  });
}

/** The `web` process of a Procfile; undefined if it needs a shell. */
export function procfileCommand(files: ProjectFiles): Detected<string[]> | undefined {
  const words = procfileProcesses(files.text('Procfile') ?? '').find(({ name }) => name === 'web')?.words;
  return words === undefined ? undefined : { value: words, source: 'Procfile' };
}
