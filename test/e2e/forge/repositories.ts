/** Bare repositories in a folder, and the hook that guards their default branches. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Repositories {
  root: string;
  create: (slug: string, defaultBranch: string) => void;
  exists: (slug: string) => boolean;
  git: (slug: string, ...args: string[]) => string;
  /** Commit of each branch, by full reference. */
  heads: (slug: string) => Map<string, string>;
  defaultBranch: (slug: string) => string;
  /** From now on only these logins may push to the default branch; everybody else opens a pull request. */
  protect: (slug: string, bypass: readonly string[]) => void;
  /** Who may push to the protected default branch; undefined where it is not protected. */
  bypassOf: (slug: string) => readonly string[] | undefined;
}

/** Refuses as GitHub does. FORGE_LOGIN is set by the server, from the token. */
const hook = `#!/bin/sh
allowed=$(cat "$GIT_DIR/protected" 2>/dev/null) || exit 0
branch=$(git symbolic-ref HEAD)
while read -r old new ref; do
  [ "$ref" = "$branch" ] || continue
  case " $allowed " in *" $FORGE_LOGIN "*) ;; *)
    echo "GH013: Repository rule violations found for $ref." >&2
    echo "- Changes must be made through a pull request." >&2
    exit 1 ;;
  esac
done
`;

export function createRepositories(root: string): Repositories {
  const folder = (slug: string) => join(root, `${slug}.git`);
  const protection = new Map<string, readonly string[]>();
  const git: Repositories['git'] = (slug, ...args) =>
    execFileSync('git', ['-C', folder(slug), ...args], {
      encoding: 'utf8',
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: root },
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  return {
    root,
    create: (slug, defaultBranch) => {
      mkdirSync(dirname(folder(slug)), { recursive: true });
      execFileSync('git', ['init', '-q', '--bare', '-b', defaultBranch, folder(slug)]);
      git(slug, 'config', 'http.receivepack', 'true');
      const path = join(folder(slug), 'hooks/pre-receive');
      writeFileSync(path, hook);
      chmodSync(path, 0o755);
    },
    exists: (slug) => existsSync(folder(slug)),
    git,
    heads: (slug) =>
      new Map(
        git(slug, 'for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => line.split(' ') as [string, string]),
      ),
    defaultBranch: (slug) => git(slug, 'symbolic-ref', '--short', 'HEAD'),
    protect: (slug, bypass) => {
      protection.set(slug, bypass);
      writeFileSync(join(folder(slug), 'protected'), bypass.join(' '));
    },
    bypassOf: (slug) => protection.get(slug),
  };
}
