import { at, type Located } from '../located-yaml.ts';

type Services = ReadonlyMap<string, Located>;

/** Resolves `extends` between services of the same file. */
export function extendedServices(services: Services): Map<string, Located> {
  return new Map([...services].map(([name, service]) => [name, extended(service, services, new Set([name]))]));
}

function extended(service: Located, services: Services, seen: Set<string>): Located {
  const parent = at(service, 'extends');
  const name = parent?.text ?? at(parent, 'service')?.text ?? '';
  const base = services.get(name);
  if (base === undefined || at(parent, 'file') !== undefined || seen.has(name)) return service;
  const from = extended(base, services, new Set([...seen, name]));
  const merged = new Map([...(from.entries ?? []), ...(service.entries ?? [])].filter(([key]) => key !== 'extends'));
  for (const [key, own] of service.entries ?? []) {
    const other = from.entries?.get(key);
    if (other === undefined) continue;
    if (own.entries && other.entries) merged.set(key, { line: own.line, entries: new Map([...other.entries, ...own.entries]) });
    // If a list sets a variable twice, the first value is used.
    else if (own.items && other.items && key !== 'command' && key !== 'entrypoint') merged.set(key, { line: own.line, items: [...own.items, ...other.items] });
  }
  return { line: service.line, entries: merged };
}
