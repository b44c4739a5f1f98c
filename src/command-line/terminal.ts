import { randomBytes } from 'node:crypto';
import { createColors } from 'picocolors';

export type Colors = ReturnType<typeof createColors>;

/** Colours for a terminal alone; NO_COLOR and FORCE_COLOR decide before it. */
export function colorsFor(stream: { isTTY?: boolean }, environment: NodeJS.ProcessEnv = process.env): Colors {
  return createColors(wantsColor(stream, environment));
}

function wantsColor(stream: { isTTY?: boolean }, { NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return stream.isTTY === true && TERM !== 'dumb';
}

/** Text of files. In a workflow, a line of it may look like a command to the runner, also after a blank. */
export function withoutCommands(text: string, environment: NodeJS.ProcessEnv = process.env): string {
  if (text === '' || environment.GITHUB_ACTIONS !== 'true') return text;
  const token = randomBytes(16).toString('hex');
  return `::stop-commands::${token}\n${text.replace(/(?<!\n)$/, '\n')}::${token}::\n`;
}
