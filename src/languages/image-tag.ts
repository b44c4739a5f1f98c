/** Image tags have no ranges: `22.x` becomes `22`. A version without a number becomes the tag `any`. */
export function imageTag(version: string | undefined, any: string): string {
  return /^\d+(?:\.\d+)*/.exec(version ?? '')?.[0] ?? any;
}
