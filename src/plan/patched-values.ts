import type { Values } from '../chart/named-values.ts';
import { merge } from '../chart/values.ts';
import type { Model } from '../model/model.ts';
import { chartPath, valueFiles } from '../model/names.ts';
import { targetsOf } from '../model/queries.ts';
import type { Problem } from '../problems/errors.ts';
import type { PlannedFile } from './plan.ts';

/** Outputs of the files that Helm reads as values, and of their schema. */
const valuesOutputs = ['config/chart-values', 'config/wrapper-values', 'config/cluster-values', 'config/chart-schema'];

/** Validates patched values against the chart's schema. Otherwise Helm would be the first to reject them. */
export async function patchedValuesProblems(model: Model, files: readonly PlannedFile[]): Promise<Problem[]> {
  const patch = model.patches.findLastIndex(({ output }) => valuesOutputs.includes(output));
  if (patch < 0) return [];
  const [{ parse }, { Ajv2020 }] = await Promise.all([import('yaml'), import('ajv/dist/2020.js')]);
  const read = (path: string) => files.find((file) => file.repository === 'config' && file.path === `${chartPath(model)}/${path}`)?.content ?? '{}';
  const problems = new Map<string, Problem>();
  const problem = (message: string) =>
    problems.set(message, {
      code: 'PATCH_DOES_NOT_APPLY',
      severity: 'error',
      pointer: `/patches/${patch}`,
      message,
      hint: 'Helm would reject the values. Change the operations, or patch values.schema.json too and add a template that reads the new values.',
    });
  const validate = new Ajv2020({ strict: false, allErrors: true }).compile(JSON.parse(read('values.schema.json')) as object);
  for (const target of targetsOf(model)) {
    const values = ['values.yaml', ...valueFiles(target)]
      .map((path) => parse(read(path)) as Values | null)
      .reduce((under, over) => merge(under ?? {}, over ?? {}));
    if (!validate(values))
      for (const { instancePath, message, params } of validate.errors ?? []) {
        const field = typeof params.additionalProperty === 'string' ? `: '${params.additionalProperty}'` : '';
        problem(
          `with this patch, the values of ${target.environment} on ${target.cluster} do not match values.schema.json: ${instancePath || '/'} ${message}${field}`,
        );
      }
  }
  return [...problems.values()];
}
