/** The checks of the emitted workflows, as GitHub runs them, against a registry on loopback. */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { goldenFolder } from '../golden/cases.ts';
import { integrityOf, type Ran, type Registry, runWithRegistry, type Tarball } from '../support/registry.ts';
import { temporaryFolder } from '../support/workspace.ts';

/** In each repository: the lock, and the workflow that runs the generator. */
export const repositories = [
  { role: 'app', lock: '.gitops-app/generator-lock.json', workflow: '.github/workflows/gitops-check.yaml' },
  { role: 'config', lock: '.gitops-app/shop/generator-lock.json', workflow: '.github/workflows/check.yaml' },
] as const;

interface Lock {
  packages: Record<string, Record<string, unknown>>;
}

/** A repository of golden shop that is locked to a small package without dependencies. */
export function repositoryLockedTo({ role, lock, workflow }: (typeof repositories)[number], { content, name, version }: Tarball): string {
  const folder = temporaryFolder();
  cpSync(join(goldenFolder, 'shop', role), folder, { recursive: true });
  const usual = 'create-gitops-app';
  if (name !== usual)
    for (const path of [workflow, '.gitops-app/shop/model.json'].filter((file) => existsSync(join(folder, file)))) {
      const text = readFileSync(join(folder, path), 'utf8');
      writeFileSync(join(folder, path), text.replace(` ${usual}@`, ` ${name}@`).replace(`"package": "${usual}"`, `"package": "${name}"`));
    }
  if (existsSync(join(folder, lock)))
    edit(join(folder, lock), (data) => {
      const own = data.packages[`node_modules/${usual}`];
      data.packages = {
        '': { dependencies: { [name]: version } },
        [`node_modules/${name}`]: { ...own, version, integrity: integrityOf(content), dependencies: {} },
      };
    });
  return folder;
}

export function edit(file: string, change: (lock: Lock) => void): void {
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock;
  change(lock);
  writeFileSync(file, JSON.stringify(lock, null, 2));
}

/** Runs the step of the workflow that checks the generated files. */
export function runCheck(folder: string, workflow: string, registry: Registry, env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const { jobs } = parse(readFileSync(join(folder, workflow), 'utf8')) as { jobs: Record<string, { steps: { name: string; run?: string }[] }> };
  const run = jobs['generated-files']?.steps.find(({ name }) => name === 'Check generated files')?.run;
  if (run === undefined) throw new Error(`${workflow} does not check the generated files`);
  return runWithRegistry(registry, 'bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], folder, env);
}
