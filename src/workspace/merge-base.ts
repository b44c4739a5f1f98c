import type { RepositoryRole } from '../model/model.ts';

/**
 * What we last wrote into the files that are merged, whole: a hash alone would not tell what the user changed. One file
 * an app, beside its manifest; one line a text.
 */
export function mergeBasePath(repository: RepositoryRole, app: string): string {
  return repository === 'app' ? '.gitops-app/merge-base.json' : `.gitops-app/${app}/merge-base.json`;
}

export function printMergeBase(texts: ReadonlyMap<string, string>): string {
  const lines = [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, text]) => `    ${JSON.stringify(path)}: ${JSON.stringify(text)}`);
  return `{\n  "schemaVersion": 1,\n  "files": {\n${lines.join(',\n')}\n  }\n}\n`;
}

/** The text of one file; undefined where it is not there. The caller compares its hash with the manifest's. */
export function readMergeBase(json: string | undefined, path: string): string | undefined {
  if (json === undefined) return undefined;
  try {
    const { files } = JSON.parse(json) as { files?: Record<string, unknown> };
    const text = files !== undefined && Object.hasOwn(files, path) ? files[path] : undefined;
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}
