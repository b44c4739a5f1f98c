/** Two repositories in use: generated once, edited, delivered to; and a second generation with every kind of change. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { apply } from '../../src/apply/apply.ts';
import { diffRepository } from '../../src/diff/diff-repository.ts';
import type { RepositoryChanges } from '../../src/diff/repository-changes.ts';
import type { RepositoryRole } from '../../src/model/model.ts';
import type { Ownership, PlannedFile } from '../../src/plan/plan.ts';
import { openRepository } from '../../src/workspace/repository.ts';

export type Roots = Record<RepositoryRole, string>;

export function rootsIn(folder: string): Roots {
  return { app: join(folder, 'shop'), config: join(folder, 'shop-config') };
}

const managed: Ownership = { class: 'managed' };
const region: Ownership = { class: 'region', region: 'shop', comment: '#' };

function planned(repository: RepositoryRole, path: string, content: string, ownership = managed): PlannedFile {
  return { output: `${repository}/${path}`, repository, scope: 'app', path, content, ownership };
}

/** The plans of the first and the second version of the config. */
function planOfGeneration(generation: 1 | 2): PlannedFile[] {
  const values = (environment: string) =>
    planned('config', `charts/shop/${environment}-values.yaml`, `images:\n  shop:\n    tag: ""\nreplicas: ${generation}\n`, {
      class: 'fields',
      fields: [['images', 'shop', 'tag']],
    });
  return [
    planned('app', '.github/workflows/gitops-ci.yaml', `generation: ${generation}\n`),
    planned('app', '.gitignore', `generated-${generation}\n`, region),
    planned('app', 'Dockerfile', `FROM node:${generation}\n`, { class: 'seeded' }),
    planned('config', 'same.yaml', 'always: the same\n'),
    planned('config', 'CODEOWNERS', `/charts @team-${generation}\n`, region),
    planned('config', 'run.sh', `echo ${generation}\n`),
    values('dev'),
    values('prod'),
    ...(generation === 1
      ? [planned('config', 'old/deep/gone.yaml', 'only: first\n'), planned('config', 'turned', 'a file\n')]
      : [planned('config', 'new/deep/made.yaml', 'only: second\n'), planned('config', 'turned/inner.yaml', 'a: folder\n')]),
  ];
}

/** The changes of both repositories for a generation. */
export async function changesFor(roots: Roots, generation: 1 | 2): Promise<RepositoryChanges[]> {
  const run = { version: '1.0.0', modelDigest: `digest${generation}` };
  const allChanges = (['config', 'app'] as const).map(async (role) => {
    const repository = openRepository(role, roots[role], 'shop');
    return { ...run, app: 'shop', repository, changes: await diffRepository(planOfGeneration(generation), repository, run) };
  });
  return Promise.all(allChanges);
}

/** The user's own files, which must never be lost. */
const userFiles: Readonly<Record<string, string>> = {
  'shop/notes.txt': 'mine\r\n',
  'shop/.gitignore': '# mine, without a last newline\n*.log',
  'shop-config/CODEOWNERS': '* @mine\r\n',
  'shop-config/old/notes.txt': 'also mine\n',
};

/** The first generation, in use: files of the user's, an edited seeded file, a delivery by CD, an executable file. */
export async function useFirstGeneration(folder: string): Promise<Roots> {
  const roots = rootsIn(folder);
  for (const [path, text] of Object.entries(userFiles)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  apply(await changesFor(roots, 1));
  writeFileSync(join(roots.app, 'Dockerfile'), 'FROM mine\n');
  chmodSync(join(roots.config, 'run.sh'), 0o755);
  const wrapper = join(roots.config, 'charts/shop/prod-values.yaml');
  writeFileSync(wrapper, readFileSync(wrapper, 'utf8').replace('tag: ""', 'tag: "7c2f1e0"'));
  return roots;
}

/** Mode and bytes of every file, by path. */
export function snapshot(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(files.map((file) => [relative(folder, file), `${(statSync(file).mode & 0o777).toString(8)} ${readFileSync(file, 'latin1')}`]));
}
