import { join } from 'node:path';
import { ownFolder } from '../model/names.ts';
import { isObject } from '../text/print-value.ts';
import type { Detected } from './detected.ts';
import type { ProjectFiles } from './languages/project.ts';
import { tomlTable } from './languages/toml.ts';
import { projectFiles } from './project-files.ts';

/** Tools of the app that read every file of the repository, or pack it. */
export interface AppTools {
  /** Ignore files to which generate can add what it generates. */
  ignoreFiles?: Detected<string[]>;
  /** What the user has to exclude, because no file of its own can say so. */
  exclusions: Exclusion[];
}

/** Lines that a file of the user's needs, or a tool reads the generated files too. */
export interface Exclusion {
  file: string;
  reason: string;
  lines: string[];
}

export function detectTools(folder: string): AppTools {
  const files = projectFiles(folder);
  const names = files.names();
  const existing = ['.dockerignore', '.eslintignore', '.markdownlintignore', '.npmignore'].filter((name) => names.includes(name));
  const prettier = prettierSource(files);
  const ignoreFiles = prettier === undefined ? existing : [...existing, '.prettierignore'].sort();
  const [first] = existing;
  return {
    ...(ignoreFiles.length === 0 ? {} : { ignoreFiles: { value: ignoreFiles, source: prettier ?? first ?? '' } }),
    exclusions: tools.flatMap(({ names: pattern, applies, reason, lines }) => {
      const file = names.find((name) => pattern.test(name) && applies?.(files.text(name) ?? '', names) !== false);
      return file === undefined ? [] : [{ file, reason, lines: [...lines] }];
    }),
  };
}

/** Where Prettier is mentioned, which checks every file that it can parse: in its own files, a manifest, a hook or a workflow. */
function prettierSource(files: ProjectFiles): string | undefined {
  const own = files.names().find((name) => /^(?:\.prettierrc(?:\..+)?|prettier\.config\.[cm]?[jt]s|\.prettierignore)$/.test(name));
  const others = ['package.json', '.pre-commit-config.yaml', 'lefthook.yml', 'lefthook.yaml', 'Makefile', 'Taskfile.yml', 'justfile'];
  const workflows = files.names('.github/workflows').map((name) => join('.github/workflows', name).replaceAll('\\', '/'));
  return own ?? [...others, ...workflows].find((name) => /\bprettier\b/.test(files.text(name) ?? ''));
}

interface Tool {
  /** Names of the file that shows its use. */
  names: RegExp;
  /** Whether this file, beside these other files, means that the tool reads what is generated. */
  applies?: (text: string, names: readonly string[]) => boolean;
  reason: string;
  lines: readonly string[];
}

const folders = [ownFolder, '.github'] as const;
const atRoot = ['Dockerfile', '.dockerignore', '.gitattributes'] as const;

const tools: readonly Tool[] = [
  {
    names: /^eslint\.config\.[cm]?[jt]s$/,
    // The project service finds the tsconfig.json of the folder.
    applies: (text, names) => names.includes('tsconfig.json') && !text.includes('projectService'),
    reason: 'unless its parser uses projectService, ESLint reads no TypeScript outside of the projects that it names',
    lines: [`{ ignores: ['${ownFolder}/'] },`],
  },
  {
    names: /^\.?biome\.jsonc?$/,
    reason: 'Biome formats and lints them',
    lines: [`"files": { "includes": ["**", ${folders.map((folder) => `"!${folder}"`).join(', ')}] }`],
  },
  { names: /^\.?cspell(?:\.config)?\.(?:jsonc?|ya?ml)$/, reason: 'CSpell reads them', lines: [`ignorePaths: [${folders.join(', ')}]`] },
  { names: /^\.yamllint(?:\.ya?ml)?$/, reason: 'yamllint reads the workflows', lines: ['ignore:', '  - .github/workflows/gitops-*.yaml'] },
  {
    names: /^\.(?:ecrc|editorconfig-checker\.json)$/,
    reason: 'editorconfig-checker applies the .editorconfig of the app to them',
    lines: [`"Exclude": [${folders.map((folder) => JSON.stringify(`^${folder.replace('.', '\\.')}/`)).join(', ')}]`],
  },
  {
    names: /^\.pre-commit-config\.yaml$/,
    reason: 'hooks that change files change them',
    lines: [`exclude: ^(${folders.map((folder) => folder.replace('.', '\\.')).join('|')})/`],
  },
  {
    names: /^(?:pom\.xml|build\.gradle(?:\.kts)?)$/,
    applies: (text) => /apache-rat|org\.nosphere\.apache\.rat|license-maven-plugin|com\.github\.hierynomus\.license/.test(text),
    reason: 'the check of licence headers reads them',
    lines: [...folders.map((folder) => `${folder}/**`), ...atRoot].map((path) => `<exclude>${path}</exclude>`),
  },
  {
    names: /^REUSE\.toml$/,
    reason: 'REUSE needs a licence for each file',
    lines: ['[[annotations]]', `path = [${[...folders.map((folder) => `${folder}/**`), ...atRoot].map((path) => `"${path}"`).join(', ')}]`],
  },
  {
    names: /^\.licenserc\.ya?ml$/,
    reason: 'the check of licence headers reads them',
    lines: ['header:', '  paths-ignore:', ...[...folders.map((folder) => `${folder}/**`), ...atRoot].map((path) => `    - '${path}'`)],
  },
  {
    names: /^pyproject\.toml$/,
    // Such a table has a selection of its own.
    applies: (text) => /["']hatchling\b/.test(tomlTable(text, 'build-system') ?? '') && tomlTable(text, 'tool.hatch.build.targets.sdist') === undefined,
    reason: 'hatchling packs every file into the source distribution',
    lines: ['[tool.hatch.build.targets.sdist]', `exclude = [${[...folders, ...atRoot].map((path) => `"/${path}"`).join(', ')}]`],
  },
  {
    names: /^pyproject\.toml$/,
    applies: (text) => /["']setuptools[-_]scm\b/.test(tomlTable(text, 'build-system') ?? ''),
    reason: 'setuptools-scm packs every committed file into the source distribution; in MANIFEST.in',
    lines: [...folders.map((folder) => `prune ${folder}`), ...atRoot.map((path) => `exclude ${path}`)],
  },
  {
    names: /^Cargo\.toml$/,
    applies: (text) => {
      const table = tomlTable(text, 'package');
      return table !== undefined && !/^\s*(?:publish\s*=\s*(?:false|\[\s*\])|include\s*=)/m.test(table);
    },
    reason: 'cargo package packs every committed file, unless publish = false',
    lines: [`exclude = [${[...folders, ...atRoot].map((path) => `"/${path}"`).join(', ')}]`],
  },
  {
    names: /^package\.json$/,
    applies: (text, names) => !names.includes('.npmignore') && packsEverything(text),
    reason: 'npm publish packs every file, unless "private": true',
    lines: [`"files": ["*", ${[...folders, ...atRoot].map((path) => `"!${path}"`).join(', ')}]`],
  },
];

function packsEverything(text: string): boolean {
  try {
    const manifest: unknown = JSON.parse(text);
    return isObject(manifest) && manifest.private !== true && manifest.files === undefined;
  } catch {
    return false;
  }
}
