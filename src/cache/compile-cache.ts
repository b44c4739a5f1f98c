import { cacheFolder } from './cache-folder.ts';
import { isPrivateTree } from './private-folder.ts';

/** Enables Node's compile cache, from Node 22.1 on. NODE_COMPILE_CACHE and NODE_DISABLE_COMPILE_CACHE take precedence. */
export function enableCompileCache(env: NodeJS.ProcessEnv): void {
  const folder = cacheFolder(env);
  if (folder === undefined || env.NODE_COMPILE_CACHE !== undefined) return;
  // It never throws: without a writable folder, nothing is cached.
  const { enableCompileCache } = process.getBuiltinModule('node:module') as { enableCompileCache?: (folder: string) => unknown };
  if (enableCompileCache !== undefined && isPrivateTree(folder)) enableCompileCache(folder);
}
