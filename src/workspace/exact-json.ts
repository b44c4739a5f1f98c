/** The data as JSON; undefined if JSON would lose or change a value, so that the schema validates the value itself. */
export function exactJson(data: unknown): string | undefined {
  try {
    return JSON.stringify(data, function (this: Record<string, unknown>, key: string) {
      // Not the second argument: toJSON has already changed it.
      const value = this[key];
      if (!isExact(value) && (value !== undefined || Array.isArray(this))) throw new TypeError();
      return value;
    });
  } catch {
    return undefined;
  }
}

function isExact(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}
