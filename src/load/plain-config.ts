import { Script } from 'node:vm';
import { isOwnModule } from './module-path.ts';

/**
 * The code of a config that has no TypeScript in it but its name, which is most of them: one import, of definePipeline,
 * and one export. It runs without a transpiler, whose loading costs more than all of the config. undefined: anything
 * else. A `<` could be a type argument, which JavaScript would take for a comparison; a template literal could hold
 * lines that look like an import.
 */
export function plainConfig(text: string): string | undefined {
  if (/[<`]/.test(text) || (text.match(/\bimport\b/g) ?? []).length !== 1 || (text.match(/\bexport\b/g) ?? []).length !== 1) return undefined;
  const [line = '', module = ''] = /^import \{ definePipeline \} from '([^'\n]+)';?$/m.exec(text) ?? [];
  if (!isOwnModule(module) || !/^export default /m.test(text)) return undefined;
  const code = text.replace(line, `const { definePipeline } = require('${module}');`).replace(/^export default /m, 'exports.default = ');
  try {
    new Script(`(() => { 'use strict'; ${code}\n})`);
  } catch {
    return undefined;
  }
  return `'use strict'; ${code}`;
}
