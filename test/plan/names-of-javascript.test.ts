/** Names that every object of JavaScript has are names like any other in a config. */
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { generators } from '../../generators/index.ts';
import { examples } from '../../src/create/examples.ts';
import { loadGenerators, plan } from '../../src/plan/plan.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { validate } from '../../src/validate/validate.ts';

const names = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__'];

test('variables, build arguments and components arrive', async () => {
  const config = structuredClone(examples.shop?.config) as never as Record<string, Record<string, Record<string, unknown>>>;
  const named = Object.fromEntries(names.map((name) => [name, 'here']));
  Object.assign(config.components?.web ?? {}, { env: { ...(config.components?.web?.env as object), ...named } });
  config.images = { shop: { args: named } };
  Object.assign(config.components ?? {}, { constructor: { env: named } });
  const valid = await validate(config);
  const files = plan(resolve(valid.config), await loadGenerators(generators), { version: '1.0.0' });
  const values = parse(files.find(({ path }) => path === 'charts/shop/values.yaml')?.content ?? '') as Record<
    string,
    Record<string, { env: Record<string, unknown> }>
  >;
  for (const component of ['web', 'constructor'])
    for (const name of names)
      expect(Object.entries(values.components?.[component]?.env ?? {}), `${component} ${name}`).toContainEqual([name, expect.anything()]);
  const ci = files.find(({ path }) => path.endsWith('gitops-ci.yaml'))?.content;
  for (const name of names) expect(ci).toContain(`${name}=here`);
});
