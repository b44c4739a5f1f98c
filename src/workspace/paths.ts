import { UserError } from '../problems/errors.ts';

/** Names that Windows keeps for devices, whatever their extension. */
const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/** What Windows takes in no name, and control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for; \p{Cc} would cost more than all of the paths
const notInNames = /[\\:*?"<>|\u0000-\u001f\u007f-\u009f]/;

/** Git's own folder in any spelling: `git~1` is its short name on Windows. */
const gitFolder = /(?:^|\/)(?:\.git|git~\d+)(?:\/|$)/i;

/** Characters that a file system of macOS does not see in a name. */
const unseen = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

/** A path of a manifest or of a generator must not lead out of the repository, on any system. */
export function refuseUnsafePath(path: string): void {
  const parts = path.split('/');
  const unsafe =
    path === '' ||
    notInNames.test(path) ||
    gitFolder.test(path.replace(unseen, '')) ||
    parts.some((part) => part === '' || part === '.' || part === '..' || /[. ]$/.test(part) || reserved.test(part));
  if (unsafe)
    throw new UserError([
      {
        code: 'PATH_UNSAFE',
        severity: 'error',
        message: `${JSON.stringify(path)} is no path inside the repository`,
        hint: 'If a manifest below .gitops-app names it, restore that manifest from Git.',
      },
    ]);
}
