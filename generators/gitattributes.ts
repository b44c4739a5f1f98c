import type { GeneratedFile } from '../src/plan/plan.ts';

/** A block of .gitattributes. A script with CR LF does not run, and Helm passes a CR on; what is binary stays as it is. */
export function gitattributes(region: string, patterns: readonly string[]): GeneratedFile {
  const content = patterns.map((pattern) => `${pattern} text=auto eol=lf\n`).join('');
  return { path: '.gitattributes', content, ownership: { class: 'region', region, comment: '#' } };
}
