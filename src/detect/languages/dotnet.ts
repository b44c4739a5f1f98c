import type { Detected } from '../detected.ts';
import type { DetectedProject, ProjectFiles } from './project.ts';
import { toolVersions, type VersionPlace, versionsIn } from './versions.ts';

const framework = /<TargetFrameworks?>\s*net(\d+\.\d+)/;

export function detectDotnet(files: ProjectFiles): DetectedProject | undefined {
  const names = files.names();
  const isProject = (name: string) => /\.(cs|fs|vb)proj$/.test(name);
  const solution = names.find((name) => /\.slnx?$/.test(name));
  const source = solution ?? names.find(isProject);
  if (source === undefined) return undefined;
  const below = (folder: string) => files.names(folder).map((name) => (folder === '.' ? name : `${folder}/${name}`));
  const projects = ['.', ...below('.'), ...below('src')].flatMap((folder) => below(folder).filter(isProject));
  // The app is the project that serves, not tests or libraries.
  const app =
    projects.find((path) => /Sdk="Microsoft\.NET\.Sdk\.(Web|Worker)"/.test(files.text(path) ?? '')) ?? (projects.length === 1 ? projects[0] : undefined);
  const versions = versionsOf(files, projects);
  const name = app === undefined ? undefined : assemblyOf(app, files.text(app) ?? '');
  const health = app === undefined ? undefined : healthOf(files, app);
  return {
    source,
    name: { value: nameOf(source), source },
    ...(versions === undefined ? {} : { versions }),
    ...(health === undefined ? {} : { health }),
    commands: /^\s*(dotnet|csharp)_/m.test(files.text('.editorconfig') ?? '')
      ? { lint: { value: 'dotnet format --no-restore --verify-no-changes', source: '.editorconfig' } }
      : {},
    ...(name === undefined || app === undefined
      ? { startUnknown: true }
      : { command: { value: ['dotnet', `${name}.dll`], source: app }, build: { project: { value: app, source: app } } }),
  };
}

/** The DLL has the name of its project, unless AssemblyName is set; names with other properties are unknown. */
function assemblyOf(path: string, project: string): string | undefined {
  const assemblyName = /<AssemblyName>\s*([^<\s]+)\s*<\/AssemblyName>/.exec(project)?.[1];
  const name = assemblyName?.replaceAll('$(MSBuildProjectName)', nameOf(path)) ?? nameOf(path);
  return name.includes('$(') ? undefined : name;
}

/** `app.MapHealthChecks("/healthz")`, without authorization. */
function healthOf(files: ProjectFiles, app: string): Detected<string> | undefined {
  const folder = app.slice(0, Math.max(app.lastIndexOf('/'), 0));
  const found = ['Program.cs', 'Startup.cs'].map((name) => {
    const source = folder === '' ? name : `${folder}/${name}`;
    return { source, value: /^\s*[\w.]+\.MapHealthChecks\(\s*"(\/[\w/.-]*)"(?!.*\.Require)/m.exec(files.text(source) ?? '')?.[1] };
  });
  return found.flatMap(({ source, value }) => (value === undefined ? [] : [{ value, source }]))[0];
}

const nameOf = (path: string) => (path.split('/').at(-1) ?? '').replace(/\.\w+$/, '');

function versionsOf(files: ProjectFiles, projects: readonly string[]): Detected<string[]> | undefined {
  const places: VersionPlace[] = [
    { file: 'global.json', pattern: /"version"\s*:\s*"(\d+\.\d+)/ },
    toolVersions('dotnet(?:-core)?', '\\d+\\.\\d+'),
    { file: 'Directory.Build.props', pattern: framework },
    ...projects.map((file) => ({ file, pattern: framework })),
  ];
  return versionsIn(files, places);
}
