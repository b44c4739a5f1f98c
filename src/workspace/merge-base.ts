import type { RepositoryRole } from '../model/model.ts';

/**
 * The full text that was last generated for each merged file: the hash in the record does not show what the user changed.
 * One file per app next to its record, one line per text.
 */
export function mergeBasePath(repository: RepositoryRole, app: string): string {
  return repository === 'app' ? '.gitops-app/merge-base.json' : `.gitops-app/${app}/merge-base.json`;
}

export function printMergeBase(texts: ReadonlyMap<string, string>): string {
  const lines = [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, text]) => `    ${JSON.stringify(path)}: ${JSON.stringify(text)}`);
  return `{\n  "schemaVersion": 1,\n  "files": {\n${lines.join(',\n')}\n  }\n}\n`;
}

/** The text of one file; undefined if it is missing. The caller compares its hash with the record. */
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
