import { printStringLiteral } from '../render/string-literal.ts';
import type { CommentedPipeline } from './pipeline.ts';

const width = 120;

/** Objects that always span several lines. */
const alwaysOpen = [/^$/, /^\/repositories$/, /^\/clusters$/, /^\/components(\/[^/]+)?$/, /^\/environments(\/[^/]+)?$/];

/** Prints pipeline.config.ts as if written by hand; loading it returns the same object. */
export function printPipeline({ config, comments }: CommentedPipeline): string {
  return [
    "import { definePipeline } from './config.js';\n",
    '\n// Both repositories are generated from this file. README.md beside it describes how to regenerate them after a change.\n',
    `export default definePipeline(${print(config, '', '', comments)});\n`,
  ].join('');
}

function print(value: unknown, pointer: string, indent: string, comments: Record<string, string>, labelWidth = 0): string {
  if (typeof value === 'string') return printStringLiteral(value, "'");
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const entries = Object.entries(value).map(([key, child]) => {
    const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const label = isList ? '' : `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : printStringLiteral(key, "'")}: `;
    return { at, label, text: label + print(child, at, inner, comments, label.length) };
  });
  const inline = entries.map(({ text }) => text).join(', ');
  const closed = isList ? `[${inline}]` : `{ ${inline} }`;
  const isOpen = alwaysOpen.some((pattern) => pattern.test(pointer)) || entries.some(({ at, text }) => comments[at] !== undefined || text.includes('\n'));
  if (entries.length === 0) return isList ? '[]' : '{}';
  if (!isOpen && indent.length + labelWidth + closed.length < width) return closed;
  const lines = entries.map(({ at, text }) => `${comments[at] === undefined ? '' : `${inner}// ${comments[at]?.replace(/\s+/g, ' ')}\n`}${inner}${text},\n`);
  return isList ? `[\n${lines.join('')}${indent}]` : `{\n${lines.join('')}${indent}}`;
}
