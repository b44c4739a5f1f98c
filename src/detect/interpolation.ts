/** A text with its variables replaced. Unknown variables stay as `${NAME}`; then the text is not whole. */
export interface Interpolated {
  text: string;
  whole: boolean;
}

/** `${NAME:-default}` as in shells, Compose and Docker. Defaults can contain variables; `$$` is a dollar sign. */
export function interpolated(text: string, known: ReadonlyMap<string, string>): Interpolated {
  let [result, rest, whole] = ['', text, true];
  for (let at = rest.indexOf('$'); at !== -1; at = rest.indexOf('$')) {
    result += rest.slice(0, at);
    rest = rest.slice(at);
    const [opening = '', braced, operator = ''] = /^\$\{(\w+)(:?[-?+])?/.exec(rest) ?? [];
    const [bareWhole = '', bare] = braced === undefined ? (/^\$([A-Za-z_]\w*)/.exec(rest) ?? []) : [];
    const end = braced === undefined ? bareWhole.length : closing(rest);
    const name = braced ?? bare;
    if (name === undefined || end === 0) {
      result += '$';
      rest = rest.slice(rest.startsWith('$$') ? 2 : 1);
      continue;
    }
    const value = known.get(name);
    const isSet = value !== undefined && value !== '';
    const other = interpolated(rest.slice(opening.length, end - 1), known);
    if (operator.endsWith('+') ? isSet : operator.endsWith('-') && !isSet) {
      result += other.text;
      whole &&= other.whole;
    } else if (!operator.endsWith('+')) {
      whole &&= value !== undefined;
      result += value ?? `\${${name}}`;
    }
    rest = rest.slice(end);
  }
  return { text: result + rest, whole };
}

/** Undefined if a variable is unknown. */
export function interpolate(text: string, known: ReadonlyMap<string, string>): string | undefined {
  const read = interpolated(text, known);
  return read.whole ? read.text : undefined;
}

/** The offset after the closing brace of the one at offset 1; 0 if it is not closed. */
function closing(text: string): number {
  let depth = 0;
  for (const { 0: brace, index } of text.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth === 0) return index + 1;
  }
  return 0;
}
