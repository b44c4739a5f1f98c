import { confirm as confirmPrompt, input } from '@inquirer/prompts';
import { unsetMarker } from '../config/unset.ts';
import { exitCodes, UserError } from '../errors.ts';
import type { Ask } from './answers.ts';

/** Asks on the terminal. Each default says where it was read. */
export const ask: Ask = ({ message }, { value, source }, validate) =>
  interruptible(() =>
    input({
      message: `${message}${value.includes(unsetMarker) ? '' : ` [${source}]`}`,
      default: value,
      validate: (text) => validate(text.trim()),
    }),
  );

/** Asks for a yes; the default is no. */
export function confirm(message: string): Promise<boolean> {
  return interruptible(() => confirmPrompt({ message, default: false }));
}

async function interruptible<Answer>(prompt: () => Promise<Answer>): Promise<Answer> {
  try {
    return await prompt();
  } catch (error) {
    if (error instanceof Error && (error.name === 'ExitPromptError' || error.name === 'AbortPromptError'))
      throw new UserError([{ code: 'USAGE', severity: 'error', message: 'interrupted: nothing was written' }], exitCodes.interrupted);
    throw error;
  }
}
