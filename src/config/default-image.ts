import type { PipelineConfig } from '../generated/pipeline-config.ts';

/** The image of a component or job without `image`: the one named after the app, or the only one. */
export function defaultImage(input: PipelineConfig): string {
  const images = Object.keys(input.images ?? {});
  return images.length === 0 || images.includes(input.app.name) ? input.app.name : (images[0] ?? input.app.name);
}
