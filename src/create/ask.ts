import { input } from '@inquirer/prompts';
import { unsetMarker } from '../config/unset.ts';
import { exitCodes, UserError } from '../errors.ts';
import type { Ask } from './answers.ts';

/** Asks on the terminal. Each default says where it was read. */
export const ask: Ask = async (question, fallback, validate) => {
  const { value, source } = fallback;
  try {
    return await input({
      message: `${question.message}${value.includes(unsetMarker) ? '' : ` [${source}]`}`,
      default: value,
      validate: (text) => validate(text.trim()),
    });
  } catch (error) {
    if (error instanceof Error && (error.name === 'ExitPromptError' || error.name === 'AbortPromptError'))
      throw new UserError([{ code: 'USAGE', severity: 'error', message: 'interrupted: nothing was written' }], exitCodes.interrupted);
    throw error;
  }
};
