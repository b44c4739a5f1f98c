import { join } from 'node:path';

/**
 * Where this tool keeps what one run can spare the next: in the user's own folder, for what lies in a common one anybody
 * may have put there. undefined: nowhere. So it is in CI, where each run judges from nothing and is the only one.
 */
export function cacheFolder({ CI, XDG_CACHE_HOME, HOME, LOCALAPPDATA }: NodeJS.ProcessEnv): string | undefined {
  const home = HOME === undefined || HOME === '' ? undefined : join(HOME, '.cache');
  const folder = XDG_CACHE_HOME || LOCALAPPDATA || home;
  return folder === undefined || (CI !== undefined && CI !== '' && CI !== 'false') ? undefined : join(folder, 'create-gitops-app');
}
