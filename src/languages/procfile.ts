import type { Fact } from '../detect/fact.ts';
import type { ProjectFiles } from './language.ts';

/** The port that a component has where nothing names one. */
export const usualPort = '8080';

/** The `web` process of a Procfile; undefined where it needs a shell. PORT is what Heroku sets, and nothing else does. */
export function procfileCommand(files: ProjectFiles): Fact<string[]> | undefined {
  const line = /^web:\s*(.+?)\s*$/m.exec(files.text('Procfile') ?? '')?.[1]?.replace(/\$\{PORT(?::-\d+)?\}|\$PORT\b/g, usualPort);
  if (line === undefined || /[$`"'\\|&;<>()*?#~]/.test(line)) return undefined;
  const words = line.split(/\s+/);
  // NAME=value before a program is the shell's.
  return /^\w+=/.test(words[0] ?? '') ? undefined : { value: words, source: 'Procfile' };
}
