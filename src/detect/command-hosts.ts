import { unsetMarker } from '../config/unset.ts';
import type { DetectedComponent } from './detected-component.ts';
import type { Unmapped } from './variables.ts';

/** `wait-for-it.sh db:5432`, `/dev/tcp/db/5432`, `-h db`: replaces hosts that only the Compose network resolves in the start command. */
export function withoutHosts<Component extends DetectedComponent>(component: Component, hosts: readonly string[], unmapped: Unmapped[]): Component {
  const result = { ...component };
  for (const key of ['command', 'args'] as const) {
    const detected = component[key];
    if (detected === undefined) continue;
    const found = new Set<string>();
    const replaced = (host: string) => {
      found.add(host);
      return unsetMarker;
    };
    const value = detected.value.map((word, index) => {
      const named = hosts.find((host) => host === word && /^(?:-h|--host|--hostname)$/.test(detected.value[index - 1] ?? ''));
      return named === undefined
        ? word.replace(/(?<=^|[\s=@,'"([]|\/\/|\/dev\/tcp\/)([A-Za-z0-9][\w.-]*)(?=[:/]\d{2,5}(?!\d))/g, (host) =>
            hosts.includes(host) ? replaced(host) : host,
          )
        : replaced(named);
    });
    if (found.size === 0) continue;
    result[key] = { ...detected, value };
    unmapped.push({
      key: `${key} of ${component.name}`,
      source: detected.source,
      reason: `only the Compose network resolves ${[...found].join(' and ')}: remove the wait, or use the address in the cluster`,
    });
  }
  return result;
}
