import { confirm as confirmPrompt, input, select } from '@inquirer/prompts';
import { unsetMarker } from '../config/unset.ts';
import { exitCodes, UserError } from '../problems/errors.ts';
import type { Ask } from './answers.ts';

/** Prompts in the terminal. Each default shows its source. */
export const ask: Ask = ({ message, choices }, { value, source }, validate) =>
  interruptible(() => {
    const question = `${message}${value.includes(unsetMarker) ? '' : ` [${source}]`}`;
    return choices === undefined
      ? input({ message: question, default: value, validate: (text) => validate(text.trim()) })
      : select({
          message: question,
          default: value,
          choices: choices.map((choice) => ({ value: choice.value, name: `${choice.value}: ${choice.description}`, short: choice.value })),
        });
  });

/** Prompts for confirmation; the default is no. */
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
