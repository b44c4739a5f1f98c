import { windowsNames } from '../model/names.ts';

/** Converts a text to a valid name in Kubernetes, Helm and Windows file systems, at most 40 characters; may be empty. */
export function toLabel(text: string): string {
  const label = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return windowsNames.test(label) ? `${label}-0` : label;
}
