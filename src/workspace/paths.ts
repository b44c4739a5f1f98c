import { UserError } from '../problems/errors.ts';

/** Windows reserves these names for devices, with any extension. */
const deviceNames = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/** Characters that Windows forbids in file names, and control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this matches; \p{Cc} would take longer than checking all paths
const forbiddenCharacters = /[\\:*?"<>|\u0000-\u001f\u007f-\u009f]/;

/** Git's own folder in any spelling: `git~1` is its short name on Windows. */
const gitFolder = /(?:^|\/)(?:\.git|git~\d+)(?:\/|$)/i;

/** Characters that a macOS file system ignores in names. */
const ignoredCharacters = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

/**
 * A path from a record or a generator must stay inside the repository, on every system.
 * @throws UserError PATH_UNSAFE
 */
export function assertSafePath(path: string): void {
  const parts = path.split('/');
  const unsafe =
    path === '' ||
    forbiddenCharacters.test(path) ||
    gitFolder.test(path.replace(ignoredCharacters, '')) ||
    parts.some((part) => part === '' || part === '.' || part === '..' || /[. ]$/.test(part) || deviceNames.test(part));
  if (unsafe)
    throw new UserError([
      {
        code: 'PATH_UNSAFE',
        severity: 'error',
        message: `${JSON.stringify(path)} is not a path inside the repository`,
        hint: 'If a record below .gitops-app names it, restore that record from Git.',
      },
    ]);
}
