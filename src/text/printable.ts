/** A file's content must not drive the terminal: control characters are shown, not sent. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (character) => (character === '\n' || character === '\t' ? character : escaped(character)));
}

/** The same for what stands within a line: a line of its own might be a command to GitHub's runner. */
export function oneLine(text: string): string {
  return printable(text).replace(/[\n\u2028\u2029]/g, escaped);
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}

/** A path as one argument of a POSIX shell. */
export function shellArgument(text: string): string {
  return /^[A-Za-z0-9_./@%+=:,-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Git in a folder, as a command begins. */
export function gitIn(folder: string): string {
  return folder === '.' ? 'git' : `git -C ${shellArgument(folder)}`;
}

/** The command that restores a file. A file that was broken by a merge is broken in HEAD too. `git`: with its folder. */
export function restoreCommand(git: string, path: string): string {
  const file = shellArgument(path);
  return `${git} checkout HEAD -- ${file} (if HEAD is broken too: an earlier commit from ${git} log --oneline -- ${file})`;
}
