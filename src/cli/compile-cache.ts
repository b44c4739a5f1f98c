import module from 'node:module';
import { join } from 'node:path';

/**
 * Keeps what Node compiles for the next run, from Node 22.1 on. In the user's own folder: what lies in a common one, as is
 * Node's default, anybody may have put there. NODE_COMPILE_CACHE and NODE_DISABLE_COMPILE_CACHE decide before it.
 */
export function keepCompiled({ XDG_CACHE_HOME, HOME, LOCALAPPDATA, NODE_COMPILE_CACHE }: NodeJS.ProcessEnv): void {
  const home = HOME === undefined || HOME === '' ? undefined : join(HOME, '.cache');
  const folder = XDG_CACHE_HOME || LOCALAPPDATA || home;
  if (folder === undefined || NODE_COMPILE_CACHE !== undefined) return;
  // It never throws: where nothing can be written, nothing is kept.
  const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown };
  enableCompileCache?.(join(folder, 'create-gitops-app'));
}
