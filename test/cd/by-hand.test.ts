/** What the runbooks do with git alone, in a checkout of golden shop. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { codeBlocks } from '../generators/docs-files.ts';
import { goldenFolder } from '../golden/cases.ts';
import { git, temporaryFolder } from './config-repository.ts';

const values = 'charts/shop/prod-values.yaml';
const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
/** Shell: writes the digest of an image, as CD does. */
const deploy = (letter: string) => `sed -i -E 's/^( +digest: ).*/\\1"${digest(letter)}"/' ${values}; git commit -qam ${letter}`;

/** Runs shell in the checkout, whose origin/main is then what main is; gives what it prints. */
function shell(folder: string, ...lines: string[]): string {
  const script = ['set -e', ...lines, 'git update-ref refs/remotes/origin/main main'].join('\n');
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

function checkout(): string {
  const folder = temporaryFolder();
  cpSync(join(goldenFolder, 'shop-delivered/config'), folder, { recursive: true });
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'config', 'user.name', 'Ada');
  git(folder, 'config', 'user.email', 'ada@example.com');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'Set up', '--no-gpg-sign');
  return folder;
}

/** The line of a runbook that has both texts. */
function lineOf(folder: string, runbook: string, ...texts: string[]): string {
  const blocks = codeBlocks(readFileSync(join(folder, `docs/shop/runbooks/${runbook}.md`), 'utf8'), 'bash');
  const line = blocks.flatMap((block) => block.split('\n')).find((candidate) => texts.every((text) => candidate.includes(text)));
  if (line === undefined) throw new Error(`${runbook}.md has no line with ${texts.join(' and ')}`);
  return line;
}

test('a revert by hand takes back the image, and leaves what the config has changed since', () => {
  const folder = checkout();
  const before = readFileSync(join(folder, values), 'utf8');
  shell(folder, deploy('b'), `sed -i 's/shop.example.com/www.example.com/' ${values}`, 'git commit -qam hosts');
  shell(folder, lineOf(folder, 'roll-back', 'git revert', values));
  expect(readFileSync(join(folder, values), 'utf8')).toBe(before.replaceAll('shop.example.com', 'www.example.com'));
});

test('what ran at a given time is what was merged by then', () => {
  const folder = checkout();
  const at = (day: string) => `export GIT_COMMITTER_DATE='2026-01-${day} 12:00' GIT_AUTHOR_DATE='2026-01-${day} 12:00'`;
  shell(
    folder,
    `${at('01')}; git commit -q --amend --no-edit --date "$GIT_AUTHOR_DATE"`,
    `${at('05')}; git switch -qc promote/shop/prod; ${deploy('c')}`,
    `${at('20')}; git switch -q main; git merge -q --no-ff --no-edit promote/shop/prod`,
  );
  const ran = (day: string) => shell(folder, `at='2026-01-${day} 12:00'`, lineOf(folder, 'audit', 'git rev-list', values));
  expect(ran('10')).not.toContain(digest('c'));
  expect(ran('25')).toContain(digest('c'));
});
