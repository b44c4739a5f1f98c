/** The lines of one table of a TOML file, without its sub-tables; undefined if the table is missing. */
export function tomlTable(text: string, table: string): string | undefined {
  const lines = text.split(/\r?\n/);
  const headerOf = (line: string) => /^\s*\[{1,2}\s*([^[\]]+?)\s*\]{1,2}\s*(?:#.*)?$/.exec(line)?.[1];
  const start = table === '' ? -1 : lines.findIndex((line) => headerOf(line) === table);
  if (start === -1 && table !== '') return undefined;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => headerOf(line) !== undefined);
  return (end === -1 ? rest : rest.slice(0, end)).join('\n');
}

/** A string in a table; undefined if it is missing or not a string. */
export function tomlText(text: string, table: string, key: string): string | undefined {
  const quoted = new RegExp(`^\\s*${key}\\s*=\\s*(?:"([^"\\n]*)"|'([^'\\n]*)')`, 'm').exec(tomlTable(text, table) ?? '');
  return quoted?.[1] ?? quoted?.[2];
}
