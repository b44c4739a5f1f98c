import { type OptionValues, pairOf, splitList } from './answers.ts';

/** The hosts of a key, in order: `--host dev=a.example.com,b.example.com`. */
export function hostsFor(values: OptionValues, key: string): string[] | undefined {
  const hosts = (values.get('host') ?? [])
    .map(pairOf)
    .filter((pair) => pair.key === key)
    .flatMap(({ value }) => splitList(value));
  return hosts.length === 0 ? undefined : hosts;
}
