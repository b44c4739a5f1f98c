import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import vm from 'node:vm';
import { UserError } from '../errors.ts';

/** What `'create-gitops-app'` and `'./.gitops-app/config.js'` give, wherever the config stands. */
const self = { definePipeline: (config: unknown) => config };

/**
 * Runs pipeline.config.ts and gives its default export, unchecked. The same on every Node: types are stripped by
 * sucrase, imports become require; relative imports work without an extension, with `.ts` and with `.js`.
 */
export async function loadConfig(file: string): Promise<unknown> {
  if (!existsSync(file))
    throw new UserError([
      {
        code: 'CONFIG_NOT_FOUND',
        severity: 'error',
        message: `${file} does not exist`,
        hint: 'Run in the folder of pipeline.config.ts, give its path with --config, or make one with: npm create gitops-app',
      },
    ]);
  const { transform } = await import('sucrase');
  const toCommonJs = (source: string, path: string) =>
    transform(source, { transforms: ['typescript', 'imports'], filePath: path, preserveDynamicImport: true, disableESTransforms: true }).code;
  const loaded = new Map<string, { exports: Record<string, unknown> }>();

  function load(path: string): Record<string, unknown> {
    const known = loaded.get(path);
    if (known !== undefined) return known.exports;
    const module = { exports: {} as Record<string, unknown> };
    loaded.set(path, module);
    const native = createRequire(path);
    const require = (id: string): unknown => {
      if (id === 'create-gitops-app' || /(^|\/)\.gitops-app\/config(\.[cm]?[jt]s)?$/.test(id)) return self;
      const typescript = /^\.{1,2}\//.test(id)
        ? [id, `${id}.ts`, id.replace(/\.js$/, '.ts'), `${id}/index.ts`].map((candidate) => resolve(dirname(path), candidate))
        : [];
      const found = typescript.find((candidate) => candidate.endsWith('.ts') && existsSync(candidate));
      return found === undefined ? native(id) : load(found);
    };
    const code = toCommonJs(readFileSync(path, 'utf8'), path);
    vm.compileFunction(code, ['exports', 'require', 'module', '__filename', '__dirname'], { filename: path })(
      module.exports,
      require,
      module,
      path,
      dirname(path),
    );
    return module.exports;
  }

  try {
    const exports = load(resolve(file));
    if (exports.default === undefined)
      throw new UserError([
        { code: 'CONFIG_NO_DEFAULT_EXPORT', severity: 'error', message: `${file} has no default export`, hint: 'Write: export default definePipeline({ … });' },
      ]);
    return exports.default;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = error instanceof SyntaxError ? 'CONFIG_SYNTAX' : 'CONFIG_THREW';
    throw new UserError([{ code, severity: 'error', message: `${file}: ${error instanceof Error ? error.message : String(error)}` }]);
  }
}
