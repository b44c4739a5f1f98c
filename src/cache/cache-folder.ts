import { join } from 'node:path';

/**
 * The cache folder of this tool in the user's home: in a shared folder, anybody could have written the cache. undefined in
 * CI, where each run computes everything itself.
 */
export function cacheFolder({ CI, XDG_CACHE_HOME, HOME, LOCALAPPDATA }: NodeJS.ProcessEnv): string | undefined {
  const home = HOME === undefined || HOME === '' ? undefined : join(HOME, '.cache');
  const folder = XDG_CACHE_HOME || LOCALAPPDATA || home;
  return folder === undefined || (CI !== undefined && CI !== '' && CI !== 'false') ? undefined : join(folder, 'create-gitops-app');
}
