/** Fresh apps, and what their people and their CI run in them. */

export interface FreshApp {
  name: string;
  /** A folder of test/apps, which the files are added to. */
  base?: string;
  files?: Readonly<Record<string, string>>;
  /** Programs that must be on the machine besides those that the test installs. */
  needs?: readonly string[];
  /** Each must end in the same way, print the same and leave the same files before and after create. */
  commands: readonly string[];
  /** Lines that create says to add, by file; they are added as it says. */
  adds?: Readonly<Record<string, (text: string, lines: readonly string[]) => string>>;
}

const typescript = {
  // As Nest has it: every file below the folder is compiled, and rootDir is what they have in common.
  'tsconfig.json': `${JSON.stringify({ compilerOptions: { module: 'commonjs', target: 'es2022', declaration: true, outDir: './dist', esModuleInterop: true, strict: true, skipLibCheck: true, types: [] } }, null, 2)}\n`,
  'src/main.ts': 'export const port: string = "8080";\n',
  'package.json': '{ "name": "fresh", "private": true, "scripts": { "build": "tsc", "start": "node dist/main.js" } }\n',
};

const eslint = (parserOptions: string, more = '') => `import eslint from "@eslint/js";
import prettier from "eslint-plugin-prettier/recommended";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["*.mjs", "dist"] },
${more}  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  prettier,
  { languageOptions: { parserOptions: { ${parserOptions}, tsconfigRootDir: import.meta.dirname } } },
);
`;

const python = { 'fresh/__init__.py': 'PORT: int = 8080\n', 'fresh/py.typed': '' };
const pyproject = (backend: string, requires: string) =>
  `[build-system]\nrequires = ["${requires}"]\nbuild-backend = "${backend}"\n\n[project]\nname = "fresh"\nversion = "1.0.0"\n`;
const buildPython = ['python -m build --no-isolation . >/dev/null', 'tar -tzf dist/*.tar.gz | sort', 'unzip -Z1 dist/*.whl | sort'];

const afterFirstLine = (text: string, lines: readonly string[]) => text.replace('\n', `\n${lines.join('\n')}\n`);
const beforeTable = (text: string, lines: readonly string[]) => text.replace('[package]\n', `[package]\n${lines.join('\n')}\n`);
const atEnd = (text: string, lines: readonly string[]) => `${text}\n${lines.join('\n')}\n`;
const member = (text: string, lines: readonly string[]) => text.replace('{', `{ ${lines.join(' ')},`);

export const freshApps: readonly FreshApp[] = [
  {
    name: 'tsc without include',
    files: typescript,
    commands: ['tsc', 'node dist/src/main.js || node dist/main.js', 'tsc --noEmit', 'tsc --noEmit --allowJs --checkJs'],
  },
  {
    name: 'eslint with a project service, and prettier as its rule and alone',
    files: {
      ...typescript,
      'eslint.config.mjs': eslint('projectService: true'),
      '.prettierrc': '{ "singleQuote": true, "tabWidth": 4 }\n',
      '.prettierignore': '*\n!src/**\n!.github/**\n!.gitops-app/**\n!docs/**\n',
      'src/main.ts': "export const port: string = '8080';\n",
    },
    commands: ['tsc', 'eslint .', 'prettier --check .'],
  },
  {
    name: 'eslint with named projects',
    files: { ...typescript, 'eslint.config.mjs': eslint("project: './tsconfig.json'"), '.prettierignore': 'eslint.config.mjs\ntsconfig.json\npackage.json\n' },
    commands: ['eslint .', 'prettier --check .'],
    adds: { 'eslint.config.mjs': (text, lines) => text.replace('tseslint.config(\n', `tseslint.config(\n  ${lines.join('\n')}\n`) },
  },
  {
    name: 'prettier with its defaults',
    files: {
      'package.json': '{\n  "name": "fresh",\n  "private": true,\n  "devDependencies": {\n    "prettier": "3.10.1"\n  }\n}\n',
      'docs/index.md': '# Fresh\n',
    },
    commands: ['prettier --check .'],
  },
  {
    name: 'biome',
    files: {
      'biome.json': '{\n  "formatter": { "indentStyle": "space" }\n}\n',
      'src/main.js': 'export const port = 8080;\n',
    },
    commands: ['biome check .'],
    adds: { 'biome.json': (text, lines) => text.replace('\n', `\n  ${lines.join('\n')},\n`) },
  },
  {
    name: 'markdownlint',
    files: { 'README.md': '# Fresh\n', 'docs/index.md': '# Index\n', '.markdownlint.json': '{}\n' },
    commands: ['markdownlint-cli2 "**/*.md" >/dev/null'],
  },
  {
    name: 'vitest, which looks for tests everywhere',
    files: {
      'package.json': '{ "name": "fresh", "private": true, "type": "module" }\n',
      'src/main.test.js': "import { expect, test } from 'vitest';\ntest('adds', () => expect(1 + 1).toBe(2));\n",
    },
    commands: ['vitest list', 'vitest run --reporter=json --outputFile=results.json >/dev/null'],
  },
  {
    name: 'a published npm package',
    files: { 'package.json': '{ "name": "fresh", "version": "1.0.0", "license": "MIT" }\n', 'index.js': 'module.exports = 1;\n' },
    commands: [
      'npm pack --dry-run --json --ignore-scripts | node -e "for (const { path } of JSON.parse(require(\'fs\').readFileSync(0))[0].files) console.log(path)"',
    ],
    adds: { 'package.json': member },
  },
  {
    name: 'yamllint',
    files: { '.yamllint': 'extends: default\nrules:\n  document-start: disable\n', 'compose.yaml': 'services: {}\n' },
    commands: ['yamllint .'],
    adds: { '.yamllint': afterFirstLine },
  },
  {
    name: 'setuptools with a flat layout',
    needs: ['python3'],
    files: { ...python, 'docs/index.md': '# Fresh\n', 'pyproject.toml': pyproject('setuptools.build_meta', 'setuptools') },
    commands: [...buildPython, 'ruff check .', 'ruff format --check . >/dev/null', 'mypy .'],
  },
  {
    name: 'hatchling, which packs everything',
    needs: ['python3'],
    files: { ...python, 'pyproject.toml': pyproject('hatchling.build', 'hatchling') },
    commands: buildPython,
    adds: { 'pyproject.toml': atEnd },
  },
  { name: 'Go', base: 'go', needs: ['go'], commands: ['go vet ./...', 'go build ./...', 'go test -count=1 ./... >/dev/null', 'go list ./...', 'gofmt -l .'] },
  {
    name: 'Go with an embedded folder',
    base: 'go',
    needs: ['go'],
    files: { 'docs/docs.go': 'package docs\n\nimport "embed"\n\n//go:embed *\nvar Files embed.FS\n', 'docs/index.md': '# Fresh\n' },
    commands: ["go list -f '{{.EmbedFiles}}' ./docs", 'go vet ./...'],
  },
  {
    name: 'a published crate',
    needs: ['cargo'],
    files: { 'Cargo.toml': '[package]\nname = "fresh"\nversion = "1.0.0"\nedition = "2021"\n', 'src/main.rs': 'fn main() {}\n' },
    commands: ['cargo package --list --allow-dirty'],
    adds: { 'Cargo.toml': beforeTable },
  },
  { name: 'Rust', base: 'rust', needs: ['cargo'], commands: ['cargo test --quiet >/dev/null'] },
  { name: 'Maven', base: 'java', needs: ['java', 'mvn'], commands: ['mvn --batch-mode --quiet verify'] },
  { name: 'Gradle', base: 'java-gradle', needs: ['java', 'gradle'], commands: ['gradle --no-daemon --quiet build'] },
  { name: 'Ruby', base: 'ruby', needs: ['bundle'], commands: ['rm -f Gemfile.lock && bundle install --local --quiet', 'bundle exec rake test >/dev/null'] },
  { name: 'PHP', base: 'php', needs: ['php', 'composer'], commands: ['composer install --quiet', 'composer test >/dev/null'] },
  { name: '.NET', base: 'dotnet', needs: ['dotnet'], commands: ['dotnet build --nologo -v quiet', 'dotnet test --no-build --nologo -v quiet >/dev/null'] },
];
