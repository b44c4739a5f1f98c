/** Builds programs from Go modules into the cache, and knows which are missing. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { program, stamp } from './cache.ts';
import { modulesFolder, type Program, programs, systemPrograms } from './parts.ts';

const goEnvironment = { ...process.env, GOWORK: 'off', GOFLAGS: '-buildvcs=false -trimpath -mod=readonly' };

/** Runs go in the folder of a module; gives its standard output. */
export function go(module: string, args: readonly string[], environment: Record<string, string> = {}): string {
  const { status, stdout, stderr, error } = spawnSync('go', args, {
    cwd: join(modulesFolder, module),
    env: { ...goEnvironment, ...environment },
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (error !== undefined || status !== 0) throw new Error(`go ${args.join(' ')} in ${module}: ${error?.message ?? stderr}`);
  return stdout.trim();
}

/** What a program is built from, as one digest. */
function digestOf(part: Program): string {
  const hash = createHash('sha256').update(JSON.stringify({ ...part, flags: part.linkerFlags('v1.2.3') }));
  const own = readdirSync(join(modulesFolder, part.module)).filter((file) => file.endsWith('.go'));
  for (const file of ['go.mod', 'go.sum', ...own].filter((each) => existsSync(join(modulesFolder, part.module, each))))
    hash.update(readFileSync(join(modulesFolder, part.module, file)));
  return hash.digest('hex');
}

/** Programs that are missing or were built from something else. */
export function stale(parts: readonly Program[] = programs): Program[] {
  return parts.filter((part) => !existsSync(program(part.name)) || !existsSync(stamp(part.name)) || readFileSync(stamp(part.name), 'utf8') !== digestOf(part));
}

/** System programs that are not on PATH, with the Debian package of each. */
export function missingSystemPrograms(needed: Record<string, string> = systemPrograms, path = process.env.PATH): string[] {
  return Object.entries(needed)
    .filter(([name]) => spawnSync('sh', ['-c', 'command -v "$0"', name], { env: { ...process.env, PATH: path } }).status !== 0)
    .map(([name, debian]) => (name === debian ? name : `${name} (Debian package ${debian})`));
}

/** Builds a program and prints its time. */
export function build(part: Program): void {
  const version = part.versionOf === undefined ? 'v0.0.0' : go(part.module, ['list', '-m', '-f', '{{.Version}}', part.versionOf]);
  const started = Date.now();
  process.stdout.write(`${part.name} ${version}: building, about ${part.minutes} min when nothing is cached …\n`);
  for (const file of [program(part.name), stamp(part.name)]) mkdirSync(dirname(file), { recursive: true });
  const temporary = `${program(part.name)}.new`;
  const flags = ['-p', '2', ...(part.buildFlags ?? []), '-ldflags', ['-s', '-w', ...part.linkerFlags(version)].join(' ')];
  go(part.module, ['build', ...flags, '-o', temporary, part.package], { CGO_ENABLED: part.cgo === true ? '1' : '0' });
  renameSync(temporary, program(part.name));
  writeFileSync(stamp(part.name), digestOf(part));
  process.stdout.write(`${part.name} ${version}: built in ${Math.round((Date.now() - started) / 1000)} s\n`);
}
