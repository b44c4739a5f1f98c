/** What create proposes from the files of a folder. */
import { proposedComponents } from '../../src/create/components.ts';
import { type DetectedFolder, detectFolder } from '../../src/detect/folder.ts';
import { temporaryFolder, write } from '../support/workspace.ts';

/** Everything that a folder with these files tells. */
export function read(files: Record<string, string>): DetectedFolder {
  const root = temporaryFolder();
  write(root, files);
  return detectFolder(root);
}

/** The same of a compose file, and of other files beside it. */
export const compose = (text: string, more: Record<string, string> = {}) => read({ 'compose.yaml': text, ...more });
/** What is proposed to run. */
export const config = (detected: DetectedFolder) => proposedComponents('shop', detected).config;
/** What has no place in the config, and why. */
export const unmapped = (detected: DetectedFolder) => detected.unmapped.map(({ key, reason }) => `${key}: ${reason}`);

/** A database for a compose file. */
export const database = '  db:\n    image: postgres:16\n';
