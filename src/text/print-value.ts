export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value for a message, as a config would contain it; long ones are truncated. */
export function printValue(value: unknown): string {
  if (typeof value === 'string') return `'${value.length > 80 ? `${value.slice(0, 77)}…` : value}'`;
  if (Array.isArray(value)) return value.length > 3 || JSON.stringify(value).length > 60 ? 'an array' : `[${value.map(printValue).join(', ')}]`;
  if (isObject(value)) {
    const keys = Object.keys(value);
    return keys.length === 0 ? '{}' : `an object with ${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ', …' : ''}`;
  }
  return typeof value === 'function' ? 'a function' : String(value);
}
