import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

/** The module without what it has found before. */
async function freshModule() {
  vi.resetModules();
  return import('./helm.ts');
}

const { platform } = process;
let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'tools-'));
  vi.stubEnv('GITOPS_TOOLS_CACHE', cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
  Object.defineProperty(process, 'platform', { value: platform });
  rmSync(cache, { recursive: true });
});

describe('a Helm', () => {
  test.runIf(process.platform === 'linux' && process.arch === 'x64')('is unpacked once; what is broken in the cache is replaced', async () => {
    const { findHelm } = await freshModule();
    const first = findHelm(4);
    const program = 'program' in first ? first.program : '';
    expect(readdirSync(cache)).toHaveLength(1);
    expect(first).toMatchObject({ version: expect.stringMatching(/^v4\./) });

    writeFileSync(program, 'broken');
    const second = (await freshModule()).findHelm(4);
    expect(second).toEqual(first);
    expect(statSync(program).size).toBeGreaterThan(1_000_000);

    const { mtimeMs } = statSync(program);
    (await freshModule()).findHelm(4);
    expect(statSync(program).mtimeMs).toBe(mtimeMs);
  });

  test('that is nowhere has a reason, and under CI is an error', async () => {
    Object.defineProperty(process, 'platform', { value: 'openbsd' });
    const empty = join(cache, 'empty');
    mkdirSync(empty);
    vi.stubEnv('PATH', empty);
    vi.stubEnv('CI', '');
    expect((await freshModule()).findHelm(3)).toEqual({ major: 3, reason: expect.stringContaining(`openbsd ${process.arch}; no helm is on PATH`) });
    vi.stubEnv('CI', 'true');
    const { findHelm } = await freshModule();
    expect(() => findHelm(3)).toThrow('CI must not run without Helm 3');
  });
});
