import { pinned } from '../github/action-pins.ts';
import type { Step } from '../github/workflow.ts';
import type { Ci, PackageManager } from '../model/model.ts';
import { cacheStep } from './cache.ts';
import { imageTag } from './image-tag.ts';
import type { LanguageDefinition } from './language.ts';

export type PythonPackageManager = 'pip' | 'uv' | 'poetry';

/** Prefix of a command in the app's virtual environment. */
export const runners: Record<PythonPackageManager, string> = { pip: '', uv: 'uv run ', poetry: 'poetry run ' };

/** Each version gets fixes for five years: devguide.python.org/versions. */
export const supportedPython = ['3.14', '3.13', '3.12', '3.11'] as const;

/** Versions for CI and the build stage; Dependabot does not update them. */
const uv = '0.13.9';
const poetry = '2.5.1';

const installs: Record<PythonPackageManager, string> = { pip: 'pip install -r requirements.txt', uv: 'uv sync --locked', poetry: 'poetry install' };

export const python: LanguageDefinition = {
  title: 'Python',
  version: '3.14',
  supported: supportedPython,
  packageManagers: ['pip', 'uv', 'poetry'],
  commands: (packageManager) => ({
    install: installs[known(packageManager)],
    compile: '',
    lint: '',
    test: `${runners[known(packageManager)]}python -m pytest`,
  }),
  setUp,
  // Otherwise uv takes the version in .python-version, not the one that the job tests.
  environment: ({ packageManager }, version) => (packageManager === 'uv' ? { UV_PYTHON: version } : {}),
  dependabot: (packageManager) => (packageManager === 'uv' ? 'uv' : 'pip'),
  command: () => ['python', 'main.py'],
  dockerfile: ({ ci }) => ({
    base: `python:${imageTag(ci.versions[0], '3')}-slim`,
    packageManager: known(ci.packageManager),
    requirements: !/(^|\s)['"]?\.(\[|['"]?(\s|$))/.test(ci.commands.install),
    uv,
    poetry,
  }),
  lockfile: (packageManager) => {
    const manager = known(packageManager);
    return manager === 'pip' ? undefined : { names: [`${manager}.lock`], make: `${manager} lock` };
  },
  dockerignore: ['**/__pycache__', '**/.venv', '**/.pytest_cache', '.ruff_cache', '.mypy_cache', 'dist'],
};

function known(packageManager: PackageManager | null): PythonPackageManager {
  return packageManager === 'uv' || packageManager === 'poetry' ? packageManager : 'pip';
}

function setUp({ packageManager }: Ci, version: string): Step[] {
  const setUpPython = (cache: object): Step => ({ name: 'Set up Python', uses: pinned('actions/setup-python'), with: { 'python-version': version, ...cache } });
  switch (known(packageManager)) {
    case 'pip':
      return [setUpPython({ cache: 'pip' })];
    case 'uv':
      return [
        setUpPython({}),
        { name: 'Set up uv', run: `pipx install uv==${uv}` },
        cacheStep({ name: 'uv', paths: ['~/.cache/uv'], version, lockfiles: ['**/uv.lock'] }),
      ];
    case 'poetry':
      return [
        { comment: 'Before Python: setup-python needs Poetry to find its cache.', name: 'Set up Poetry', run: `pipx install poetry==${poetry}` },
        setUpPython({ cache: 'poetry' }),
      ];
  }
}
