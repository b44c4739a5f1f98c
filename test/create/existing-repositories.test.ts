import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/load/load.ts';
import { type BuiltCli, builtCli } from '../support/built-cli.ts';
import { some } from '../support/sample.ts';
import { temporaryFolder, write } from '../support/workspace.ts';
import { existingRepositories } from './existing-repositories.ts';

let cli: BuiltCli;
beforeAll(async () => {
  cli = await builtCli();
});

const hash = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

/** Every file and link below a folder, including .git; a link by its target. */
function bytesOf(root: string): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) continue;
    files.set(relative(root, path), lstatSync(path).isSymbolicLink() ? Buffer.from(`link to ${readlinkSync(path)}`) : readFileSync(path));
  }
  return files;
}

/** Files with generated blocks: the text outside the blocks must stay unchanged. */
const regionFiles = /(^|\/)(CODEOWNERS|README\.md)$/;

function withoutOurBlocks(after: string, before: string): string {
  const outside = (text: string) => text.replace(/(?:#|<!--) gitops-app:begin ([^:\n]+):[\s\S]*?gitops-app:end \1[^\n]*\n/g, '');
  // Blank lines separate generated blocks.
  return outside(after).trim() === outside(before).trim() && (before !== outside(before) || after.includes(before)) ? before : after;
}

describe('create in an existing repository', () => {
  test.each(some(existingRepositories, 4).map((each) => [each.kind, each] as const))(
    '%s: nothing is lost, and check is clean',
    async (_, { make, says, config }) => {
      const root = temporaryFolder();
      make(root, cli);
      const before = bytesOf(root);
      const { status, stdout, stderr } = cli.run(
        join(root, 'app'),
        'create',
        '.',
        '--yes',
        '--app-repository',
        'acme/web',
        '--config-repository',
        'acme/gitops',
      );
      expect([status, stderr]).toEqual([0, '']);
      const after = bytesOf(root);
      for (const [path, bytes] of before) {
        const now = after.get(path);
        const kept =
          now !== undefined && regionFiles.test(path) && !path.includes('.git/')
            ? withoutOurBlocks(now.toString('latin1'), bytes.toString('latin1'))
            : now?.toString('latin1');
        expect(hash(Buffer.from(kept ?? '', 'latin1')), path).toBe(hash(bytes));
      }
      for (const text of says) expect(stdout).toMatch(text);
      expect(JSON.parse(JSON.stringify((await loadConfig(join(root, 'app/.gitops-app/pipeline.config.ts'))).data))).toMatchObject(config);
      const checked = cli.run(join(root, 'app'), 'check');
      expect(checked.status, checked.stdout + checked.stderr).toBe(0);
      expect(cli.run(join(root, 'app'), 'generate').stdout).toContain('Nothing to do');
    },
    240_000,
  );

  test('no second CODEOWNERS or Dependabot file is created if one exists under another name', () => {
    const root = temporaryFolder();
    existingRepositories.find(({ kind }) => kind === 'existing CI')?.make(root, cli);
    cli.run(join(root, 'app'), 'create', '.', '--yes', '--app-repository', 'acme/web');
    const paths = [...bytesOf(join(root, 'app')).keys()].filter((path) => !path.startsWith('.git/') && /CODEOWNERS|dependabot/.test(path));
    expect(paths.sort()).toEqual(['.github/dependabot.yaml', 'CODEOWNERS']);
  });

  test('--ci overrides the detected CI', () => {
    const jobs = (ci: string) => {
      const root = temporaryFolder();
      write(join(root, 'app'), { 'package.json': '{ "name": "web" }\n', Dockerfile: 'FROM scratch\nUSER 1000\n' });
      const { status } = cli.run(join(root, 'app'), 'create', '.', '--yes', '--ci', ci);
      return status === 0 ? /^ {2}test:$/m.test(readFileSync(join(root, 'app/.github/workflows/gitops-ci.yaml'), 'utf8')) : status;
    };
    expect([jobs('full'), jobs('build-only'), jobs('none')]).toEqual([true, false, 1]);
  });
});

describe('import compose', () => {
  const compose = 'services:\n  api:\n    build: ./api\n    ports: ["80:5000"]\n    privileged: true\n  store:\n    image: redis:7\n';

  test('writes the config and lists what it cannot express', async () => {
    const root = temporaryFolder();
    write(root, { 'deploy.yaml': compose });
    const { status, stdout, stderr } = cli.run(root, 'import', 'compose', 'deploy.yaml');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('deploy.yaml:5  services.api.privileged: the chart’s pods run without privileges');
    expect((await loadConfig(join(root, '.gitops-app/pipeline.config.ts'))).data).toMatchObject({
      components: { api: { ports: { http: { containerPort: 5000 } } } },
      auxiliaryServices: { store: { type: 'redis' } },
    });
    expect([...bytesOf(root).keys()].sort()).toEqual(['.gitops-app/pipeline.config.ts', 'deploy.yaml']);
  });

  test('writes nothing if a config exists, and reports what is not a Compose file', () => {
    const root = temporaryFolder();
    write(root, { 'compose.yaml': compose, '.gitops-app/pipeline.config.ts': 'mine\n', 'other.yaml': 'a: 1\n', 'broken.yaml': 'a: [\n' });
    expect(cli.run(root, 'import', 'compose', 'compose.yaml').stdout).toContain('pipeline.config.ts already exists');
    expect(readFileSync(join(root, '.gitops-app/pipeline.config.ts'), 'utf8')).toBe('mine\n');
    for (const file of ['other.yaml', 'broken.yaml'])
      expect(cli.run(root, 'import', 'compose', file)).toMatchObject({ status: 1, stderr: expect.stringContaining('is not a Compose file') });
    expect(cli.run(root, 'import', 'compose', 'gone.yaml')).toMatchObject({ status: 1, stderr: expect.stringContaining('cannot be read') });
    expect(cli.run(root, 'import', 'helm', 'x')).toMatchObject({ status: 1, stderr: expect.stringContaining("unknown import 'helm'") });
  });
});
