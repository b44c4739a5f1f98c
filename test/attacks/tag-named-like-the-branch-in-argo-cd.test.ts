/** Anybody who may push may push a tag named like the default branch, and Argo CD must not follow it. */
import { describe, expect, test } from 'vitest';
import { git, temporaryFolder } from '../cd/config-repository.ts';
import { readArgocd } from '../judges/argocd.ts';
import { goldenApps } from '../judges/goldens.ts';
import type { Data } from '../judges/pods.ts';

/** A repository with a branch of this name and with tags of the same name, which point to another commit: its refs, and the commit of the branch. */
function attacked(branch: string): { hashes: ReadonlyMap<string, string>; reviewed: string } {
  const folder = temporaryFolder();
  git(folder, 'init', '--quiet', `--initial-branch=${branch}`);
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'reviewed');
  const reviewed = git(folder, 'rev-parse', 'HEAD');
  git(folder, 'switch', '--quiet', '--create', 'evil');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'not reviewed');
  for (const tag of [branch, `heads/${branch}`, `refs/heads/${branch}`, `origin/${branch}`]) git(folder, 'update-ref', `refs/tags/${tag}`, 'evil');
  const lines = git(folder, 'ls-remote', folder, 'refs/*').split('\n');
  return { hashes: new Map(lines.map((line) => line.split('\t').reverse() as [string, string])), reviewed };
}

/** The refs that Argo CD may take for a revision: a short name is any ref of that name, in the order of the server. */
function candidates(refs: Iterable<string>, revision: string): string[] {
  return [...refs].filter((ref) => ref === revision || (!revision.startsWith('refs/') && ref.replace(/^refs\/(heads|tags)\//, '') === revision));
}

describe('a tag named like the default branch', () => {
  test('is a candidate for the short name', () => {
    expect(candidates(attacked('main').hashes.keys(), 'main')).toEqual(['refs/heads/main', 'refs/tags/main']);
  });

  test.each(goldenApps().map((app) => ({ ...app, objects: readArgocd(app.config) })))('is not followed by $name', ({ objects, model }) => {
    const { hashes, reviewed } = attacked(model.repositories.config.defaultBranch);
    const applications = objects.filter(({ object }) => object.kind === 'Application');
    expect(applications.length).toBeGreaterThan(0);
    for (const { path, object } of applications) {
      const found = candidates(hashes.keys(), (object as Data).spec.source.targetRevision);
      expect([path, found.map((ref) => hashes.get(ref))]).toEqual([path, [reviewed]]);
    }
  });
});
