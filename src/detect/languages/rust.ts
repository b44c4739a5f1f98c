import type { Detected } from '../detected.ts';
import type { DetectedProject, ProjectFiles } from './project.ts';
import { tomlTable, tomlText } from './toml.ts';
import { toolVersions, type VersionPlace, versionsIn } from './versions.ts';

/** Debian libraries that crates link to dynamically and that the distroless image does not include; it includes libssl3. */
const libraries = { 'pq-sys': 'libpq5', 'mysqlclient-sys': 'libmariadb3', 'libsqlite3-sys': 'libsqlite3-0', 'libz-sys': 'zlib1g' } as const;

/** Not rust-version: it is the minimum version of a library, not the version to build an app with. */
const versionPlaces: readonly VersionPlace[] = [
  { file: 'rust-toolchain.toml', pattern: /^\s*channel\s*=\s*["'](\d+\.\d+(?:\.\d+)?)["']/m },
  { file: 'rust-toolchain', pattern: /^\s*(?:channel\s*=\s*["'])?(\d+\.\d+(?:\.\d+)?)\b/m },
  toolVersions('rust', '\\d+\\.\\d+(?:\\.\\d+)?'),
];

export function detectRust(files: ProjectFiles): DetectedProject | undefined {
  const source = 'Cargo.toml';
  const text = files.text(source);
  if (text === undefined) return undefined;
  const name = tomlText(text, 'package', 'name');
  const description = tomlText(text, 'package', 'description');
  const versions = versionsIn(files, versionPlaces);
  const lint = lintOf(files, text);
  const packages = packagesOf(files.text('Cargo.lock') ?? '');
  const program = programOf(text) ?? onlyProgram(files, text);
  return {
    source,
    ...(name === undefined ? {} : { name: { value: name, source } }),
    ...(description === undefined || description === '' ? {} : { description: { value: description, source } }),
    ...(versions === undefined ? {} : { versions }),
    commands: lint === undefined ? {} : { lint },
    ...(packages === undefined ? {} : { build: { packages } }),
    ...(program === undefined ? { startUnknown: true } : { command: { value: [program], source } }),
  };
}

function packagesOf(lock: string): Detected<string[]> | undefined {
  const has = (name: string) => lock.includes(`\nname = "${name}"\n`);
  const crates = Object.entries(libraries).filter(([crate]) => has(crate));
  if (crates.length === 0) return undefined;
  const value = [...crates.map(([, name]) => name), ...(has('openssl-sys') ? ['libssl3'] : [])].sort();
  return { value, source: `${crates.map(([crate]) => crate).join(', ')} in Cargo.lock` };
}

/** The program of a package; undefined for a virtual workspace. */
function programOf(manifest: string): string | undefined {
  return tomlText(manifest, 'package', 'default-run') ?? tomlText(manifest, 'bin', 'name') ?? tomlText(manifest, 'package', 'name');
}

/** The only program of a workspace, or its only server: a member with src/main.rs. */
function onlyProgram(files: ProjectFiles, manifest: string): string | undefined {
  const members = /^\s*members\s*=\s*\[([^\]]*)\]/m.exec(tomlTable(manifest, 'workspace') ?? '')?.[1] ?? '';
  const folders = [...members.matchAll(/["']([^"']+)["']/g)].flatMap(([, member = '']) => {
    const parent = /^(.*)\/\*$/.exec(member)?.[1];
    return parent === undefined ? [member] : files.names(parent).map((name) => `${parent}/${name}`);
  });
  const programs = folders
    .filter((folder) => files.text(`${folder}/src/main.rs`) !== undefined)
    .map((folder) => programOf(files.text(`${folder}/Cargo.toml`) ?? ''));
  if (programs.length === 1) return programs[0];
  // Prefer a server over command-line tools.
  const servers = programs.filter((program) => /(?:^|[-_])(?:server|web|api|app)$/.test(program ?? ''));
  return servers.length === 1 ? servers[0] : undefined;
}

function lintOf(files: ProjectFiles, text: string): Detected<string> | undefined {
  const names = files.names();
  const rustfmt = ['rustfmt.toml', '.rustfmt.toml'].find((name) => names.includes(name));
  const tables = ['lints.clippy', 'lints.rust', 'workspace.lints.clippy', 'workspace.lints.rust'].find((table) => tomlTable(text, table) !== undefined);
  const clippy = ['clippy.toml', '.clippy.toml'].find((name) => names.includes(name)) ?? (tables === undefined ? undefined : `Cargo.toml [${tables}]`);
  const commands = [
    ...(rustfmt === undefined ? [] : ['cargo fmt --check']),
    ...(clippy === undefined ? [] : ['cargo clippy --locked --all-targets -- --deny warnings']),
  ];
  return commands.length === 0 ? undefined : { value: commands.join('\n'), source: [rustfmt, clippy].filter((each) => each !== undefined).join(', ') };
}
