/** Patterns of the schema accept what Kubernetes, GitHub and Git accept, and reject what they reject. */
import { expect, test } from 'vitest';
import schemaJson from '../../schemas/pipeline.schema.json' with { type: 'json' };
import type { Schema } from '../../src/vocabulary/schema.ts';

const definitions = (schemaJson as unknown as { $defs: Record<string, Schema> }).$defs;
const label = (length: number) => 'a'.repeat(length);

function accepts({ pattern = '', maxLength = Number.POSITIVE_INFINITY }: Schema, text: string): boolean {
  return new RegExp(pattern, 'u').test(text) && text.length <= maxLength;
}

const fields: [string, Schema | undefined, good: string[], bad: string[]][] = [
  [
    'slug',
    definitions.Slug,
    ['acme/shop', 'a-b/c.d_e', 'corp_ada/.github'],
    ['acme/..', 'acme/.', 'acme/shop.git', `acme/${label(101)}`, `${label(40)}/shop`, '-a/b'],
  ],
  ['owner', definitions.Owner, ['@ada', '@acme/platform', '@ada_corp'], ['@-ada', '@acme/', `@${label(40)}`, '@acme/../x', '@a--b']],
  ['branch', definitions.Branch, ['main', 'release/1.x', 'a.b'], ['a..b', 'a.lock', 'a//b', 'a/', 'a/.b', 'a.lock/b', 'a.']],
  ['network', definitions.Cidrs?.items, ['10.0.0.0/8', '0.0.0.0/0', '255.255.255.255/32'], ['10.0.0.0/99', '300.1.1.1/8', '10.0.0/8', '1.2.3.4/33']],
  ['host of a service', definitions.Host, ['db', '10.0.0.1', `${label(63)}.example.com`], ['a..b-.c', `${label(64)}.example.com`, 'a.-b']],
  [
    'host of a route',
    definitions.EnvironmentRoute?.properties?.hosts?.items,
    ['shop.example.com', '*.example.com', 'x.xn--p1ai'],
    ['10.0.0.1', 'example', `${label(64)}.com`, 'a..com'],
  ],
  ['name of a Secret', definitions.SecretName, ['shop-db', 'a.b'], ['a..b-.c', 'a.-b', label(254)]],
  ['storage class', definitions.ResourceName, ['ceph', '1.5'], ['Fast', 'a..b']],
];

test.each(fields)('%s', (_, schema, good, bad) => {
  if (schema === undefined) throw new Error('not in the schema');
  expect(good.filter((text) => !accepts(schema, text))).toEqual([]);
  expect(bad.filter((text) => accepts(schema, text))).toEqual([]);
});
