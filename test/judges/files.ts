/** Judges files as such: their paths, their bytes, and whether one looks as if it held a secret. */
import { judgeYaml } from './yaml.ts';

/** Paths that some file system cannot hold side by side, or at all. */
export function judgePaths(paths: readonly string[]): string[] {
  const seen = new Map<string, string>();
  return paths.flatMap((path) => {
    const findings: string[] = [];
    // A folder may not differ from another by case alone either.
    for (const prefix of prefixes(path)) {
      const key = prefix.normalize('NFC').toLowerCase();
      const other = seen.get(key);
      if (other !== undefined && other !== prefix) findings.push(`${path}: ${prefix} and ${other} are one path where case does not count`);
      seen.set(key, prefix);
    }
    for (const part of path.split('/')) if (unusable.test(part)) findings.push(`${path}: ${JSON.stringify(part)} is no name on every system`);
    return findings;
  });
}

function prefixes(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** What Windows refuses, and what nobody wants in a name. https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const unusable = /[<>:"\\|?*\p{Cc}]|[. ]$|^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?$/iu;

/** Bytes that no editor of ours leaves: CRLF, no final newline or several, blanks at a line's end, and what nobody sees. */
export function judgeText(path: string, text: string): string[] {
  const findings: string[] = [];
  if (text.includes('\r')) findings.push('has a carriage return');
  if (text !== '' && !text.endsWith('\n')) findings.push('lacks a final newline');
  if (text.endsWith('\n\n')) findings.push('ends with a blank line');
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) if (/[ \t]$/.test(line)) findings.push(`line ${index + 1} ends with a blank`);
  if (/[^\P{C}\n\t\r]/u.test(text)) findings.push('has a control or an invisible character');
  return findings.map((finding) => `${path}: ${finding}`);
}

/** Parses what has a format by its name. */
export function judgeSyntax(path: string, text: string): string[] {
  if (/\.ya?ml$/.test(path) && !path.includes('/templates/'))
    return judgeYaml(text, path.includes('.github/') ? '1.2 only' : '1.1 and 1.2').map((finding) => `${path}: ${finding}`);
  if (path.endsWith('.json')) {
    try {
      JSON.parse(text);
    } catch (error) {
      return [`${path}: ${(error as Error).message}`];
    }
    // JSON is YAML; JSON.parse accepts a key twice.
    return judgeYaml(text, '1.2 only').map((finding) => `${path}: ${finding}`);
  }
  return [];
}

/** Formats of known credentials, and `password: literal`. */
const secretPatterns: readonly [string, RegExp][] = [
  ['an AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,})/],
  ['a JSON web token', /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+/],
  ['a Vault token', /\bhv[sb]\.[A-Za-z0-9_-]{20,}/],
  ['a Slack token', /\bxox[abprs]-[A-Za-z0-9-]{10,}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
  // Except that of CI's throw-away database, which lives as long as one job on one runner.
  ['a URL with a password', /\b[a-z][a-z0-9+.-]*:\/\/(?!(?:ci:ci@localhost|root:ci@127\.0\.0\.1):)[^\s/:@"'`<>${}()]+:[^\s/:@"'`<>${}()]+@/],
];

/** Strings that look like a secret: a known format, or a long random-looking word. */
export function judgeSecrets(path: string, text: string): string[] {
  const findings = secretPatterns.filter(([, pattern]) => pattern.test(text)).map(([what]) => `${path}: holds what looks like ${what}`);
  // The lock of the generator is a list of hashes, and a record has one.
  const words = /\/(?:generator-lock|manifest)\.json$/.test(path) ? text.replaceAll(/"sha512-[A-Za-z0-9+/]{86}=="/g, '') : text;
  for (const [word] of words.matchAll(/[A-Za-z0-9+/_=-]{32,}/g)) if (looksRandom(word)) findings.push(`${path}: ${word} looks like a secret`);
  return findings;
}

/** Upper case, lower case and digits well mixed. Digests and commit hashes are lower-case hex, names have few changes. */
function looksRandom(word: string): boolean {
  if (!/[a-z]/.test(word) || !/[A-Z]/.test(word) || !/[0-9]/.test(word)) return false;
  const classes = [...word].map((character) => (/[a-z]/.test(character) ? 'a' : /[A-Z]/.test(character) ? 'A' : '0'));
  const changes = classes.filter((kind, index) => index > 0 && kind !== classes[index - 1]).length;
  return changes / word.length > 0.4;
}
