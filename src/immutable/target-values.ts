import type { Values } from '../chart/named-values.ts';
import { merge, valuesFiles } from '../chart/values.ts';
import type { Model, Patch, Target } from '../model/model.ts';
import { chartPath, clusterValuesFile, wrapperFile } from '../model/names.ts';
import type { TargetValues } from './objects.ts';

/** A values file before its patches. */
interface ValuesFile {
  output: string;
  path: string;
  values: Values;
}

/** What Helm merges for each target, with the patches of the config. */
export async function valuesOfTargets(model: Model): Promise<Map<Target, TargetValues>> {
  const { base, wrappers, clusters } = valuesFiles(model);
  const chart = chartPath(model);
  const files: ValuesFile[] = [
    { output: 'config/chart-values', path: `${chart}/values.yaml`, values: base },
    ...[...wrappers].map(([environment, values]) => ({ output: 'config/wrapper-values', path: `${chart}/${wrapperFile(environment)}`, values })),
    ...[...clusters].map(([target, values]) => ({ output: 'config/cluster-values', path: `${chart}/${clusterValuesFile(target)}`, values })),
  ];
  const patched = new Map<string, Values>();
  for (const file of files) patched.set(file.path, await withPatches(file, model.patches, files));
  const read = (path: string) => patched.get(`${chart}/${path}`) ?? {};
  return new Map(
    [...clusters.keys()].map((target) => {
      const layers = [read('values.yaml'), read(wrapperFile({ name: target.environment })), read(clusterValuesFile(target))];
      return [target, layers.reduce(merge) as unknown as TargetValues];
    }),
  );
}

/** A patch that does not apply is reported when the files are planned. */
async function withPatches({ output, path, values }: ValuesFile, patches: readonly Patch[], files: readonly ValuesFile[]): Promise<Values> {
  const isOnly = files.filter((file) => file.output === output).length === 1;
  const own = patches.filter((patch) => patch.output === output && (patch.path === path || (patch.path === null && isOnly)));
  if (own.length === 0) return values;
  const { PatchError, patchText } = await import('../plan/patch-text.ts');
  try {
    return JSON.parse(own.reduce((text, { operations }) => patchText(text, 'values.json', operations), JSON.stringify(values))) as Values;
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    return values;
  }
}
