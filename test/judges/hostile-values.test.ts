import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Model } from '../../src/model/model.ts';
import { chartPath, wrapperFile } from '../../src/model/names.ts';
import { targetsOf } from '../../src/model/queries.ts';
import { deliver, generateIn, goldenFolder } from '../golden/cases.ts';
import { hostileTexts } from '../properties/arbitrary-config.ts';
import { releaseOf } from './goldens.ts';
import { findHelm, helmMajors, template } from './helm.ts';
import { containersOf, type Data, podTemplates } from './pods.ts';
import { parseObjects, sentinel } from './renders.ts';

/** A component whose environment, arguments and command hold every hostile text. */
const hostile = {
  env: Object.fromEntries(hostileTexts.map((text, index) => [`TEXT_${index}`, text])),
  args: hostileTexts,
  livenessProbe: { exec: { command: ['check', ...hostileTexts] } },
  files: Object.fromEntries(hostileTexts.map((text, index) => [`/etc/texts/${index}`, text])),
  podAnnotations: Object.fromEntries(hostileTexts.map((text, index) => [`text-${index}`, text])),
};

describe('judge: hostile texts, through the config and Helm into the container', () => {
  let folder: string;
  let model: Model;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hostile-'));
    cpSync(join(goldenFolder, 'shop/app/.gitops-app/pipeline.config.ts'), join(folder, 'app/.gitops-app/shop.ts'));
    const components = `{ web: { ...shop.components.web, ...JSON.parse(${JSON.stringify(JSON.stringify(hostile))}) } }`;
    writeFileSync(
      join(folder, 'app/.gitops-app/pipeline.config.ts'),
      `import shop from './shop.ts';\nexport default { ...shop, components: ${components} };\n`,
    );
    await generateIn(join(folder, 'app'));
    const config = join(folder, 'config');
    model = JSON.parse(readFileSync(join(config, '.gitops-app/shop/model.json'), 'utf8')) as Model;
    for (const name of ['dev', 'prod']) {
      const wrapper = join(config, chartPath(model), wrapperFile({ name }));
      await deliver(wrapper, { image: 'shop', tag: sentinel.tag('shop'), digest: sentinel.digest('shop') });
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.for(helmMajors)('by Helm %s', async (major, context) => {
    const helm = findHelm(major);
    if ('reason' in helm) return context.skip(helm.reason);
    const release = releaseOf(model, targetsOf(model)[0] as ReturnType<typeof targetsOf>[number], join(folder, 'config'));
    const { code, stdout, stderr } = await template(helm, release);
    expect(code, stderr).toBe(0);
    const objects = parseObjects(stdout);
    const files = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'shop-web-files');
    expect(Object.keys(files?.data ?? {})).toHaveLength(hostileTexts.length);
    for (const [index, text] of hostileTexts.entries()) expect(files?.data, `${index}`).toHaveProperty([`etc_texts_${index}`], text);
    const deployment = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'shop-web') as { spec?: Data } | undefined;
    for (const [name, text] of Object.entries(hostile.podAnnotations)) expect(deployment?.spec.template.metadata.annotations[name], name).toBe(text);
    const pods = podTemplates(objects).filter(({ labels }) => labels['app.kubernetes.io/component'] === 'web');
    const container = pods.flatMap(({ spec }) => containersOf(spec)).find(({ name }) => name === 'web');
    expect(container?.args).toEqual(hostileTexts);
    expect(container?.livenessProbe.exec.command).toEqual(['check', ...hostileTexts]);
    const variables = new Map((container?.env ?? []).map((variable: { name: string; value?: string }) => [variable.name, variable.value]));
    for (const [name, text] of Object.entries(hostile.env)) expect(variables.get(name) ?? '', name).toBe(text);
  });
});
