/** Somebody replaces the generator in the registry: CI must not run what nobody has verified. */
import { describe, expect, test } from 'vitest';
import { integrityOf, packageThatPrints, serve } from '../support/registry.ts';
import { repositories, repositoryLockedTo, runCheck } from './emitted-check.ts';

describe.each(repositories)('the check of the $role repository', (repository) => {
  const honest = () => packageThatPrints('the honest generator ran');
  const tampered = () => packageThatPrints('the tampered generator ran');

  test('runs the package that is locked', async () => {
    const tarball = honest();
    const registry = await serve([tarball]);
    const { status, log } = await runCheck(repositoryLockedTo(repository, tarball), repository.workflow, registry);
    expect(log).toMatch(/the honest generator ran check .*--format github/);
    expect(status).toBe(0);
    // No address of another registry, and no question to it.
    expect(registry.requests.every((path) => path.startsWith('/create-gitops-app'))).toBe(true);
  });

  test('refuses other contents under the same name and version', async () => {
    const registry = await serve([tampered()]);
    const { status, log } = await runCheck(repositoryLockedTo(repository, honest()), repository.workflow, registry);
    expect(log).not.toContain('the tampered generator ran');
    expect(log).toContain('EINTEGRITY');
    expect(status).toBe(1);
  });

  test('refuses them too where the registry still tells the honest hash', async () => {
    const tarball = honest();
    const registry = await serve([tampered()], { honest: { [tarball.name]: integrityOf(tarball.content) } });
    const { status, log } = await runCheck(repositoryLockedTo(repository, tarball), repository.workflow, registry);
    expect(log).not.toContain('the tampered generator ran');
    expect(status).toBe(1);
  });
});
