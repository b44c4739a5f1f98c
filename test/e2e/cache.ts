import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the built programs lie: `GITOPS_E2E_CACHE`, by default the user's cache folder. */
export const cacheFolder = process.env.GITOPS_E2E_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'create-gitops-app', 'e2e');

export const binFolder = join(cacheFolder, 'bin');
export const dataFolder = join(cacheFolder, 'data');
const stampFolder = join(cacheFolder, 'stamps');

/** Path of a built program. */
export const program = (name: string) => join(binFolder, name);
/** Path of the file that says from what a program was built. */
export const stamp = (name: string) => join(stampFolder, name);
