import vm from 'node:vm';
import { describe, expect, test } from 'vitest';
import { plainConfig } from '../../src/load/plain-config.ts';

const first = "import { definePipeline } from './.gitops-app/config.js';\n";

function run(code: string): unknown {
  const exports: { default?: unknown } = {};
  const own = { definePipeline: (config: unknown) => ({ defined: config }) };
  vm.compileFunction(code, ['exports', 'require'], {})(exports, () => own);
  return exports.default;
}

test('a config without types runs unchanged, with the same line numbers', () => {
  const code = plainConfig(`// What\n${first}const replicas = 2;\nexport default definePipeline({ app: { replicas } });\n`, '/repository') ?? '';
  expect(run(code)).toEqual({ defined: { app: { replicas: 2 } } });
  expect(code.split('\n')[3]).toContain('definePipeline({ app');
});

describe('needs the transpiler:', () => {
  test.each([
    ['a type argument, which JavaScript reads as a comparison', `${first}export default definePipeline<Config>({});`],
    ['a cast', `${first}export default definePipeline({} as Config);`],
    ['a type', `${first}type Name = string;\nexport default definePipeline({});`],
    ['an enum', `${first}enum Mode { A }\nexport default definePipeline({});`],
    ['another import', `${first}import { clusters } from './clusters';\nexport default definePipeline({ clusters });`],
    ['a dynamic import', `${first}const x = import('./x');\nexport default definePipeline({});`],
    ['import.meta', `${first}export default definePipeline({ a: import.meta.url });`],
    ['another export', `${first}export const a = 1;\nexport default definePipeline({});`],
    ['a template literal', `${first}const text = \`\nexport default x\`;\nexport default definePipeline({});`],
    ['await', `${first}export default definePipeline(await read());`],
    ['broken syntax', `${first}export default definePipeline({`],
    ['another module', "import { definePipeline } from 'other';\nexport default definePipeline({});"],
    ['an alias', "import { definePipeline as define } from 'create-gitops-app';\nexport default define({});"],
  ])('%s', (_, text) => {
    expect(plainConfig(text, '/repository')).toBeUndefined();
  });
});
