import type { GeneratedFile, PlannedFile } from '../src/plan/plan.ts';

/**
 * A block of .gitattributes for what is generated and not the user's own. A script with CR LF does not run, and Helm
 * passes a CR on; binary files stay as they are. `patternOf` gives the pattern that covers a path.
 */
export function gitattributes(region: string, planned: readonly PlannedFile[], patternOf: (path: string) => string): GeneratedFile {
  const generated = planned.filter(({ ownership }) => ownership.class !== 'seeded' && ownership.class !== 'region');
  const patterns = [...new Set(generated.map(({ path }) => patternOf(path)))].sort();
  const content = patterns.map((pattern) => `${pattern} text=auto eol=lf\n`).join('');
  return { path: '.gitattributes', content, ownership: { class: 'region', region, comment: '#' } };
}
