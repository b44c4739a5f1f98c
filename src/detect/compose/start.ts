import { unsetMarker } from '../../config/unset.ts';
import { readCommand } from '../../text/command-words.ts';
import { isForDeveloper } from '../command.ts';
import type { DetectedComponent } from '../detected-component.ts';
import { at, type Located } from '../located-yaml.ts';
import type { ComposeFile } from './compose-file.ts';

const fields = { command: 'args', entrypoint: 'command' } as const;

/** What starts a process: Docker's `command` is `args` of Kubernetes, and its `entrypoint` is `command`. */
export function addStart(component: DetectedComponent, service: Located, name: string, { path, addUnmapped, unmapped }: ComposeFile): void {
  const unread: Located[] = [];
  for (const key of ['command', 'entrypoint'] as const) {
    const value = at(service, key);
    if (value === undefined || value.text === '' || value.items?.length === 0) continue;
    const source = `${path}:${value.line}`;
    const words = value.items?.map(({ text = '' }) => text) ?? readCommand(value.text ?? '');
    const development = words !== undefined && isForDeveloper(words);
    if (words !== undefined && words.length > 0 && !development) {
      // It starts a server anew when the sources change, which they do not in an image.
      const kept = words.filter((word) => word !== '--reload');
      if (kept.length < words.length) addUnmapped(`services.${name}.${key}`, value, "--reload is for development");
      component[fields[key]] = { value: kept, source };
      continue;
    }
    addUnmapped(`services.${name}.${key}`, value, development ? `${words.join(' ')} is for development` : 'it needs a shell: write it as a list');
    unread.push(value);
    // What the image of a worker runs by itself is another process: somebody must say what this one is.
    if (component.once || at(service, 'ports') === undefined) component[fields[key]] = { value: [unsetMarker], source };
  }
  if (unread.length === 0 || component.once || at(service, 'ports') === undefined) return;
  // The one without the other would start something else.
  for (const key of ['command', 'entrypoint'] as const) {
    const { source } = component[fields[key]] ?? {};
    if (source === undefined) continue;
    unmapped.push({ key: `services.${name}.${key}`, source, reason: 'it belongs to the other half of the start command, which was not carried over' });
    delete component[fields[key]];
  }
}
