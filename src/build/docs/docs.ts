/** `npm run docs`: writes the generated parts of the documentation. A test checks that they are up to date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDocument } from './add.ts';
import { configDocument } from './config.ts';
import { designTable } from './design.ts';
import { errorsDocument, exitCodeTable } from './errors.ts';
import { languagesDocument } from './languages.ts';
import { outputTable } from './outputs.ts';
import { regenerationDocument } from './regeneration.ts';
import { promiseTable } from './security.ts';

const root = join(import.meta.dirname, '../../..');

/** The expected text of every generated document, by path. */
export function documents(): Map<string, string> {
  const config = readFileSync(join(root, 'test/golden/shop/app/.gitops-app/pipeline.config.ts'), 'utf8');
  return new Map([
    withRegions('README.md', { config: `\`\`\`ts\n${config}\`\`\``, 'exit codes': exitCodeTable() }),
    withRegions('docs/outputs.md', { outputs: outputTable() }),
    withRegions('docs/security.md', { promises: promiseTable() }),
    withRegions('docs/design.md', { design: designTable() }),
    ['docs/config.md', configDocument()],
    ['docs/errors.md', errorsDocument()],
    ['docs/languages.md', languagesDocument()],
  ]);
}

/** A document by its path, with the text between the markers of each region replaced. */
function withRegions(path: string, regions: Record<string, string>): [path: string, text: string] {
  let text = readFileSync(join(root, path), 'utf8');
  for (const [name, content] of Object.entries(regions)) {
    const [begin, end] = [`<!-- npm run docs: ${name} -->`, `<!-- end: ${name} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`${path} has no region ${name}`);
    text = `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
  }
  return [path, text];
}

if (process.argv[1] === import.meta.filename) {
  for (const [path, text] of documents()) writeFileSync(join(root, path), text);
  // Not in documents(), because they run commands: that takes half a minute, and every output changes them.
  writeFileSync(join(root, 'docs/regeneration.md'), regenerationDocument());
  writeFileSync(join(root, 'docs/add.md'), addDocument());
}
