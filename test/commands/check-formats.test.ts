/** Formats of check that other programs read. */
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import checkSchema from '../../schemas/check.schema.json' with { type: 'json' };
import type { Generator } from '../../src/plan/plan.ts';
import { exitCodes, type Problem } from '../../src/problems/errors.ts';
import { printCheckError } from '../../src/reporters/check/error.ts';
import { openWorkspace, smallGenerators } from '../support/run-commands.ts';
import { temporaryFolder, treeOf } from '../support/workspace.ts';

const git = (cwd: string, args: readonly string[], input?: string) =>
  execFileSync('git', args, { cwd, encoding: 'utf8', ...(input === undefined ? {} : { input }) });

/** Both repositories generated and committed. */
async function committed(generators: readonly Generator[] = smallGenerators) {
  const workspace = openWorkspace();
  await workspace.generate({ generators });
  for (const folder of [workspace.app, workspace.config]) {
    git(folder, ['init', '--quiet', '--initial-branch=main']);
    git(folder, ['-c', 'core.autocrlf=false', 'add', '--all']);
    git(folder, ['-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '--quiet', '--message', 'x']);
  }
  return workspace;
}

const filesOf = (folder: string) => Object.fromEntries(Object.entries(treeOf(folder)).filter(([path]) => !path.startsWith('.git/')));

describe('patch', () => {
  /** One output of each class of ownership, including a merged file. */
  const generators: readonly Generator[] = smallGenerators.concat({
    id: 'config/runbook',
    description: '',
    repository: 'config',
    files: ({ environments }) => [
      { path: 'docs/runbook.md', content: `There are ${environments[1]?.components[0]?.replicas} pods.\n`, ownership: { class: 'merge' } },
    ],
  });

  test.each(['app', 'config'] as const)('git applies it, with the same result as generate: %s', async (role) => {
    const workspace = await committed(generators);
    const edit = (path: string, change: (text: string) => string) => writeFileSync(path, change(readFileSync(path, 'utf8')));
    const byHand = { app: '.github/workflows/gitops-ci.yaml', config: '.github/workflows/cd.yaml' }[role];
    edit(join(workspace[role], byHand), (text) => `${text.replaceAll('\n', '\r\n')}::error::by hand\r\nno newline at the end`);
    rmSync(join(workspace.config, '.gitops-app/shop/model.json'));
    workspace.deliver('prod');
    workspace.edit('replicas: 3', 'replicas: 4');
    const { code, out } = await workspace.check({
      cwd: workspace[role],
      config: join(workspace.app, '.gitops-app/pipeline.config.ts'),
      format: 'patch',
      generators,
    });
    expect(code).toBe(exitCodes.drift);
    const patched = join(temporaryFolder(), role);
    cpSync(workspace[role], patched, { recursive: true });
    git(patched, ['apply', '--check'], out);
    git(patched, ['apply'], out);
    expect(await workspace.generate({ generators, overwrite: [byHand] })).toMatchObject({ code: exitCodes.clean, err: '' });
    expect(filesOf(patched)).toEqual(filesOf(workspace[role]));
    if (role === 'config') expect((await workspace.check({ cwd: patched, generators })).code).toBe(exitCodes.clean);
  });

  test('omits and reports what only Git still has', async () => {
    const workspace = await committed();
    rmSync(join(workspace.config, 'charts/shop/prod-values.yaml'));
    const { out, err } = await workspace.check({ cwd: workspace.config, format: 'patch' });
    expect([out, err]).toEqual(['', 'not in the patch: charts/shop/prod-values.yaml is missing: only Git still has what CD wrote into it\n']);
  });

  test('is empty if all is up to date, and reports what it omits', async () => {
    const workspace = await committed();
    expect(await workspace.check({ format: 'patch' })).toEqual({ code: exitCodes.clean, out: '', err: '' });
    rmSync(join(workspace.config, '.github/workflows/cd.yaml'));
    const { out, err } = await workspace.check({ format: 'patch' });
    expect([out, err]).toEqual(['', 'not in the patch: ../shop-config/.github/workflows/cd.yaml is in the repository acme/shop-config\n']);
  });
});

const { $schema: _, id: __, ...sarifSchema } = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const validateSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(sarifSchema);

test('an error matches the schemas, with its problems', async () => {
  const problems: Problem[] = [
    { code: 'UNKNOWN_CLUSTER', severity: 'error', message: 'no such cluster', place: { file: 'pipeline.config.ts', line: 3, column: 7 } },
    { code: 'CONFIG_THREW', severity: 'error', message: 'is broken', hint: 'Fix it.', place: { file: 'pipeline.config.ts', line: 4, column: 1 } },
  ];
  const json = JSON.parse(await printCheckError(problems, 'json'));
  const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(checkSchema);
  validate(json);
  expect(validate.errors).toBeNull();
  expect(json).toMatchObject({
    result: 'error',
    problems: [
      { code: 'UNKNOWN_CLUSTER', hint: '' },
      { code: 'CONFIG_THREW', hint: 'Fix it.' },
    ],
  });
  const sarif = JSON.parse(await printCheckError(problems, 'sarif'));
  validateSarif(sarif);
  expect(validateSarif.errors).toBeNull();
  expect(sarif.runs[0]).toMatchObject({
    invocations: [{ executionSuccessful: false }],
    results: [
      { ruleId: 'UNKNOWN_CLUSTER', level: 'error' },
      { ruleId: 'CONFIG_THREW', message: { text: 'is broken. Fix it.' } },
    ],
  });
});

test('sarif matches its schema, with a rule and a place for each result', async () => {
  const workspace = await committed();
  rmSync(join(workspace.config, '.github/workflows/cd.yaml'));
  workspace.edit(
    "routes: { public: { component: 'web', port: 'http' } }",
    "routes: { public: { component: 'web', port: 'http' }, other: { component: 'web', port: 'http' } }",
  );
  const { code, out } = await workspace.check({ format: 'sarif' });
  expect(code).toBe(exitCodes.drift);
  const report = JSON.parse(out);
  validateSarif(report);
  expect(validateSarif.errors).toBeNull();
  const [{ tool, results }] = report.runs;
  const known = new Set(tool.driver.rules.map(({ id }: { id: string }) => id));
  for (const { ruleId } of results) expect(known).toContain(ruleId);
  expect(results).toContainEqual({
    ruleId: 'missing',
    level: 'error',
    message: { text: expect.stringContaining('cd.yaml') },
    locations: [{ physicalLocation: { artifactLocation: { uri: '../shop-config/.github/workflows/cd.yaml' } } }],
  });
  expect(results).toContainEqual(
    expect.objectContaining({
      ruleId: 'ROUTE_WITHOUT_HOSTS',
      level: 'warning',
      locations: [{ physicalLocation: expect.objectContaining({ region: expect.anything() }) }],
    }),
  );
});
