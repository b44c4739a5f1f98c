/**
 * Every leaf of the vocabulary takes effect: two configs that differ in it alone give two plans. A field that is accepted
 * and never emitted is found here; that a template reads it, in test/vocabulary/rendered.test.ts. It takes most of a minute, so it is
 * not part of npm test.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generators } from '../../generators/index.ts';
import { memoize } from '../../src/cache/memoize.ts';
import type { Model } from '../../src/model/model.ts';
import { applyPatches } from '../../src/plan/patches.ts';
import { type Generator, plan } from '../../src/plan/plan.ts';
import { UserError } from '../../src/problems/errors.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { validate } from '../../src/validate/validate.ts';
import { arbitraryConfig } from '../properties/arbitrary-config.ts';
import { type Leaf, leavesIn, type Place } from '../vocabulary/leaves.ts';
import { type Loose, pairsOf } from '../vocabulary/variants.ts';

/** Leaves whose two values cannot give two plans, or for which no such pair is built here, with the reason. */
const exceptions: readonly [leaf: RegExp, reason: string][] = [
  [/^repositories\.(app|config)\.path$/, 'where a repository is on this machine; the plan is the same'],
  [/^clusters\.\*\.links/, 'read by a rule alone: what an on-premise cluster can reach'],
  [/\.dataLoss$/, 'consent, read by a rule alone'],
  [/^allow\./, 'consent to one change, which the plan does not contain'],
  [/\.metrics\(.*\)\.public$/, 'consent, read by a rule alone'],
  [/\((object-store|smtp|custom)\)\(external\)\.provider$/, 'the only provider of its type'],
  [/^app\.renamedFrom$/, 'read beside the model of that app, which the config repository has: test/validate/peers.test.ts'],
  [/^environments\.\*\.delivery$/, 'promoteFrom and approval change with it: no pair differs in it alone'],
  [/^patches\[\]\.path$/, 'names one file of several of one output: no pair differs in it alone'],
  [
    /(jobs|cronJobs)\.\*\.volumes\.\*\.accessModes$/,
    'a job that claims a volume shares it: ReadWriteMany alone is valid; an existing claim has modes of its own',
  ],
];

const bySize = (a: object, b: object) => JSON.stringify(a).length - JSON.stringify(b).length;
const leaves: Leaf<Loose>[] = leavesIn(fc.sample(arbitraryConfig, { numRuns: 600 }).sort(bySize));

/** Without the model, which has everything that is resolved. Values first: most leaves are seen there, and they are quick. */
const emitted = generators.filter(({ id }) => id !== 'config/model').sort((a, b) => Number(b.id.endsWith('-values')) - Number(a.id.endsWith('-values')));

/** The model of a config; undefined: it is not valid. */
const modelOf = memoize(async (config: object): Promise<Model | undefined> => {
  try {
    return resolve((await validate(config)).config);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
});

/** What each output makes of a model; undefined: a patch does not apply. */
const textsOf = memoize((model: Model) =>
  memoize(async (generator: Generator): Promise<string | undefined> => {
    const patches = model.patches.filter(({ output }) => output === generator.id);
    const { files, problems } = await applyPatches(plan(model, [generator], { version: '1.2.3' }), patches);
    return problems.length > 0 ? undefined : JSON.stringify(files.map(({ path, content }) => [path, content]));
  }),
);

async function differ(one: object, other: object): Promise<boolean> {
  const [before, after] = [await modelOf(one), await modelOf(other)];
  if (before === undefined || after === undefined) return false;
  for (const generator of emitted) {
    const [text, changed] = [await textsOf(before)(generator), await textsOf(after)(generator)];
    if (text !== changed) return text !== undefined && changed !== undefined;
  }
  return false;
}

async function takesEffect(leaf: Leaf<Loose>): Promise<boolean> {
  // What Prometheus reads shows only where it runs: each place is tried as drawn, then with it.
  const places = leaf.places.slice(0, 100).flatMap((place) => [place, withPrometheus(place)]);
  for (const place of places) for (const [one, other] of pairsOf(leaf, place, leaves).slice(0, 12)) if (await differ(one, other)) return true;
  return false;
}

function withPrometheus(place: Place<Loose>): Place<Loose> {
  return { ...place, config: { ...place.config, monitoring: { ...place.config.monitoring, prometheus: true } } };
}

test('two values of every leaf give two plans', { timeout: 600_000 }, async () => {
  const silent: string[] = [];
  for (const leaf of leaves) if (!exceptions.some(([name]) => name.test(leaf.name)) && !(await takesEffect(leaf))) silent.push(leaf.name);
  expect(silent).toEqual([]);
  expect(leaves.length).toBeGreaterThan(900);
});

test('every exception is of a leaf that exists', () => {
  for (const [name] of exceptions)
    expect(
      leaves.some((leaf) => name.test(leaf.name)),
      String(name),
    ).toBe(true);
});
