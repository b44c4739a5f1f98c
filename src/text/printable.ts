/** Escapes control characters: content of a file must not control the terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (character) => (character === '\n' || character === '\t' ? character : escaped(character)));
}

/** The colours that this program prints, and their ends. */
const ownColours = [0, 1, 2, 22, 31, 32, 33, 35, 36, 39, 90].map((code) => `\u001b[${code}m`);

/**
 * Everything that is printed passes through here last: no control character reaches a terminal or a log except for our own
 * colours, also none of JSON, where the escapes mean the same. And nothing is the older form of a command for GitHub's runner, which
 * it finds anywhere in a line.
 */
export function terminalSafe(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this matches
  const safe = text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character, at: number) =>
    character === '\u001b' && ownColours.some((colour) => text.startsWith(colour, at)) ? character : escaped(character),
  );
  return safe.replaceAll('##[', '##\\u005b');
}

/** A text of several lines, none of which is a workflow command; the runner ignores spaces before one. */
export function withoutCommandLines(text: string): string {
  return printable(text).replace(/^(\s*):(?=:)/gm, '$1\\u003a');
}

/** Escapes line breaks too: a line of its own could be a workflow command for GitHub's runner. */
export function oneLine(text: string): string {
  return printable(text).replace(/[\n\u2028\u2029]/g, escaped);
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}

/** A text as one argument of a POSIX shell. */
export function shellArgument(text: string): string {
  return /^[A-Za-z0-9_./@%+=:,-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The start of a Git command in a folder. */
export function gitIn(folder: string): string {
  return folder === '.' ? 'git' : `git -C ${shellArgument(folder)}`;
}

/** The command that restores a file with Git. If the broken file is committed, HEAD has it too. `git`: as gitIn returns it. */
export function restoreCommand(git: string, path: string): string {
  const file = shellArgument(path);
  return `${git} checkout HEAD -- ${file} (if HEAD is broken too, use an earlier commit: ${git} log --oneline -- ${file})`;
}
