export type Value = string | number | boolean | null | readonly Value[] | { [key: string]: Value };

export type Values = { [key: string]: Value };

/** A map from the name of each item to its values. */
export function byName<Item extends { name: string }>(items: readonly Item[], values: (item: Item) => Values): Values {
  return Object.fromEntries(items.map((item) => [item.name, values(item)]));
}
