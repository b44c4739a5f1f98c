/** Prints a config in a random style: lines, commas, quotes, whitespace and comments. */
import fc from 'fast-check';

interface Style {
  quote: '"' | "'";
  unit: string;
  lineEnd: string;
  trailingComma: boolean | 'mixed';
  padding: string;
  bom: string;
}

type Make = fc.GeneratorValue;

/** The text of a config with a value. */
export function printInRandomStyle(make: Make, value: unknown): string {
  const style: Style = {
    quote: make(fc.constantFrom, '"' as const, "'" as const),
    unit: make(fc.constantFrom, '  ', '    ', '\t', ' '),
    lineEnd: make(fc.constantFrom, '\n', '\r\n'),
    trailingComma: make(fc.constantFrom, true, false, 'mixed' as const),
    padding: make(fc.constantFrom, ' ', ''),
    bom: make(fc.constantFrom, '', '\ufeff'),
  };
  const { lineEnd, quote } = style;
  const printed = printValue(make, value, style, '');
  const head = `${style.bom}import { definePipeline } from ${quote}./.gitops-app/config.js${quote};${lineEnd}${lineEnd}`;
  const form = make(fc.constantFrom, 'direct', 'const', 'parentheses', 'satisfies' as const);
  const end = make(fc.constantFrom, lineEnd, '', `${lineEnd}// the end${lineEnd}`);
  if (form === 'const') return `${head}const config = ${printed};${lineEnd}export default definePipeline(config);${end}`;
  if (form === 'parentheses') return `${head}export default definePipeline((${printed}));${end}`;
  if (form === 'satisfies') return `${head}export default definePipeline(${printed} satisfies object);${end}`;
  return `${head}export default definePipeline(${printed});${end}`;
}

function printValue(make: Make, value: unknown, style: Style, indent: string): string {
  if (typeof value === 'string') return quoted(value, style.quote);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => printValue(make, item, style, indent)).join(', ')}]`;
  const entries = Object.entries(value);
  const shape = make(fc.constantFrom, 'lines' as const, 'lines' as const, 'one line' as const, 'closed late' as const, 'commas first' as const);
  const inner = indent + style.unit;
  const comment = (text: string) => (make(fc.nat, { max: 5 }) === 0 ? text : '');
  const name = (key: string) => (/^[A-Za-z_]\w*$/.test(key) && make(fc.boolean) ? key : quoted(key, style.quote));
  const texts = entries.map(([key, child]) => `${name(key)}: ${printValue(make, child, style, shape === 'one line' ? indent : inner)}`);
  const { lineEnd, padding } = style;
  const last = style.trailingComma === 'mixed' ? make(fc.boolean) : style.trailingComma;
  if (entries.length === 0)
    return make(fc.constantFrom, '{}', '{ }', `{${lineEnd}${indent}}`, `{${lineEnd}${inner}// nothing yet${lineEnd}${indent}}`, '{ /* nothing */ }');
  switch (shape) {
    case 'one line':
      return `{${padding}${texts.join(', ')}${comment(' /* one line */')}${padding}}`;
    case 'closed late':
      return `{ ${texts.join(`,${lineEnd}${inner}`)}${last ? ',' : ''} }`;
    case 'commas first':
      return `{${lineEnd}${inner}${texts.join(`${lineEnd}${inner}, `)}${comment(' // the last')}${lineEnd}${indent}}`;
    default: {
      const lines = texts.map((text, index) => {
        const comma = index < texts.length - 1 || last ? ',' : '';
        return `${comment(`${inner}// above${lineEnd}`)}${comment(lineEnd)}${inner}${text}${comma}${comment(' // beside')}${comment('  ')}${lineEnd}`;
      });
      return `{${comment(' // at the brace')}${lineEnd}${lines.join('')}${comment(`${inner}/* below${lineEnd}   of two lines */${lineEnd}`)}${comment(lineEnd)}${indent}}`;
    }
  }
}

function quoted(text: string, quote: Style['quote']): string {
  return (
    quote +
    JSON.stringify(text)
      .slice(1, -1)
      .replaceAll('\\"', '"')
      .replaceAll(quote, `\\${quote}`)
      .replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`) +
    quote
  );
}
