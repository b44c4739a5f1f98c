/**
 * 10,000 requests, most of them hostile. validate.jq judges all of them in one process. The whole scripts play a sample on
 * real git: of the valid ones, and of the others. REQUESTS, PLAYED and SEED set the numbers.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConfigRepository, dispatch, git, image, promotion, rollbackOf } from '../cd/config-repository.ts';
import { goldenFolder } from '../golden/cases.ts';
import { seed } from '../support/seed.ts';

const requests = Number(process.env.REQUESTS ?? 10_000);
const played = Number(process.env.PLAYED ?? 100);
/** The ID of the first run of CD in a ConfigRepository; those of CI are lower. */
const firstRun = 100;

interface Request {
  kind: 'deploy' | 'rollback';
  actor: string;
  inputs: Record<string, string | boolean>;
}

const hostile = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      '-',
      '--',
      '.',
      '..',
      '../../etc/passwd',
      'shop/../mail',
      '/',
      '~',
      '*',
      '$(touch owned)',
      '`id`',
      '${{ github.token }}',
      '%0A::error::x',
      '\n',
      '\r\n',
    ],
    ...[
      'a\nImage: b',
      'a\u2028b',
      '\u0000',
      '::add-mask::x',
      '##[add-mask]x',
      '{}',
      '[]',
      'null',
      'true',
      '1e400',
      '-1',
      '0',
      '9'.repeat(30),
      'x'.repeat(30_000),
    ],
    ...[
      'HEAD',
      'main',
      'origin/main',
      'refs/heads/main',
      '@',
      'HEAD~1',
      'previous',
      'deadbeef',
      '0'.repeat(40),
      'f'.repeat(64),
      '__proto__',
      'constructor',
      'latest',
    ],
    ...[
      'dev',
      'prod',
      'shop',
      'Shop',
      'mail',
      'shared',
      'acme/shop',
      'roll-back',
      'release',
      'shop-config-cd[bot]',
      '"',
      "'",
      '\\',
      ': ',
      '#',
      '|',
      '&a',
      '!!x',
      '{{ .Values }}',
    ],
  ),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const json = fc.oneof(hostile, fc.integer(), fc.double(), fc.constant(null), fc.array(hostile, { maxLength: 2 }));

/** A text with one of its values replaced, at any depth. */
const mutated = (value: unknown): fc.Arbitrary<unknown> => {
  if (typeof value === 'number') return fc.oneof(fc.nat(), fc.maxSafeInteger(), fc.constantFrom(0, 99, 100, 101, 1e9, 1e15, 2 ** 64), json);
  if (typeof value !== 'object' || value === null) return json;
  const entries = Object.entries(value);
  const inner = entries.map(([key, own]) => mutated(own).map((changed) => ({ ...value, [key]: changed })));
  const more = fc.tuple(hostile, json).map(([key, own]) => Object.fromEntries([...entries, [key, own]]));
  const less = fc.constantFrom(...entries.map(([key]) => key)).map((key) => Object.fromEntries(entries.filter(([other]) => other !== key)));
  return fc.oneof(json, more, ...(entries.length === 0 ? [] : [less, ...inner, ...inner]));
};

function isJson(text: unknown): text is string {
  return typeof text === 'string' && /^[[{]/.test(text);
}

const request: fc.Arbitrary<Request> = fc
  .tuple(fc.integer({ min: 1, max: firstRun - 1 }), fc.constantFrom('deploy', 'deploy', 'promotion', 'rollback'), fc.constantFrom('dev', 'prod'))
  .chain(([run, what, environment]) => {
    const valid = what === 'deploy' ? dispatch(run) : what === 'promotion' ? promotion() : rollbackOf(environment);
    const changes = fc.subarray(Object.keys(valid), { minLength: 0, maxLength: 2 }).chain((names) =>
      fc.tuple(
        ...names.map((name) => {
          const own = valid[name];
          const value = isJson(own)
            ? fc.oneof(
                mutated(JSON.parse(own)).map((changed) => JSON.stringify(changed) ?? ''),
                hostile,
              )
            : hostile;
          return value.map((changed) => [name, changed] as const);
        }),
      ),
    );
    return fc.tuple(changes, fc.constantFrom('octocat', 'shop-config-dispatch[bot]')).map(([changed, actor]) => ({
      kind: what === 'rollback' ? ('rollback' as const) : ('deploy' as const),
      actor,
      inputs: { ...valid, ...Object.fromEntries(changed) },
    }));
  });

interface Judged {
  problems: string[];
  request?: {
    app: string;
    environment: string;
    values: string;
    reason: string;
    images: Record<string, { tag: string; digest: string }> | null;
    source: { run_id: number } | null;
  };
}

/** What validate.jq says of each request, in one process for all of one kind and actor. */
function judge(all: readonly Request[]): Judged[] {
  const folder = join(goldenFolder, 'shop/config/.gitops-app');
  const result = new Array<Judged>(all.length);
  for (const kind of ['deploy', 'rollback'])
    for (const actor of new Set(all.map((each) => each.actor))) {
      const indices = all.flatMap((each, index) => (each.kind === kind && each.actor === actor ? [index] : []));
      const { stdout, stderr } = spawnSync(
        'jq',
        [
          ...['--compact-output', '--from-file', join(folder, 'shared/validate.jq'), '--arg', 'kind', kind],
          ...['--slurpfile', 'contract', join(folder, 'shared/contract.schema.json'), '--slurpfile', 'delivery', join(folder, 'shop/delivery.json')],
        ],
        {
          input: indices.map((index) => JSON.stringify(all[index]?.inputs)).join('\n'),
          encoding: 'utf8',
          maxBuffer: 2 ** 30,
          env: { PATH: process.env.PATH, GITHUB_TRIGGERING_ACTOR: actor, GITHUB_RUN_ID: String(firstRun) },
        },
      );
      // A program error would leave a request without an answer.
      expect(stderr).toBe('');
      const lines = stdout.split('\n').slice(0, -1);
      expect(lines).toHaveLength(indices.length);
      for (const [place, index] of indices.entries()) result[index] = JSON.parse(lines[place] ?? '') as Judged;
    }
  return result;
}

const isValid = ({ problems }: Judged, { inputs }: Request) => problems.length === 0 && inputs.app === 'shop';

test(`${requests} requests write nothing but expected lines, and stop no environment`, { timeout: 3_600_000 }, async () => {
  const all = fc.sample(request, { numRuns: requests });
  const judged = judge(all);
  const valid = all.flatMap((each, index) => (isValid(judged[index] as Judged, each) ? [index] : []));
  for (const index of valid) {
    const { request: accepted } = judged[index] as Judged;
    if (accepted === undefined) throw new Error('a valid request was not printed');
    expect(accepted.values).toBe(`charts/shop/${accepted.environment}-values.yaml`);
    expect(['dev', 'prod']).toContain(accepted.environment);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(accepted.reason).not.toMatch(/[\x00-\x1f\x7f]/);
    for (const [name, { tag, digest }] of Object.entries(accepted.images ?? {})) {
      expect(name).toBe('shop');
      expect(tag).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/);
      expect(digest).toMatch(/^sha256:[a-f0-9]{64}$/);
    }
    if (accepted.source !== null) expect(accepted.source.run_id).toBeLessThan(firstRun);
  }
  const invalid = all.flatMap((each, index) => (isValid(judged[index] as Judged, each) ? [] : [index]));
  const spread = (indices: readonly number[], count: number) =>
    indices.filter((_, place) => place % Math.max(1, Math.floor(indices.length / count)) === 0).slice(0, count);
  const sample = [...spread(valid, played), ...spread(invalid, Math.ceil(played / 4))].sort((a, b) => a - b);
  console.log(`seed ${seed}: ${all.length} requests, ${valid.length} valid; ${sample.length} played on real git`);

  const repository = new ConfigRepository();
  const head = () => git(repository.bare, 'rev-parse', 'refs/heads/main');
  const gh = {
    'GET repos/acme/shop-config/pulls': [],
    'POST repos/acme/shop-config/pulls': { number: 7 },
    'POST repos/acme/shop-config/pulls/7/requested_reviewers': {},
  };
  let written = 0;
  for (const index of sample) {
    const { kind, inputs, actor } = all[index] as Request;
    const before = head();
    // An environment variable and an argument hold no NUL, and GitHub sends none.
    const { code, log } = await repository.run(kind, inputs, { actor, gh });
    const shown = `seed ${seed}, request ${index}: ${JSON.stringify({ kind, actor, inputs }).slice(0, 2_000)}\n${log.slice(0, 2_000)}`;
    if (!valid.includes(index)) expect([code, head()], shown).toEqual([1, before]);
    const after = head();
    const changed = before === after ? [] : git(repository.bare, 'diff', '--numstat', before, after).split('\n');
    if (before !== after) {
      written++;
      expect(git(repository.bare, 'rev-parse', 'refs/heads/main^'), shown).toBe(before);
    }
    const environment = String(inputs.environment);
    for (const line of changed) {
      if (kind === 'rollback' && line.endsWith('\t.gitops-app/shop/holds.json')) continue;
      expect(line, shown).toMatch(new RegExp(`^([12])\\t\\1\\tcharts/shop/${environment}-values\\.yaml$`));
    }
    for (const ref of git(repository.bare, 'for-each-ref', '--format=%(refname)').split('\n'))
      expect(['refs/heads/main', 'refs/heads/promote/shop/prod'], shown).toContain(ref);
  }
  console.log(`${written} of them changed the default branch`);

  await repository.run('rollback', rollbackOf('dev', { action: 'release' }));
  const last = firstRun + 1;
  expect((await repository.run('deploy', dispatch(last))).code).toBe(0);
  expect(repository.images('dev')).toEqual(image(last));
});
