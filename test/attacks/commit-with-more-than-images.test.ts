/** Whatever CD is made to commit, it publishes it only on top of what it fetched, and with the expected lines changed. */
import { beforeAll, expect, test } from 'vitest';
import { ConfigRepository, dispatch, git } from '../cd/config-repository.ts';

const values = 'charts/shop/dev-values.yaml';
const holds = '.gitops-app/shop/holds.json';
let repository: ConfigRepository;
let env: Record<string, string>;
beforeAll(async () => {
  repository = new ConfigRepository();
  const { outputs } = await repository.validate('deploy', dispatch(5));
  env = { REQUEST: outputs.request ?? '' };
});

const digest = `sha256:${'a'.repeat(64)}`;
const good = `images='{"shop": {"tag": "a", "digest": "${digest}"}}'; head=$(latest_commit)
write() { make_commit "$head" Deploy 'CD-Run: x' "$@"; }
values() { store_values "$head" ${values} "$images"; }`;
const text = (from: string, to: string) => `$(git cat-file blob "$(values)" | sed 's/${from}/${to}/' | git hash-object -w --stdin)`;
const verify = (commit: string, files = values) => `${good}\ncommit=${commit}\nverify_commit "$commit" "$head" ${files} && echo verified`;

test('its own is published', async () => {
  expect(await repository.shell(verify(`$(write ${values} "$(values)")`), env)).toBe('verified');
});

test.each([
  ['another parent', `$(head=$(git commit-tree -m side "$head^{tree}"); write ${values} "$(values)")`, 'is not on top of'],
  ['a parent between', `$(head=$(git commit-tree -m side -p "$head" "$head^{tree}"); write ${values} "$(values)")`, 'is not on top of'],
  [
    'a second parent',
    `$(git commit-tree -m two -p "$head" -p "$(git commit-tree -m side "$head^{tree}")" "$(write ${values} "$(values)")^{tree}")`,
    'is not on top',
  ],
  ['another file', `$(write ${values} "$(values)" README.md "$(values)")`, 'changes more than'],
  ['the values of another environment', `$(write ${values} "$(values)" charts/shop/prod-values.yaml "$(values)")`, 'changes more than'],
  ['a path of another case', `$(write charts/Shop/dev-values.yaml "$(values)")`, 'changes more than'],
  ['holds', `$(write ${values} "$(values)" ${holds} "$(echo '{}' | git hash-object -w --stdin)")`, 'changes more than'],
  ['another value of the file', `$(write ${values} "${text('replicas: 1', 'replicas: 9')}")`, 'changes more than it may in'],
  ['a line more', `$(write ${values} "${text('^images:', 'evil: true\\nimages:')}")`, 'changes more than it may in'],
  ['a comment', `$(write ${values} "${text('^images:', 'images: # evil')}")`, 'changes more than it may in'],
  ['nothing', '$(git commit-tree -m empty -p "$head" "$head^{tree}")', 'changes more than'],
  ['a link in place of the file', link('120000'), 'changes more than'],
  ['an executable in place of the file', link('100755'), 'changes more than'],
  [
    'a submodule in place of the file',
    `$(GIT_INDEX_FILE=$TMPDIR/i; export GIT_INDEX_FILE; git read-tree "$head"; git update-index --cacheinfo "160000,$head,${values}"; git commit-tree -m link -p "$head" "$(git write-tree)")`,
    'changes more than',
  ],
])('with %s it is not', async (_, commit, message) => {
  const before = git(repository.bare, 'rev-parse', 'main');
  await expect(repository.shell(verify(commit), env)).rejects.toThrow(message);
  expect(git(repository.bare, 'rev-parse', 'main')).toBe(before);
});

function link(mode: string): string {
  return `$(GIT_INDEX_FILE=$TMPDIR/i; export GIT_INDEX_FILE; git read-tree "$head"; git update-index --cacheinfo "${mode},$(values),${values}"; git commit-tree -m link -p "$head" "$(git write-tree)")`;
}

test('a hold of another environment is not touched', async () => {
  const hold = (json: string) => `$(write ${holds} "$(echo '${json}' | git hash-object -w --stdin)")`;
  expect(await repository.shell(verify(hold('{"dev": {"by": "a"}}'), holds), env)).toBe('verified');
  await expect(repository.shell(verify(hold('{"prod": {"by": "a"}}'), holds), env)).rejects.toThrow('changes more than it may in');
});
