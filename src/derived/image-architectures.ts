/** GitHub's own runners, and the labels that GitHub gives to those of its users. */
const runners = [
  [/^ubuntu-(latest|slim|[0-9]+\.[0-9]+)$/, 'amd64'],
  [/^ubuntu-[0-9]+\.[0-9]+-arm$/, 'arm64'],
  [/^x64$/i, 'amd64'],
  [/^arm64$/i, 'arm64'],
] as const;

/** What decides it, in a config and in a model. */
interface Input {
  readonly ci?: { readonly runsOn?: string | readonly string[] | { readonly labels?: readonly string[] | undefined } };
  readonly patches?: readonly { readonly output: string; readonly operations: readonly { readonly path: string; readonly value?: unknown }[] }[];
}

/**
 * The architectures that CI builds images for: that of its runner, unless a patch of the workflow names platforms. Undefined:
 * a runner of one's own, whose label does not say.
 */
export function imageArchitectures({ ci, patches = [] }: Input): readonly string[] | undefined {
  const platforms = patches
    .filter(({ output }) => output === 'app/ci')
    .flatMap(({ operations }) => operations.flatMap(({ path, value }) => (path.endsWith('/with/platforms') && typeof value === 'string' ? [value] : [])))
    .at(-1);
  if (platforms !== undefined) return platforms.split(',').map((platform) => platform.trim().split('/')[1] ?? '');
  const labels = labelsOf(ci?.runsOn ?? 'ubuntu-24.04');
  const known = labels.flatMap((label) => runners.filter(([pattern]) => pattern.test(label)).map(([, architecture]) => architecture));
  return known.length === 0 ? undefined : [...new Set(known)];
}

/** The labels of a runner; a group may have none. */
export function labelsOf(runsOn: string | readonly string[] | { readonly labels?: readonly string[] | undefined }): readonly string[] {
  if (typeof runsOn === 'string') return [runsOn];
  return isList(runsOn) ? runsOn : (runsOn.labels ?? []);
}

const isList = (value: object): value is readonly string[] => Array.isArray(value);
