import { type PythonPackageManager, runners, supportedPython } from '../../languages/python.ts';
import type { Detected } from '../detected.ts';
import { procfileCommand } from './procfile.ts';
import type { DetectedProject, ProjectFiles } from './project.ts';
import { serverCommand } from './python-server.ts';
import { tomlTable, tomlText } from './toml.ts';
import { toolVersions, type VersionPlace, versionsIn } from './versions.ts';

const minor = '3\\.\\d+';
const versionPlaces: readonly VersionPlace[] = [
  { file: '.python-version', pattern: new RegExp(`^\\s*(?:cpython-)?(${minor})`, 'm') },
  { file: 'runtime.txt', pattern: new RegExp(`^python-(${minor})`, 'm') },
  toolVersions('python', minor),
  { file: 'pyproject.toml', pattern: /^\s*requires-python\s*=\s*["']([^"'\n]+)/m, source: 'pyproject.toml requires-python', range: true },
  { file: 'pyproject.toml', pattern: /^\s*python\s*=\s*["']([^"'\n]+)/m, source: 'pyproject.toml python', range: true },
];

const requirementsOfTests = ['requirements-dev.txt', 'requirements_dev.txt', 'dev-requirements.txt', 'requirements-test.txt', 'requirements/dev.txt'];

export function detectPython(files: ProjectFiles): DetectedProject | undefined {
  const source = ['pyproject.toml', 'requirements.txt', 'setup.py'].find((file) => files.text(file) !== undefined);
  if (source === undefined) return undefined;
  const project = files.text('pyproject.toml') ?? '';
  const table = tomlTable(project, 'project') === undefined ? 'tool.poetry' : 'project';
  const name = tomlText(project, table, 'name');
  const description = tomlText(project, table, 'description');
  const versions = versionsIn(files, versionPlaces, supportedPython);
  const manager = packageManagerOf(files, project);
  const command = procfileCommand(files) ?? serverCommand(files, (name) => dependsOn(files, name));
  return {
    source,
    ...(name === undefined ? {} : { name: { value: name, source: 'pyproject.toml' } }),
    ...(description === undefined || description === '' ? {} : { description: { value: description, source: 'pyproject.toml' } }),
    ...(versions === undefined ? {} : { versions }),
    ...(manager === undefined ? {} : { packageManager: manager }),
    commands: commandsOf(files, project, manager?.value ?? 'pip'),
    ...(command === undefined ? { startUnknown: true } : { command }),
  };
}

function packageManagerOf(files: ProjectFiles, project: string): Detected<PythonPackageManager> | undefined {
  const names = files.names();
  if (names.includes('uv.lock')) return { value: 'uv', source: 'uv.lock' };
  if (names.includes('poetry.lock')) return { value: 'poetry', source: 'poetry.lock' };
  if (tomlTable(project, 'tool.poetry') !== undefined) return { value: 'poetry', source: 'pyproject.toml [tool.poetry]' };
  if (names.includes('requirements.txt')) return { value: 'pip', source: 'requirements.txt' };
  return undefined;
}

function commandsOf(files: ProjectFiles, project: string, manager: PythonPackageManager): DetectedProject['commands'] {
  const names = files.names();
  const install = manager === 'pip' ? pipInstall(files, project) : undefined;
  const runner = runners[manager];
  const lint = lintOf(files, project, runner);
  const test = testOf(files, names, runner);
  return { ...(install === undefined ? {} : { install }), ...(lint === undefined ? {} : { lint }), ...(test === undefined ? {} : { test }) };
}

/** Includes test dependencies, for which pip has no standard location. */
function pipInstall(files: ProjectFiles, project: string): Detected<string> | undefined {
  const forTests = requirementsOfTests.filter((file) => files.text(file) !== undefined);
  if (files.text('requirements.txt') !== undefined)
    return forTests.length === 0
      ? undefined
      : { value: `pip install ${['requirements.txt', ...forTests].map((file) => `-r ${file}`).join(' ')}`, source: forTests.join(', ') };
  const has = (table: string, key: string) => new RegExp(`^\\s*"?${key}"?\\s*=`, 'm').test(tomlTable(project, table) ?? '');
  const extra = ['dev', 'test', 'tests'].find((key) => has('project.optional-dependencies', key));
  const group = ['dev', 'test', 'tests'].find((key) => has('dependency-groups', key));
  if (extra !== undefined) return { value: `pip install '.[${extra}]'`, source: 'pyproject.toml optional-dependencies' };
  if (group !== undefined) return { value: `pip install . --group ${group}`, source: 'pyproject.toml dependency-groups' };
  return { value: 'pip install .', source: files.text('pyproject.toml') === undefined ? 'setup.py' : 'pyproject.toml' };
}

/** Files with direct dependencies; lockfiles also contain transitive ones. */
const dependencyFiles = ['pyproject.toml', 'requirements.txt', ...requirementsOfTests, 'setup.py', 'setup.cfg'];

function dependsOn(files: ProjectFiles, name: string): boolean {
  return dependencyFiles.some((file) => new RegExp(`(^|["'\\s])${name}(?=["'\\s=<>~!;\\[,]|$)`, 'im').test(files.text(file) ?? ''));
}

/** Linters with a configuration that are also a dependency, so that CI can run them. */
function lintOf(files: ProjectFiles, project: string, runner: string): Detected<string> | undefined {
  const names = files.names();
  const setUpConfig = files.text('setup.cfg') ?? '';
  const place = (tool: string, own: readonly string[]): string | undefined =>
    own.find((name) => names.includes(name)) ??
    (new RegExp(`^\\s*\\[tool\\.${tool}[\\].]`, 'm').test(project) ? `pyproject.toml [tool.${tool}]` : undefined) ??
    (new RegExp(`^\\[${tool}\\]`, 'm').test(setUpConfig) ? 'setup.cfg' : undefined);
  const linters = [
    { tool: 'ruff', command: 'ruff check .', place: place('ruff', ['ruff.toml', '.ruff.toml']) },
    { tool: 'flake8', command: 'flake8', place: place('flake8', ['.flake8']) },
    { tool: 'mypy', command: 'mypy .', place: place('mypy', ['mypy.ini', '.mypy.ini']) },
  ].filter(({ tool, place: found }) => found !== undefined && dependsOn(files, tool));
  if (linters.length === 0) return undefined;
  return { value: linters.map(({ command }) => `${runner}${command}`).join('\n'), source: linters.map(({ place: found }) => found).join(', ') };
}

function testOf(files: ProjectFiles, names: readonly string[], runner: string): Detected<string> | undefined {
  if (dependsOn(files, 'pytest')) return undefined;
  if (names.includes('manage.py')) return { value: `${runner}python manage.py test`, source: 'manage.py' };
  const folder = ['tests', 'test'].find((name) => files.names(name).some((file) => file.endsWith('.py')));
  if (folder !== undefined) return { value: `${runner}python -m unittest discover --start-directory ${folder} --top-level-directory .`, source: folder };
  const file = names.find((name) => /^test_.*\.py$/.test(name));
  return file === undefined ? { value: '', source: 'no pytest, no tests' } : { value: `${runner}python -m unittest`, source: file };
}
