import { unsetMarker } from '../../config/unset.ts';
import { readCommand } from '../../text/command-words.ts';
import { isForDeveloper } from '../command.ts';
import type { DetectedComponent } from '../detected-component.ts';
import { at, type Located } from '../located-yaml.ts';
import type { ComposeFile } from './compose-file.ts';

const fields = { command: 'args', entrypoint: 'command' } as const;

/** Sets the start command: `command` of Compose is `args` in Kubernetes, and its `entrypoint` is `command`. */
export function addStart(component: DetectedComponent, service: Located, name: string, { path, addUnmapped, unmapped }: ComposeFile): void {
  const skipped: Located[] = [];
  for (const key of ['command', 'entrypoint'] as const) {
    const value = at(service, key);
    if (value === undefined || value.text === '' || value.items?.length === 0) continue;
    const source = `${path}:${value.line}`;
    const words = value.items?.map(({ text = '' }) => text) ?? readCommand(value.text ?? '');
    const development = words !== undefined && isForDeveloper(words);
    if (words !== undefined && words.length > 0 && !development) {
      // It restarts the server when sources change, which never happens in an image.
      const runtimeWords = words.filter((word) => word !== '--reload');
      if (runtimeWords.length < words.length) addUnmapped(`services.${name}.${key}`, value, '--reload is for development');
      component[fields[key]] = { value: runtimeWords, source };
      continue;
    }
    addUnmapped(`services.${name}.${key}`, value, development ? `${words.join(' ')} is for development` : 'it needs a shell: write it as a list');
    skipped.push(value);
    // The default command of the image would start another process, so the command must be filled in.
    if (component.once || at(service, 'ports') === undefined) component[fields[key]] = { value: [unsetMarker], source };
  }
  if (skipped.length === 0 || component.once || at(service, 'ports') === undefined) return;
  // One without the other would start something else.
  for (const key of ['command', 'entrypoint'] as const) {
    const { source } = component[fields[key]] ?? {};
    if (source === undefined) continue;
    unmapped.push({ key: `services.${name}.${key}`, source, reason: 'it belongs to the other half of the start command, which was not carried over' });
    delete component[fields[key]];
  }
}
