import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ContractSchema, contractSchema } from '../../src/github/contract.ts';
import { goldenFolder } from '../golden/cases.ts';
import { sample } from '../support/sample.ts';
import { ConfigRepository, dispatch, image, promotion, rollbackOf } from './config-repository.ts';

let repository: ConfigRepository;
beforeAll(() => {
  repository = new ConfigRepository();
});

async function errors(kind: 'deploy' | 'rollback', inputs: Record<string, string | boolean>, options = {}): Promise<string[]> {
  const { code, log, outputs } = await repository.validate(kind, inputs, options);
  const lines = log.split('\n').filter((line) => line !== '');
  // Nothing but our own commands reaches the log: what was sent stays inside of one line.
  for (const line of lines) expect(line).toMatch(/^::error::/);
  expect(code).toBe(lines.length === 0 ? 0 : 1);
  expect(outputs.request !== undefined).toBe(code === 0);
  return lines.map((line) => line.slice('::error::'.length));
}

test('accepts a deployment by CI and a rollback', async () => {
  expect(await errors('deploy', dispatch(5))).toEqual([]);
  expect(await errors('deploy', dispatch(5, { allow_downgrade: false }))).toEqual([]);
  expect(await errors('rollback', rollbackOf('prod'))).toEqual([]);
});

test.each(['$(touch /tmp/owned)', 'a\nb', '../x', '"', "'", '::set-output name=x::y', 'latest', '', 'x'.repeat(129), '-a', 'ä'])(
  'rejects the tag %j',
  async (tag) => {
    expect(await errors('deploy', dispatch(5, { images: JSON.stringify({ shop: { ...image(5), tag } }) }))).toEqual([
      expect.stringMatching(/^inputs\.images\.shop\.tag is ".*; must match /),
    ]);
  },
);

test.each([
  ['an unknown app', { app: 'shopp' }, ['Unknown app; known apps: shop']],
  ['a path for an app', { app: '../shop' }, ['Unknown app; known apps: shop']],
  ['an app with a second line', { app: 'shop\nshop' }, ['Unknown app; known apps: shop']],
  ['an unknown environment', { environment: 'qa' }, ['environment is "qa"; known environments: dev, prod']],
  ['another contract', { contract: '2' }, ['inputs.contract is "2"; must be "1"']],
  [
    'images of prod by CI',
    { environment: 'prod' },
    ['from is ""; prod is promoted from dev', 'images, source and proof must be empty; prod gets the images of dev'],
  ],
  ['no proof', { proof: '' }, ['proof is empty; only CI of acme/shop can deploy dev: run its workflow again, of a current version']],
  ['no images', { images: '' }, ['images is empty; CI must send the images for dev']],
  ['invalid JSON', { images: '{' }, ['inputs.images is "{"; must be JSON']],
  ['blank JSON', { images: '  ', source: '\t' }, ['inputs.images is "  "; must be JSON', 'inputs.source is "\\t"; must be JSON']],
  ['two JSON values', { images: '{} {}' }, ['inputs.images is "{} {}"; must be JSON']],
  ['an image of another app', { images: JSON.stringify({ mail: image(1) }) }, ['unknown image "mail"; known images: shop']],
  ['an extra field', { images: JSON.stringify({ shop: { ...image(1), repository: 'evil' } }) }, ['inputs.images.shop."repository" is not allowed']],
  [
    'another source repository',
    { source: String(dispatch(5).source).replace('acme/shop', 'evil/shop') },
    [expect.stringMatching(/^source\.repository is "evil\/shop"; must be acme\/shop\. If the repository has a new name, set repositories\.app\.slug/)],
  ],
  ['a reason of two lines', { reason: 'a\nSource-Run: 99' }, [expect.stringContaining('inputs.reason is "a\\nSource-Run: 99"; must match')]],
  ['a workflow command', { reason: '%0A::set-output' }, []],
  ['a value of 60 kB', { images: JSON.stringify({ shop: 'x'.repeat(60_000) }) }, ['inputs.images has 60011 characters; must have at most 20000']],
  [
    'several at once',
    { contract: '0', reason: '\u0007', allow_downgrade: 'maybe' },
    [expect.stringContaining('contract'), expect.stringContaining('reason'), 'inputs.allow_downgrade is "maybe"; must be one of true, false'],
  ],
] as [string, Record<string, string>, unknown[]][])('%s', async (_, changes, expected) => {
  expect(await errors('deploy', dispatch(5, changes))).toEqual(expected);
});

test('only a person promotes or rolls back', async () => {
  const actor = 'shop-config-dispatch[bot]';
  expect(await errors('deploy', dispatch(5), { actor })).toEqual([]);
  expect(await errors('rollback', rollbackOf('prod'), { actor })).toEqual([`only a person may start this, not ${actor}`]);
  expect(await errors('deploy', promotion(), { actor })).toEqual([`only a person may start this, not ${actor}`]);
});

test('runs on the default branch only', async () => {
  expect((await repository.validate('deploy', dispatch(5), { ref: 'refs/heads/feature' })).log).toBe('::error::This workflow runs only on main\n');
});

test('rejects a deployment while the config has unset values', async () => {
  const other = new ConfigRepository();
  other.change((folder) => {
    const path = join(folder, '.gitops-app/shop/delivery.json');
    const delivery = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...delivery, unset: ['/registry/account'] }));
  });
  expect((await other.validate('deploy', dispatch(5))).log).toBe('::error::/registry/account is not set yet in pipeline.config.ts of acme/shop\n');
});

describe('the contract', () => {
  /** ajv reads contentSchema as an annotation; this holds the text's content to it as well. */
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  const compile = (schema: ContractSchema) => ajv.compile(schema);
  const deploy = contractSchema.$defs?.deploy ?? {};
  const whole = compile(deploy);
  const contents = Object.entries(deploy.properties ?? {}).flatMap(([name, { contentSchema }]) =>
    contentSchema === undefined ? [] : [[name, compile(contentSchema)] as const],
  );
  function valid(inputs: Record<string, unknown>): boolean {
    if (!whole(inputs)) return false;
    return contents.every(([name, validate]) => {
      if (inputs[name] === '') return true;
      try {
        return validate(JSON.parse(String(inputs[name])));
      } catch {
        return false;
      }
    });
  }

  test('is what every golden has', () => {
    const text = readFileSync(join(goldenFolder, 'shop/config/.gitops-app/shared/contract.schema.json'), 'utf8');
    expect(JSON.parse(text)).toEqual(contractSchema);
  });

  test('is read by validate.jq as ajv reads it', async () => {
    const odd = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')),
      fc.constantFrom('', 'latest', 'dev', '1', '{}', '[]', 'null', '{"shop":{}}'),
    );
    const part = fc.oneof(odd, fc.integer(), fc.constant(null), fc.boolean());
    const images = fc.dictionary(
      fc.constantFrom('shop', 'mail', 'x y'),
      fc.oneof(fc.constant(image(3)), fc.record({ tag: part, digest: part }, { requiredKeys: [] }), part),
      { maxKeys: 2 },
    );
    const source = fc.record(
      {
        repository: fc.oneof(fc.constant('acme/shop'), part),
        sha: fc.oneof(fc.constant(image(3).tag), part),
        run_id: fc.oneof(fc.nat(), part),
        run_number: fc.oneof(fc.nat(), fc.double()),
        run_attempt: fc.constant(1),
      },
      { requiredKeys: ['repository', 'run_attempt'] },
    );
    const changes = fc.record(
      {
        images: fc.oneof(
          images.map((value) => JSON.stringify(value)),
          odd,
        ),
        source: fc.oneof(
          source.map((value) => JSON.stringify(value)),
          odd,
        ),
        reason: odd,
        contract: fc.constantFrom('1', '2'),
        allow_downgrade: fc.constantFrom('true', 'false', 'no'),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(changes, async (change) => {
        const inputs = dispatch(5, Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)));
        const { log } = await repository.validate('deploy', inputs);
        expect(!log.split('\n').some((line) => line.startsWith('::error::inputs')), log).toBe(valid(inputs));
      }),
      { numRuns: sample(20, 60) },
    );
  });
});
