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

/** A file's content must not drive the terminal: control characters are shown, not sent. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (character) =>
    character === '\n' || character === '\t' ? character : `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
