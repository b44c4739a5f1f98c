import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, UserError } from './errors.ts';

/** Names that Windows keeps for devices, whatever their extension. */
const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/** A path of a manifest or of a generator must not lead out of the repository, on any system. */
export function refuseUnsafePath(path: string): void {
  const parts = path.split('/');
  const unsafe =
    path === '' ||
    /[\\:*?"<>|]|\p{Cc}/u.test(path) ||
    parts.some((part) => part === '' || part === '.' || part === '..' || /[. ]$/.test(part) || part.toLowerCase() === '.git' || reserved.test(part));
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

/** What forbids to write a file: a symbolic link on the way, or something at its place that is not a file. */
export function obstacles(root: string, path: string): Problem[] {
  let current = root;
  const parts = path.split('/');
  for (const [index, part] of parts.entries()) {
    current = join(current, part);
    const last = index === parts.length - 1;
    const status = lstatSync(current, { throwIfNoEntry: false });
    if (status === undefined) return [];
    const found = status.isSymbolicLink()
      ? 'is a symbolic link'
      : !last && !status.isDirectory()
        ? 'is not a folder'
        : last && !status.isFile()
          ? 'is not a file'
          : undefined;
    if (found !== undefined)
      return [
        {
          code: 'PATH_UNSAFE',
          severity: 'error',
          message: `${current} ${found}`,
          hint: 'Nothing is written through a link: move it away, or make it a plain file or folder.',
        },
      ];
  }
  return [];
}
