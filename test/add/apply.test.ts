/** The config is written with everything that is generated from it, or not at all. */
import { readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { add } from '../../src/commands/add.ts';
import { run, smallGenerators } from '../support/run-commands.ts';
import { treeOf, write } from '../support/workspace.ts';
import { openGenerated } from './run-add.ts';

const worker = 'component worker';
/** Affects every small output. */
const reachesEverything = 'environment qa --clusters dev-eu --delivery continuous-deployment --sync automatic --provider embedded';

describe('add', () => {
  test('--dry-run prints the diff of the config and the plan, and writes nothing', async () => {
    const { add, folder } = await openGenerated();
    const before = treeOf(folder);
    const dry = await add(`${reachesEverything} --dry-run`);
    expect(dry.code).toBe(0);
    expect(dry.out).toMatch(/^--- a\/\.gitops-app\/pipeline\.config\.ts\n\+\+\+ b\/\.gitops-app\/pipeline\.config\.ts\n@@ /);
    expect(dry.out).toContain("+    qa: {\n+      clusters: ['dev-eu'],\n");
    expect(dry.out).toMatch(/update {2}\.gitops-app\/pipeline\.config\.ts\n/);
    expect(dry.out).toMatch(/create {2}charts\/shop\/qa-values\.yaml\n/);
    expect(dry.out).toMatch(/Nothing was written: this is what add would do\.\n$/);
    expect(treeOf(folder)).toEqual(before);
    const { out } = await add(reachesEverything);
    const planned = (text: string) => text.split('\n').filter((line) => /^ {4}(create|update|delete) {2}/.test(line));
    expect(planned(out)).toEqual(planned(dry.out));
  });

  test('is refused for an edited file, and the config stays unchanged', async () => {
    const { add, folder, app } = await openGenerated();
    writeFileSync(join(app, '.github/workflows/gitops-ci.yaml'), 'mine\n');
    const before = treeOf(folder);
    const { code, err } = await add(worker);
    expect([code, err]).toEqual([3, expect.stringContaining('Nothing was written.\n')]);
    expect(treeOf(folder)).toEqual(before);
  });

  test('leaves the config unchanged while another run locks a repository', async () => {
    const { add, folder, config } = await openGenerated();
    write(config, { '.gitops-app/lock.1.elsewhere': '' });
    const before = treeOf(folder);
    await expect(add(reachesEverything)).rejects.toThrow(/on elsewhere/);
    expect(treeOf(folder)).toEqual(before);
  });

  test('does not write a config behind a link', async () => {
    const { add, app, folder } = await openGenerated();
    const file = join(app, '.gitops-app/pipeline.config.ts');
    renameSync(file, join(folder, 'real.ts'));
    symlinkSync(join(folder, 'real.ts'), file);
    const before = treeOf(folder);
    await expect(add(worker)).rejects.toThrow(/pipeline\.config\.ts is a symbolic link/);
    expect(treeOf(folder)).toEqual(before);
  });

  test('lists the config in no record', async () => {
    const { add, app, check } = await openGenerated();
    expect((await add(worker)).code).toBe(0);
    expect(readFileSync(join(app, '.gitops-app/manifest.json'), 'utf8')).not.toContain('pipeline.config.ts');
    expect((await check()).code).toBe(0);
  });

  test('with an edited config writes the changes of both', async () => {
    const { add, edit, config, check } = await openGenerated();
    edit('replicas: 3', 'replicas: 5');
    expect((await add(reachesEverything)).code).toBe(0);
    expect(readFileSync(join(config, 'charts/shop/prod-values.yaml'), 'utf8')).toContain('replicas: 5');
    expect((await check()).code).toBe(0);
  });

  test('in an app without its config repository writes the app repository', async () => {
    const { add, config, read } = await openGenerated();
    rmSync(config, { recursive: true });
    expect((await add(worker)).code).toBe(0);
    expect(read()).toContain('worker: {');
    expect(() => readFileSync(config)).toThrow();
  });

  test.each(['pipeline.config.mjs', 'infra/pipeline.config.ts'])('edits a config named %s', async (config) => {
    const { app, read } = await openGenerated();
    const up = config.includes('/') ? '../' : '';
    const text = read()
      .replace("app: { slug: 'acme/shop' }", up === '' ? '$&' : "app: { slug: 'acme/shop', path: '..' }")
      .replace("path: '../shop-config'", `path: '${up}../shop-config'`)
      .replace("'./config.js'", `'${up === '' ? './' : up}.gitops-app/config.js'`);
    rmSync(join(app, '.gitops-app/pipeline.config.ts'));
    write(app, { [config]: text });
    const addHere = (name: string, options: { location: string }) =>
      run(add, { cwd: app, config, generators: smallGenerators, kind: 'cluster', name, values: new Map([['location', [options.location]]]) });
    const { code, out, err } = await addHere('prod-dc2', { location: 'on-premise' });
    expect(code, err).toBe(0);
    expect(out).toContain(`update  ${config}\n`);
    expect(readFileSync(join(app, config), 'utf8')).toBe(text.replace(/(\n {4}'prod-eu': .*)/, "$1\n    'prod-dc2': { location: 'on-premise' },"));
    // A property of every object: only the type check detects it.
    await expect(addHere('constructor', { location: 'cloud' })).rejects.toMatchObject({ problems: [{ code: 'CONFIG_TYPE_ERROR' }] });
  });

  test('in a config repository tells where to run it', async () => {
    const { problems, config } = await openGenerated();
    await expect(problems(worker, config)).resolves.toMatchObject([{ code: 'USAGE', hint: 'Run add in the app repository.' }]);
  });

  test('warnings about additions have their line', async () => {
    const { add, read } = await openGenerated();
    const { err } = await add('cluster prod-dc2 --location on-premise');
    const line =
      read()
        .split('\n')
        .findIndex((text) => text.includes("'prod-dc2'")) + 1;
    expect(err).toContain(`pipeline.config.ts:${line}:5  warning  CLUSTER_UNUSED  no environment uses cluster 'prod-dc2'\n`);
    expect(err).toContain(`    > ${line} |     'prod-dc2': {`);
  });
});
