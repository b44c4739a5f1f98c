import { windowsNames } from '../model/names.ts';

/** The nearest text that is a name of Kubernetes and of Helm, and of a file on Windows, at most 40 letters; may be empty. */
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
