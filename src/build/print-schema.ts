const lineWidth = 160;

/** JSON as Biome formats it: objects on lines of their own, a list of plain values on one line where it fits. */
export function printSchema(data: unknown): string {
  return `${print(data, '', 0)}\n`;
}

/** `column` is what stands before the value on its line. */
function print(data: unknown, indent: string, column: number): string {
  if (typeof data !== 'object' || data === null) return JSON.stringify(data);
  const inner = `${indent}  `;
  if (Array.isArray(data)) {
    const line = oneLine(data);
    if (line !== undefined && column + line.length < lineWidth) return line;
    return `[\n${data.map((item) => `${inner}${print(item, inner, inner.length)}`).join(',\n')}\n${indent}]`;
  }
  const fields = Object.entries(data).map(([name, value]) => {
    const before = `${inner}${JSON.stringify(name)}: `;
    return `${before}${print(value, inner, before.length)}`;
  });
  return fields.length === 0 ? '{}' : `{\n${fields.join(',\n')}\n${indent}}`;
}

function oneLine(data: unknown): string | undefined {
  if (Array.isArray(data)) {
    const items = data.map(oneLine);
    return items.every((item) => item !== undefined) ? `[${items.join(', ')}]` : undefined;
  }
  return typeof data === 'object' && data !== null ? undefined : JSON.stringify(data);
}
