import { randomBytes } from 'node:crypto';
import { createColors } from 'picocolors';

export type Colors = ReturnType<typeof createColors>;

/** Colors for a terminal; NO_COLOR and FORCE_COLOR take precedence. */
export function colorsFor(stream: { isTTY?: boolean }, environment: NodeJS.ProcessEnv = process.env): Colors {
  return createColors(wantsColor(stream, environment));
}

function wantsColor(stream: { isTTY?: boolean }, { NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return stream.isTTY === true && TERM !== 'dumb';
}

/** Content of files: in a workflow, the runner must not execute lines that look like workflow commands. */
export function withoutCommands(text: string, environment: NodeJS.ProcessEnv = process.env): string {
  if (text === '' || environment.GITHUB_ACTIONS !== 'true') return text;
  const token = randomBytes(16).toString('hex');
  return `::stop-commands::${token}\n${text.replace(/(?<!\n)$/, '\n')}::${token}::\n`;
}
