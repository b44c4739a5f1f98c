import { Script } from 'node:vm';
import { isOwnModule } from './module-path.ts';

/**
 * The JavaScript of a config in `folder` whose only import is definePipeline and whose only export is the default one; undefined for
 * any other config. Most configs are like that, and run without a transpiler, which takes longer to load than the config.
 * A `<` could be a type argument, which JavaScript would read as a comparison; a template literal could contain lines
 * that look like an import.
 */
export function plainConfig(text: string, folder: string): string | undefined {
  if (/[<`]/.test(text) || (text.match(/\bimport\b/g) ?? []).length !== 1 || (text.match(/\bexport\b/g) ?? []).length !== 1) return undefined;
  const [line = '', module = ''] = /^import \{ definePipeline \} from '([^'\n]+)';?$/m.exec(text) ?? [];
  if (!isOwnModule(module, folder) || !/^export default /m.test(text)) return undefined;
  const code = text.replace(line, `const { definePipeline } = require('${module}');`).replace(/^export default /m, 'exports.default = ');
  try {
    new Script(`(() => { 'use strict'; ${code}\n})`);
  } catch {
    return undefined;
  }
  return `'use strict'; ${code}`;
}
