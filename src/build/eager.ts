/**
 * V8 first skips over a function and reads it again when it runs, unless it stands in parentheses. What every check runs
 * is therefore put into them: at a cold start, nothing of it is read twice.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseAst } from 'rolldown/parseAst';

interface Coverage {
  result: { url: string; functions: { ranges: { startOffset: number; count: number }[] }[] }[];
}

/**
 * Rewrites chunks of a build: their top-level functions that a check of a clean project runs come first, ready to run.
 * @param dist folder of the build
 * @param chunks file names in it
 * @param config the pipeline.config.ts of the project, whose repositories are siblings
 */
export function compileEagerly(dist: string, chunks: readonly string[], config: string): void {
  const coverage = coverageOf(join(dist, 'cli.cjs'), config);
  for (const chunk of chunks) {
    const path = join(dist, chunk);
    const found = coverage.result.find(({ url }) => url === pathToFileURL(path).href);
    if (found === undefined) throw new Error(`a check does not load ${chunk}`);
    const called = new Set(found.functions.flatMap(({ ranges: [whole] }) => (whole !== undefined && whole.count > 0 ? [whole.startOffset] : [])));
    writeFileSync(path, withEager(readFileSync(path, 'utf8'), called));
  }
}

/** A declaration is known in its whole scope before anything runs; so is a variable that is set before anything else. */
function withEager(code: string, called: ReadonlySet<number>): string {
  const functions = parseAst(code).body.flatMap((statement) =>
    statement.type === 'FunctionDeclaration' && statement.id !== null && called.has(statement.start) ? [{ ...statement, name: statement.id.name }] : [],
  );
  let rest = '';
  let at = 0;
  for (const { start, end } of functions) {
    rest += code.slice(at, start);
    at = end;
  }
  return `var ${functions.map(({ name, start, end }) => `${name}=(${code.slice(start, end)})`).join(',')};${rest}${code.slice(at)}`;
}

/** Which functions a check of a project that was just generated calls, as V8 counts them. */
function coverageOf(cli: string, config: string): Coverage {
  const folder = mkdtempSync(join(tmpdir(), 'coverage-'));
  const [app, counts] = [join(folder, 'app'), join(folder, 'counts')];
  const run = (command: string, environment: NodeJS.ProcessEnv = {}) => {
    const env = { ...process.env, CI: 'true', NODE_DISABLE_COMPILE_CACHE: '1', ...environment };
    const { status, stderr } = spawnSync(process.execPath, [cli, command, '--cwd', app], { encoding: 'utf8', env });
    if (status !== 0) throw new Error(`${command} ended with ${status}:\n${stderr}`);
  };
  try {
    mkdirSync(app);
    copyFileSync(config, join(app, 'pipeline.config.ts'));
    run('generate');
    run('check', { NODE_V8_COVERAGE: counts });
    const [file = ''] = readdirSync(counts);
    return JSON.parse(readFileSync(join(counts, file), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
