/** Keys from the root of a YAML document to a string scalar: `['images', 'shop', 'tag']`. */
export type FieldPath = readonly string[];
