import { printJson } from '../../render/json.ts';
import { type CheckResult, hasDiff } from './report.ts';

/** The report as schemas/check.schema.json describes it. */
export async function printCheckAsJson({ report, changes }: CheckResult): Promise<string> {
  if (changes.length === 0) return printJson(report);
  const { unifiedDiff } = await import('../shared/unified-diff.ts');
  const files = changes.map(({ file, change }) => ({ ...file, diff: hasDiff(change) ? unifiedDiff(change, file.file) : '' }));
  return printJson({ ...report, files });
}
