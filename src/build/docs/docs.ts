/** `npm run docs`: writes what the documentation says of the code, from the code. A test holds that it was run. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDocument } from './add.ts';
import { configDocument } from './config.ts';
import { designTable } from './design.ts';
import { errorsDocument, exitCodeTable } from './errors.ts';
import { languagesDocument } from './languages.ts';
import { outputTable } from './outputs.ts';
import { regenerationDocument } from './regeneration.ts';

const root = join(import.meta.dirname, '../../..');

/** Every document by its path, as it should be. */
export function documents(): Map<string, string> {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const config = readFileSync(join(root, 'test/golden/shop/app/pipeline.config.ts'), 'utf8');
  const regions = { config: `\`\`\`ts\n${config}\`\`\``, outputs: outputTable(), design: designTable(), 'exit codes': exitCodeTable() };
  return new Map([
    ['README.md', Object.entries(regions).reduce((text, [name, content]) => withRegion(text, name, content), readme)],
    ['docs/config.md', configDocument()],
    ['docs/errors.md', errorsDocument()],
    ['docs/languages.md', languagesDocument()],
  ]);
}

function withRegion(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- npm run docs: ${name} -->`, `<!-- end: ${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no region ${name}`);
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}

if (process.argv[1] === import.meta.filename) {
  for (const [path, text] of documents()) writeFileSync(join(root, path), text);
  // Its output is that of whole runs: it takes half a minute, and changes with every output.
  writeFileSync(join(root, 'docs/regeneration.md'), regenerationDocument());
  writeFileSync(join(root, 'docs/add.md'), addDocument());
}
