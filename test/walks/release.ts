/** What Argo CD would apply of a config: the objects of its releases, with an image delivered everywhere. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { chart } from '../../generators/config/chart/chart.ts';
import { chartSchema } from '../../generators/config/chart/schema.ts';
import { chartValues, clusterValues, wrapperValues } from '../../generators/config/chart/values.ts';
import type { Model, Target } from '../../src/model/model.ts';
import { wrapperFile } from '../../src/model/names.ts';
import { environmentOf } from '../../src/model/queries.ts';
import { plan } from '../../src/plan/plan.ts';
import { deliver } from '../golden/cases.ts';
import { releaseOf } from '../judges/goldens.ts';
import { type Helm, template } from '../judges/helm.ts';
import { type KubernetesObject, parseObjects, sentinel } from '../judges/renders.ts';

const generators = [chart, chartValues, wrapperValues, clusterValues, chartSchema];

/** An object and what Helm printed of it, which the API server reads by rules of its own. */
export interface Rendered {
  object: KubernetesObject;
  text: string;
}

/** Renders a target of a model; throws where Helm does not. */
export async function renderTarget(helm: Helm, model: Model, target: Target, work: string): Promise<Rendered[]> {
  const folder = mkdtempSync(join(work, 'chart-'));
  try {
    for (const { path, content } of plan(model, generators, { version: '1.2.3' })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const release = releaseOf(model, target, folder);
    const wrapper = join(release.chart, wrapperFile(environmentOf(model, target)));
    for (const { name } of model.images) await deliver(wrapper, { image: name, tag: sentinel.tag(name), digest: sentinel.digest(name) });
    const { code, stdout, stderr } = await template(helm, release);
    if (code !== 0) throw new Error(`helm template: ${stderr}`);
    return documentsOf(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function documentsOf(stream: string): Rendered[] {
  return parseAllDocuments(stream).flatMap((document) => {
    const [from, , to] = document.range ?? [0, 0, 0];
    const text = stream.slice(from, to);
    return parseObjects(text).map((object) => ({ object, text }));
  });
}
