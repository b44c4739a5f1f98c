/** Formats of check that other programs read. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { exitCodes } from '../../src/errors.ts';
import { openWorkspace } from './run-commands.ts';

const git = (cwd: string, args: readonly string[], input?: string) =>
  execFileSync('git', args, { cwd, encoding: 'utf8', ...(input === undefined ? {} : { input }) });

/** Both repositories generated and committed. */
async function committed() {
  const workspace = openWorkspace();
  await workspace.generate();
  for (const folder of [workspace.app, workspace.config]) {
    git(folder, ['init', '--quiet', '--initial-branch=main']);
    git(folder, ['-c', 'core.autocrlf=false', 'add', '--all']);
    git(folder, ['-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '--quiet', '--message', 'x']);
  }
  return workspace;
}

describe('patch', () => {
  test('git applies it, and what it says is what generate writes', async () => {
    const workspace = await committed();
    const edit = (path: string, change: (text: string) => string) =>
      writeFileSync(join(workspace.config, path), change(readFileSync(join(workspace.config, path), 'utf8')));
    edit('.github/workflows/cd.yaml', (text) => `${text.replaceAll('\n', '\r\n')}::error::by hand\r\nno newline at the end`);
    rmSync(join(workspace.config, '.gitops-app/shop/model.json'));
    workspace.edit('replicas: 3', 'replicas: 4');
    const { code, out } = await workspace.check({ cwd: workspace.config, config: join(workspace.app, 'pipeline.config.ts'), format: 'patch' });
    expect(code).toBe(exitCodes.drift);
    git(workspace.config, ['apply', '--check'], out);
    git(workspace.config, ['apply'], out);
    const after = await workspace.check({ format: 'json' });
    const left = JSON.parse(after.out).files.filter(({ repository }: { repository: string }) => repository === 'config');
    // Only the manifest is not in the patch: it follows from the files.
    expect(left.map(({ path }: { path: string }) => path)).toEqual(['.gitops-app/shop/manifest.json']);
  });

  test('is empty where all is well, and says what it leaves out', async () => {
    const workspace = await committed();
    expect(await workspace.check({ format: 'patch' })).toEqual({ code: exitCodes.clean, out: '', err: '' });
    rmSync(join(workspace.config, '.github/workflows/cd.yaml'));
    const { out, err } = await workspace.check({ format: 'patch' });
    expect([out, err]).toEqual(['', expect.stringContaining('not in the patch, it is of acme/shop-config: ../shop-config/.github/workflows/cd.yaml')]);
  });
});

test('sarif is valid by its schema, with a rule and a place for each result', async () => {
  const workspace = await committed();
  rmSync(join(workspace.config, '.github/workflows/cd.yaml'));
  workspace.edit(
    "routes: { public: { component: 'web', port: 'http' } }",
    "routes: { public: { component: 'web', port: 'http' }, other: { component: 'web', port: 'http' } }",
  );
  const { code, out } = await workspace.check({ format: 'sarif' });
  expect(code).toBe(exitCodes.drift);
  const report = JSON.parse(out);
  const { $schema: _, id: __, ...schema } = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
  validate(report);
  expect(validate.errors).toBeNull();
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
