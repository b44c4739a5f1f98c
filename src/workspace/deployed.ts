import type { Deployed } from '../immutable/compare.ts';
import type { Model } from '../model/model.ts';
import { chartPath, wrapperFile } from '../model/names.ts';
import { FieldError } from '../owned-fields/field-error.ts';
import { readFields } from '../owned-fields/owned-fields.ts';
import { readOwnText } from './repository.ts';

/** The images of each environment that CD has delivered, by the wrappers on disk; all of them, if a wrapper cannot be read. */
export async function deliveredImages(root: string, model: Model): Promise<Deployed['images']> {
  const images = model.images.map(({ name }) => name);
  const delivered = new Map<string, ReadonlySet<string>>();
  for (const environment of model.environments) {
    const text = readOwnText(root, `${chartPath(model)}/${wrapperFile(environment)}`);
    const tags = text === undefined ? [] : await tagsIn(text, images);
    delivered.set(environment.name, new Set(images.filter((_, index) => tags === undefined || (tags[index] ?? '') !== '')));
  }
  return delivered;
}

/** The tags of images; undefined: the text is not readable. */
async function tagsIn(text: string, images: readonly string[]): Promise<string[] | undefined> {
  try {
    return await readFields(
      text,
      images.map((image) => ['images', image, 'tag']),
    );
  } catch (error) {
    if (error instanceof FieldError) return undefined;
    throw error;
  }
}
