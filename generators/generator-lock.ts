import { generatorLock } from '../src/derived/generator-lock.ts';
import type { RepositoryRole } from '../src/model/model.ts';
import { generatorLockPath, generatorRunner } from '../src/model/names.ts';
import type { Generator } from '../src/plan/plan.ts';
import { verbatimTemplate } from '../src/render/template.ts';

/**
 * The lock of the generator in each repository; nothing if this generator does not come from a registry. The config
 * repository has one for each app, because each app is upgraded on its own; its script is shared.
 */
const lockOf = (repository: RepositoryRole): Generator => ({
  id: `${repository}/generator-lock`,
  description: 'Lock of the generator: CI runs exactly the package that generated, with everything that it needs',
  repository,
  files: (model, { version, locked }) => {
    if (locked === undefined) return [];
    const runner = repository === 'app' ? [{ path: `.gitops-app/${generatorRunner}`, content: verbatimTemplate(`shared/${generatorRunner}`) }] : [];
    return [{ path: generatorLockPath(model, repository), content: generatorLock(locked, version) }, ...runner];
  },
});

export const appGeneratorLock: Generator = lockOf('app');
export const configGeneratorLock: Generator = lockOf('config');
