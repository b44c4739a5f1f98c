import type { Schema } from '../render/json-schema.ts';

export const atLeast = (minimum: number): Schema => ({ type: 'integer', minimum });

/** The value, or null where it is the usual one. */
export const unless = <T>(usual: T, value: T): T | null => (value === usual ? null : value);

/** A map with `change` applied to each of its values. */
export function mapValues<From, To>(map: { readonly [key: string]: From }, change: (value: From) => To): { [key: string]: To } {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}

/** The fields that say something: not null, an empty list or an empty map. */
export function present(fields: { readonly [name: string]: unknown }): { [name: string]: unknown } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && !(typeof value === 'object' && Object.keys(value).length === 0)));
}
