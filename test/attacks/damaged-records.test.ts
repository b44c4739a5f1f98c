/**
 * Files below .gitops-app that somebody has edited or damaged: each command ends with a named error, or as if they were in
 * order, and never with a stack trace. The seed of a failure is in its message.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generators } from '../../generators/index.ts';
import { check } from '../../src/commands/check.ts';
import { generate } from '../../src/commands/generate.ts';
import { UserError } from '../../src/problems/errors.ts';
import { openWorkspace, run } from '../support/run-commands.ts';
import { sample } from '../support/sample.ts';

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** What stands in place of a value somewhere in a file. */
const hostile: unknown[] = [
  null,
  0,
  -1,
  1e300,
  '',
  'x',
  '\u001b[31m',
  '../../../etc',
  '__proto__',
  [],
  {},
  [null],
  [[]],
  { __proto__: null, path: '..' },
  true,
  JSON.parse(deep(4000)),
];

/** Every path of keys in a value. */
function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [...(path.length === 0 ? [] : [path]), ...Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...path, key]))];
}

function changed(value: unknown, [key = '', ...rest]: readonly string[], replacement: unknown): unknown {
  const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as never) : { ...(value as object) };
  if (rest.length > 0) copy[key] = changed(copy[key], rest, replacement);
  else if (replacement === undefined) delete copy[key];
  else copy[key] = replacement;
  return copy;
}

test('each reader ends with a named error', async () => {
  const workspace = openWorkspace();
  workspace.edit(
    'environments: {',
    "patches: [{ output: 'app/ci', operations: [{ op: 'replace', path: '/jobs/test/timeout-minutes', value: 31 }] }],\n  environments: {",
  );
  await workspace.generate({ generators });
  const files = [
    ['config', '.gitops-app/shop/model.json'],
    ['config', '.gitops-app/shop/manifest.json'],
    ['config', '.gitops-app/shared/manifest.json'],
    ['config', '.gitops-app/shop/merge-base.json'],
    ['config', '.gitops-app/shop/delivery.json'],
    ['app', '.gitops-app/manifest.json'],
  ] as const;
  const originals = files.map(([role, path]) => readFileSync(join(workspace[role], path), 'utf8'));
  const cases = fc.record({
    file: fc.nat({ max: files.length - 1 }),
    position: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    replacement: fc.oneof(
      fc.constantFrom(undefined, ...hostile),
      fc.json().map((text) => JSON.parse(text) as unknown),
    ),
    // The digest of an edited model would stop everything before it is read.
    cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ file, position, replacement, cut }) => {
      const [role, path] = files[file] as (typeof files)[number];
      const original = originals[file] ?? '';
      const places = pathsOf(JSON.parse(original));
      const text =
        cut === null
          ? JSON.stringify(changed(JSON.parse(original), places[Math.floor(position * places.length)] ?? [], replacement))
          : original.slice(0, cut * original.length);
      const record = join(workspace.config, '.gitops-app/shop/manifest.json');
      writeFileSync(join(workspace[role], path), text);
      // Without the digest of the model that was written, the changed one is planned.
      if (path.endsWith('model.json')) writeFileSync(record, (originals[1] ?? '').replace(/"modelDigest": "[0-9a-f]*"/, '"modelDigest": ""'));
      try {
        for (const [command, cwd] of [
          [check, workspace.config],
          [check, workspace.app],
          [generate, workspace.app],
        ] as const)
          for (const format of ['text', 'json'] as const)
            await run(command as typeof check, { cwd, generators, format, dryRun: true } as never).catch((error: unknown) => {
              if (!(error instanceof UserError)) throw error;
              expect(error.problems.length).toBeGreaterThan(0);
            });
      } finally {
        for (const [index, [owner, name]] of files.entries()) writeFileSync(join(workspace[owner], name), originals[index] ?? '');
      }
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? sample(20, 60)) },
  );
}, 600_000);

test('a config that is nested 5,000 levels deep', async () => {
  for (const text of [`JSON.parse('${deep(5000)}')`, `Array.from({ length: 5000 }).reduce((inner) => [inner], 1)`, deep(5000)]) {
    const workspace = openWorkspace();
    workspace.edit(
      'environments: {',
      `extraManifests: { map: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' }, data: ${text} as never } },\n  environments: {`,
    );
    for (const command of [workspace.check, workspace.generate]) await expect(command({ generators })).rejects.toBeInstanceOf(UserError);
  }
}, 120_000);
