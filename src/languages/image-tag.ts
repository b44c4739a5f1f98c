/** Image tags have no ranges: `22.x` is the tag `22`. For any version, the other tag. */
export function imageTag(version: string | undefined, any: string): string {
  return /^\d+(?:\.\d+)*/.exec(version ?? '')?.[0] ?? any;
}
