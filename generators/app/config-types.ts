import { configName, ownFolder } from '../../src/model/names.ts';
import type { Generator } from '../../src/plan/plan.ts';
import { printJson } from '../../src/render/json.ts';
import { texts } from '../../src/render/texts.ts';

export const configTypesGenerator: Generator = {
  id: 'app/config-types',
  description: 'Types of pipeline.config.ts, for completion in an editor without node_modules',
  repository: 'app',
  files: () => [{ path: `${ownFolder}/config.d.ts`, content: texts.configTypes }],
};

/** No project of the app's has files of this folder, whose dot hides it; what checks types by the nearest tsconfig.json needs this one. */
const compilerOptions = {
  target: 'es2022',
  module: 'nodenext',
  strict: true,
  noEmit: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  skipLibCheck: true,
};

export const configProject: Generator = {
  id: 'app/config-project',
  description: 'TypeScript settings of the config, for editors and linters; the settings of the app do not apply to it',
  repository: 'app',
  files: () => [{ path: `${ownFolder}/tsconfig.json`, content: printJson({ compilerOptions, include: [configName, 'config.d.ts'] }) }],
};
