import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { version } from '../../src/model/version.ts';
import { exitCodes } from '../../src/problems/errors.ts';
import { openWorkspace } from '../support/run-commands.ts';
import { timesOf, treeOf, write } from '../support/workspace.ts';

const wrapper = 'charts/shop/prod-values.yaml';

describe('generate', () => {
  test('writes both repositories, prints the order of the merges, then has nothing to do', async () => {
    const workspace = openWorkspace();
    const first = await workspace.generate();
    expect(first).toMatchObject({ code: exitCodes.clean, err: '' });
    expect(first.out).toMatch(/config repository of shop {2}\.\.\/shop-config\n {2}new \(6\)\n/);
    expect(first.out).toMatch(/app repository of shop {2}\.\n {2}new \(4\)\n {4}create {2}\.github\/CODEOWNERS\n/);
    expect(first.out).toMatch(/10 files written\.[\s\S]*1\. acme\/shop-config \(\.\.\/shop-config\)[\s\S]*2\. acme\/shop \(\.\)/);
    const times = timesOf(workspace.folder);
    const second = await workspace.generate();
    expect(second).toEqual({ code: exitCodes.clean, out: 'Nothing to do: every file is up to date.\n', err: '' });
    expect(timesOf(workspace.folder)).toEqual(times);
    expect((await workspace.check()).code).toBe(exitCodes.clean);
  });

  test('a changed replica count changes one wrapper, the model and the records, and no image', async () => {
    const workspace = openWorkspace();
    await workspace.generate();
    workspace.deliver('prod');
    const before = treeOf(workspace.folder);
    workspace.edit('replicas: 3', 'replicas: 4');
    const { out } = await workspace.generate();
    const after = treeOf(workspace.folder);
    expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual(
      [
        'shop/.gitops-app/manifest.json',
        'shop/.gitops-app/pipeline.config.ts',
        'shop-config/.gitops-app/shop/manifest.json',
        'shop-config/.gitops-app/shop/model.json',
        `shop-config/${wrapper}`,
      ].sort(),
    );
    expect(after[`shop-config/${wrapper}`]).toBe('images:\n  shop:\n    tag: "7c2f1e0"\n    digest: ""\nreplicas: 4\n');
    expect(out).toContain('config changed (3)');
  });

  test('--dry-run and diff print what apply does, and do not write', async () => {
    const workspace = openWorkspace();
    await workspace.generate();
    rmSync(join(workspace.config, '.github'), { recursive: true });
    workspace.edit("owners: ['@acme/shop']", "owners: ['@acme/store']");
    workspace.edit('replicas: 3', 'replicas: 4');
    const before = treeOf(workspace.folder);
    const [dry, difference] = [await workspace.generate({ dryRun: true }), await workspace.diff()];
    expect(treeOf(workspace.folder)).toEqual(before);
    expect([dry.code, difference.code]).toEqual([exitCodes.clean, exitCodes.drift]);
    const plan = dry.out.replace(/Nothing was written.*\n/, '');
    expect(difference.out.startsWith(plan)).toBe(true);
    expect(difference.out).toContain('-* @acme/shop\n+* @acme/store\n');
    expect(difference.out).not.toContain('"hash"');
    expect(difference.out).toContain('Also updates the record: .gitops-app/manifest.json\n');

    const real = await workspace.generate();
    expect(real.out.startsWith(plan)).toBe(true);
    const after = treeOf(workspace.folder);
    const changed = Object.keys({ ...before, ...after }).filter((path) => before[path] !== after[path]);
    const announced = [...plan.matchAll(/^(\w+) repository|^ {4}(?:create|update|delete) {2}(\S+)$/gm)].reduce<{ root: string; paths: string[] }>(
      ({ root, paths }, [, role, path]) =>
        role === undefined ? { root, paths: [...paths, `${root}/${path}`] } : { root: role === 'app' ? 'shop' : 'shop-config', paths },
      { root: '', paths: [] },
    ).paths;
    expect(announced.sort()).toEqual(changed.sort());
  });

  test('reports all refusals at once, with their remedies, and writes nothing', async () => {
    const workspace = openWorkspace();
    await workspace.generate();
    workspace.editFile(join(workspace.app, '.github/workflows/gitops-ci.yaml'), 'ubuntu', 'windows');
    workspace.editFile(join(workspace.config, wrapper), 'tag: ""', 'tag: 12345e7');
    rmSync(join(workspace.config, 'charts/shop/dev-values.yaml'));
    workspace.edit('replicas: 3', 'replicas: 4');
    const before = treeOf(workspace.folder);
    const { code, out, err } = await workspace.generate();
    expect(code).toBe(exitCodes.refused);
    expect(treeOf(workspace.folder)).toEqual(before);
    expect(out).toBe('');
    const command = `npx --yes create-gitops-app@${version} generate --overwrite`;
    expect(err).toContain(`../shop-config/${wrapper} cannot be read: line 3: images.shop.tag is 12345e7, not a string: put it in double quotes`);
    expect(err).toContain(
      `.github/workflows/gitops-ci.yaml was edited by hand\n         Change .gitops-app/pipeline.config.ts instead and run generate; or discard the edit: ${command} .github/workflows/gitops-ci.yaml; or keep the file as yours: npx --yes create-gitops-app@${version} eject .github/workflows/gitops-ci.yaml\n`,
    );
    expect(err).toContain('Restore it: git -C ../shop-config checkout HEAD -- charts/shop/dev-values.yaml; if the deletion is committed: ');
    expect(err).toContain('Decide on all of them in one run: generate takes --overwrite, --merge, --adopt and --eject, each more than once.');
    expect(err).toMatch(/Nothing was written\.\n$/);

    const names = ['.github/workflows/gitops-ci.yaml', wrapper, 'charts/shop/dev-values.yaml'];
    expect((await workspace.generate({ overwrite: names })).code).toBe(exitCodes.clean);
    expect((await workspace.check()).code).toBe(exitCodes.clean);
  });

  test('keeps the wrapper of a removed environment if CD wrote into it', async () => {
    const workspace = openWorkspace();
    workspace.edit(
      '    // Promoted from dev',
      "    test: { clusters: ['dev-eu'], delivery: 'continuous-deployment', sync: 'automatic', routes: { public: { hosts: ['test.example.com'] } }, auxiliaryServices: { db: { provider: 'embedded' }, cache: { provider: 'embedded' } } },\n    // Promoted from dev",
    );
    expect((await workspace.generate()).code).toBe(exitCodes.clean);
    workspace.deliver('test');
    workspace.edit('    test: {', '    never: {');
    const { out } = await workspace.generate();
    expect(out).toMatch(/kept \(1\)\n {4}keep {4}charts\/shop\/test-values\.yaml {2}is no longer generated: it contains the image that CD delivered last\n/);
    expect(existsSync(join(workspace.config, 'charts/shop/test-values.yaml'))).toBe(true);
    const checked = await workspace.check();
    expect(checked.code).toBe(exitCodes.clean);
    expect(checked.out).toContain('orphaned  ../shop-config/charts/shop/test-values.yaml');
    expect(checked.out).toContain('git -C ../shop-config rm charts/shop/test-values.yaml');
  });

  test('keeps existing files: a seeded file, and every byte around a region', async () => {
    const workspace = openWorkspace();
    write(workspace.app, { Dockerfile: 'FROM scratch\n', '.github/CODEOWNERS': '# ours\r\n* @mine\r\n' });
    expect((await workspace.generate()).out).toContain('keep    Dockerfile');
    const tree = treeOf(workspace.app);
    expect(tree.Dockerfile).toBe('FROM scratch\n');
    expect(tree['.github/CODEOWNERS']?.startsWith('# ours\r\n* @mine\r\n')).toBe(true);
  });

  test('recreates a file in the config repository alone', async () => {
    const workspace = openWorkspace();
    await workspace.generate();
    rmSync(workspace.app, { recursive: true });
    rmSync(join(workspace.config, '.github/workflows/cd.yaml'));
    const { code, out } = await workspace.generate({ cwd: workspace.config });
    expect(code).toBe(exitCodes.clean);
    expect(out).toContain('missing (1)\n    create  .github/workflows/cd.yaml');
    expect(out).not.toContain('two pull requests');
  });

  test('a control character in a path does not reach the terminal', async () => {
    const workspace = openWorkspace();
    const generators = [{ id: 'app/x', description: '', repository: 'app' as const, files: () => [{ path: 'a\u202eb', content: '' }] }];
    expect((await workspace.generate({ dryRun: true, generators })).out).toContain('a\\u202eb');
  });

  test('does not create a config repository again that is not on this machine', async () => {
    const workspace = openWorkspace();
    await workspace.generate();
    rmSync(workspace.config, { recursive: true });
    const again = await workspace.generate();
    expect(again).toMatchObject({ code: exitCodes.clean, err: '' });
    expect(again.out).toContain('The config repository acme/shop-config is not on this machine and was skipped.');
    expect(existsSync(workspace.config)).toBe(false);
  });

  test('a config that ends the process is an error, not a clean run', async () => {
    const workspace = openWorkspace();
    workspace.edit('export default', 'process.exit(0);\nexport default');
    await expect(workspace.generate()).rejects.toMatchObject({
      problems: [{ code: 'CONFIG_THREW', message: expect.stringContaining('process.exit(0) is not allowed in a config') }],
    });
    expect(existsSync(workspace.config)).toBe(false);
  });

  test('a route that no environment serves is a warning', async () => {
    const workspace = openWorkspace();
    workspace.edit(
      "routes: { public: { component: 'web', port: 'http' } }",
      "routes: { public: { component: 'web', port: 'http' }, other: { component: 'web', port: 'http' } }",
    );
    const { code, err } = await workspace.generate();
    expect([code, err]).toEqual([exitCodes.clean, expect.stringContaining("no environment sets hosts for route 'other'")]);
  });
});
