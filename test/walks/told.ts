/** Whether generate refuses to go from one model to another: nobody then applies it. */
import { immutableChanges } from '../../src/immutable/compare.ts';
import { type Model, modelSchemaVersion } from '../../src/model/model.ts';

export async function told(before: Model, after: Model): Promise<boolean> {
  const all = new Set(before.images.map(({ name }) => name));
  const images = new Map(before.environments.map(({ name }) => [name, all]));
  return (await immutableChanges({ model: before, schemaVersion: modelSchemaVersion, images }, after)).length > 0;
}
