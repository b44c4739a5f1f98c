/** Escapes control characters: content of a file must not control the terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (character) => (character === '\n' || character === '\t' ? character : escaped(character)));
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
