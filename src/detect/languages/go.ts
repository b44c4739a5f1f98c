import type { Detected } from '../detected.ts';
import type { DetectedProject, ProjectFiles } from './project.ts';
import { toolVersions, type VersionPlace, versionsIn } from './versions.ts';

const versionPlaces: readonly VersionPlace[] = [
  { file: 'go.mod', pattern: /^toolchain go(\d+\.\d+)/m, source: 'go.mod toolchain' },
  { file: '.go-version', pattern: /^\s*(\d+\.\d+)/ },
  toolVersions('(?:go|golang)', '\\d+\\.\\d+'),
  { file: 'go.mod', pattern: /^go (\d+\.\d+)/m },
];

export function detectGo(files: ProjectFiles): DetectedProject | undefined {
  const source = 'go.mod';
  const text = files.text(source);
  if (text === undefined) return undefined;
  const module = /^module\s+"?([^\s"]+)/m.exec(text)?.[1]?.replace(/\/v\d+$/, '');
  const name = module?.split('/').at(-1);
  const versions = versionsIn(files, versionPlaces);
  const command = programOf(files, name);
  return {
    source,
    ...(name === undefined ? {} : { name: { value: name, source } }),
    ...(versions === undefined ? {} : { versions }),
    commands: /golangci-lint/.test(text) && /^tool\b/m.test(text) ? { lint: { value: 'go tool golangci-lint run', source: 'go.mod tool' } } : {},
    ...(command === undefined ? {} : { command }),
  };
}

/** A program has the name of its folder, or of the module if it is at the top. Prefers the one named like the module. */
function programOf(files: ProjectFiles, module: string | undefined): Detected<string[]> | undefined {
  const isProgram = (folder: string) =>
    files.names(folder).some((file) => file.endsWith('.go') && !file.endsWith('_test.go') && /^package main\b/m.test(files.text(`${folder}/${file}`) ?? ''));
  if (isProgram('.')) return module === undefined ? undefined : { value: [module], source: 'package main' };
  const programs = files.names('cmd').filter((folder) => isProgram(`cmd/${folder}`));
  const program = programs.find((each) => each === module) ?? programs.find((each) => /^(server|web|api|app)$/.test(each)) ?? programs[0];
  return program === undefined ? undefined : { value: [program], source: `cmd/${program}` };
}
