/** A generator in a private registry: its scope comes from nowhere else, and its token reaches nobody else. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pack, packageThatPrints, serve } from '../support/registry.ts';
import { temporaryFolder, write } from '../support/workspace.ts';
import { repositories, repositoryLockedTo, runCheck } from './emitted-check.ts';

const name = '@acme/create-gitops-app';
const token = 'a-secret-of-the-registry';
const probe = 'the private generator ran';

describe.each(repositories)('the check of the $role repository', (repository) => {
  test('installs it with the token, which is in no file and not what the generator sees', async () => {
    const source = temporaryFolder();
    write(source, {
      'package.json': JSON.stringify({ name, version: '0.1.0', bin: { 'create-gitops-app': 'dist/cli.cjs' } }),
      'dist/cli.cjs': `#!/usr/bin/env node\nconsole.log('${probe}', process.argv[2], process.env.GENERATOR_TOKEN);\n`,
    });
    const tarball = pack(source);
    const [registry, everybodys] = [await serve([tarball], { token }), await serve([])];
    const folder = repositoryLockedTo(repository, tarball);
    const temporary = temporaryFolder();
    const env = { GENERATOR_REGISTRY: registry.url, GENERATOR_TOKEN: token, RUNNER_TEMP: temporary };
    const { status, log } = await runCheck(folder, repository.workflow, everybodys, env);
    expect([status, log]).toEqual([0, expect.stringContaining(`${probe} check undefined`)]);
    expect(everybodys.requests).toEqual([]);
    expect(log).not.toContain(token);
    const files = [folder, temporary].flatMap((root) => readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()));
    expect(files.filter((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1').includes(token))).toEqual([]);
  });

  test('does not fall back to the public registry, where somebody else has the name', async () => {
    const tarball = packageThatPrints(probe, { name });
    const [registry, everybodys] = [await serve([], { token }), await serve([tarball])];
    const { status, log } = await runCheck(repositoryLockedTo(repository, tarball), repository.workflow, everybodys, {
      GENERATOR_REGISTRY: registry.url,
      GENERATOR_TOKEN: token,
    });
    expect([status, log]).toEqual([1, expect.not.stringContaining(probe)]);
    expect(everybodys.requests).toEqual([]);
  });

  test('does not send the token where an .npmrc of the repository says', async () => {
    const tarball = packageThatPrints(probe, { name });
    const [registry, evil, everybodys] = [await serve([tarball], { token }), await serve([tarball], { token }), await serve([])];
    const folder = repositoryLockedTo(repository, tarball);
    writeFileSync(
      join(folder, '.npmrc'),
      `@acme:registry=${evil.url}\nregistry=${evil.url}\n${evil.url.slice('http:'.length)}/:_authToken=\${GENERATOR_TOKEN}\n`,
    );
    const { status } = await runCheck(folder, repository.workflow, everybodys, { GENERATOR_REGISTRY: registry.url, GENERATOR_TOKEN: token });
    expect([status, evil.requests]).toEqual([0, []]);
  });

  test('fails without the token', async () => {
    const tarball = packageThatPrints(probe, { name });
    const [registry, everybodys] = [await serve([tarball], { token }), await serve([tarball])];
    const { status, log } = await runCheck(repositoryLockedTo(repository, tarball), repository.workflow, everybodys, { GENERATOR_REGISTRY: registry.url });
    expect([status, log]).toEqual([1, expect.stringContaining('E401')]);
  });
});
