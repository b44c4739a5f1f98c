import type { Schema } from '../render/json-schema.ts';

export const atLeast = (minimum: number): Schema => ({ type: 'integer', minimum });

/** The value, or null if it is the default. */
export const unless = <T>(defaultValue: T, value: T): T | null => (value === defaultValue ? null : value);

/** A map with `change` applied to each of its values. */
export function mapValues<From, To>(map: { readonly [key: string]: From }, change: (value: From) => To): { [key: string]: To } {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}

/** The fields that are not null, an empty list or an empty map. */
export function present(fields: { readonly [name: string]: unknown }): { [name: string]: unknown } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && !(typeof value === 'object' && Object.keys(value).length === 0)));
}
