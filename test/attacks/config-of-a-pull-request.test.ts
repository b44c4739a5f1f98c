/**
 * The config of a pull request runs in check, which judges that pull request. Whatever its code does, a generated file that
 * was edited by hand makes check fail.
 */
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goldenFolder } from '../golden/cases.ts';
import { type BuiltCli, builtCli } from '../support/built-cli.ts';

const edited = '.github/workflows/gitops-check.yaml';
let cli: BuiltCli;
let folder: string;
let app: string;
let good: string;

beforeAll(async () => {
  cli = await builtCli();
  folder = mkdtempSync(join(tmpdir(), 'pull-request-'));
  app = join(folder, 'app');
  cpSync(join(goldenFolder, 'shop'), folder, { recursive: true });
  good = readFileSync(join(app, '.gitops-app/pipeline.config.ts'), 'utf8');
  appendFileSync(join(app, edited), '# edited by hand\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function checkWith(code: string, ...args: string[]) {
  writeFileSync(join(app, '.gitops-app/pipeline.config.ts'), good.replace('export default', `${code}\nexport default`));
  return cli.run(app, 'check', ...args);
}

const attacks: Record<string, string> = {
  'nothing at all': '',
  'a process that ends with 0': 'process.reallyExit(0);',
  'a process that ends with 0 later': "process.on('exit', () => (process as any).reallyExit(0)); setTimeout(() => process.exit(0), 0);",
  'another process.exit': '(process as any).exit = () => (process as any).reallyExit(0);',
  'another exit code': "Object.defineProperty(process, 'exitCode', { get: () => 0, set: () => {} });",
  'a signal that ends nothing': "process.on('SIGTERM', () => process.exit(0)); process.kill(process.pid, 'SIGTERM');",
  'the constructor of a function': "(definePipeline as any).constructor('return process')().reallyExit(0);",
  'an error of the host': "try { (null as any).x } catch (error: any) { error.constructor.constructor('return process')().reallyExit(0) }",
  'a promise of an import': "import('node:fs').catch((error: any) => error.constructor.constructor('return process')().reallyExit(0));",
  'a stack trace':
    "(Error as any).prepareStackTrace = (_: unknown, frames: any) => frames[0].constructor.constructor('return process')().reallyExit(0); String(new Error('x').stack);",
  'other built-in functions': [
    'Array.prototype.some = () => false; Array.prototype.filter = function () { return [] as never };',
    'JSON.stringify = () => "{}"; Object.entries = () => []; Object.keys = () => [];',
    "(Object.prototype as any).toJSON = () => ({ result: 'clean' });",
  ].join('\n'),
  'a comparison that always holds': "require('node:crypto').hash = () => 'same'; require('node:fs').readFileSync = () => '';",
  'an exit of a worker': "new (require('node:worker_threads').Worker)('process.reallyExit(0)', { eval: true });",
  'a file that is put right': `require('node:fs').writeFileSync('${edited}', 'put right');`,
  'a process that puts it right': `require('node:child_process').execSync('echo put right >${edited}');`,
  'an answer of its own': `require('node:fs').writeSync(3, JSON.stringify({ json: '{}', problems: [], warnings: [] })); (process as any).reallyExit(0);`,
  'an answer that is no config': `require('node:fs').writeSync(3, JSON.stringify({ json: '[]' })); (process as any).reallyExit(0);`,
};

describe.each(Object.entries(attacks))('with %s', (name, code) => {
  test('check does not end with 0', () => {
    const { status, stdout } = checkWith(code, '--format', 'json');
    expect(status).not.toBe(0);
    expect(JSON.parse(stdout).result).not.toBe('clean');
    expect(readFileSync(join(app, edited), 'utf8')).toContain('# edited by hand');
    if (name === 'nothing at all') expect(status).toBe(3 - 1);
  });
});

test('a config with an import behaves as it always has, and what it prints is not in the report', () => {
  writeFileSync(join(app, '.gitops-app/owners.ts'), "console.log('hello'); export const owners = ['@acme/shop'];");
  const { status, stdout, stderr } = checkWith("import { owners } from './owners'; void owners;", '--format', 'json');
  expect(status, stderr).toBe(2);
  expect(JSON.parse(stdout).files).toMatchObject([{ path: edited }]);
  expect(stderr).toBe('hello\n');
});

test('a mistake has its place and its message', () => {
  for (const code of ['', "import { readFileSync } from 'node:fs'; void readFileSync;"]) {
    writeFileSync(join(app, '.gitops-app/pipeline.config.ts'), `${code}\n${good.replace('containerPort: 8080', 'containerPort: 8080n')}`);
    const { status, stderr } = cli.run(app, 'check');
    expect(status).toBe(1);
    expect(stderr).toMatch(/pipeline\.config\.ts:\d+:\d+ {2}error {2}NOT_PLAIN_DATA .*containerPort is a bigint/);
  }
});

test('a value that changes from run to run is found there too', () => {
  const { status, stderr } = checkWith("import { hrtime } from 'node:process';", '--format', 'text');
  expect(status, stderr).toBe(2);
  writeFileSync(
    join(app, '.gitops-app/pipeline.config.ts'),
    good.replace("name: 'shop', language", "name: 'shop', description: String(process.hrtime.bigint()), language"),
  );
  const changed = cli.run(app, 'check');
  expect(changed.status).toBe(1);
  expect(changed.stderr).toContain('CONFIG_NOT_DETERMINISTIC');
  expect(existsSync(join(app, '.gitops-app/manifest.json'))).toBe(true);
});
