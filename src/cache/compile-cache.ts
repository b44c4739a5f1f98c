import { cacheFolder } from './cache-folder.ts';

/** Keeps what Node compiles for the next run, from Node 22.1 on. NODE_COMPILE_CACHE and NODE_DISABLE_COMPILE_CACHE decide before it. */
export function enableCompileCache(env: NodeJS.ProcessEnv): void {
  const folder = cacheFolder(env);
  if (folder === undefined || env.NODE_COMPILE_CACHE !== undefined) return;
  // It never throws: where nothing can be written, nothing is kept.
  const { enableCompileCache } = process.getBuiltinModule('node:module') as { enableCompileCache?: (folder: string) => unknown };
  enableCompileCache?.(folder);
}
