import type { Patch } from '../model/model.ts';
import { FieldError } from '../owned-fields/field-error.ts';
import type { FieldPath } from '../owned-fields/field-path.ts';
import type { Problem } from '../problems/errors.ts';
import { didYouMean } from '../text/closest.ts';
import type { PlannedFile } from './plan.ts';

/** Files after their patches, and the patches that do not apply. */
export interface Patched {
  files: PlannedFile[];
  problems: Problem[];
}

/** Applies a model's patches to the plan of it. What reads YAML is loaded only for a patch. */
export async function applyPatches(planned: PlannedFile[], patches: readonly Patch[]): Promise<Patched> {
  if (patches.length === 0) return { files: planned, problems: [] };
  const { PatchError, patchText } = await import('./patch-text.ts');
  const { locateByParser } = await import('../owned-fields/parser.ts');
  const written = (content: string, fields: readonly FieldPath[]) =>
    locateByParser(content, fields)
      .map(({ value }) => value)
      .join('\n');
  const files = [...planned];
  const problems: Problem[] = [];
  for (const [index, patch] of patches.entries()) {
    const problem = (pointer: string, message: string, hint?: string): void =>
      void problems.push({
        code: 'PATCH_DOES_NOT_APPLY',
        severity: 'error',
        pointer: `/patches/${index}${pointer}`,
        message,
        ...(hint === undefined ? {} : { hint }),
      });
    const at = placeOf(patch, files);
    if (typeof at !== 'number') {
      problem(at.pointer, at.message);
      continue;
    }
    const file = files[at] as PlannedFile;
    const reason = refusal(file);
    if (reason !== undefined) {
      problem('/output', `${file.path} takes no patch: ${reason}`);
      continue;
    }
    try {
      const content = patchText(file.content, file.path, patch.operations);
      const fields = file.ownership.class === 'fields' ? file.ownership.fields : [];
      if (written(content, fields) === written(file.content, fields)) files[at] = { ...file, content };
      else problem('', `it changes what CD writes into ${file.path}: ${fields.map((field) => field.join('.')).join(', ')}`);
    } catch (error) {
      if (error instanceof FieldError) problem('', `after it, ${file.path} has no place for what CD writes: ${error.message}`);
      else if (error instanceof PatchError) {
        const { op } = patch.operations[error.index] ?? {};
        const hint = 'Look at the file as it is generated now, and change the operation or remove it.';
        problem(`/operations/${error.index}`, `'${op}' does not apply to ${file.path}: ${error.message}`, hint);
      } else throw error;
    }
  }
  return { files, problems };
}

/** Index of the file that a patch names. */
function placeOf({ output, path }: Patch, files: readonly PlannedFile[]): number | { pointer: string; message: string } {
  const own = files.flatMap((file, index) => (file.output === output ? [{ path: file.path, index }] : []));
  const [first, second] = own;
  if (first === undefined) {
    const known = [...new Set(files.filter((file) => refusal(file) === undefined).map((file) => file.output))].sort();
    return {
      pointer: '/output',
      message: `there is no output '${output}' here that makes a file.${didYouMean(output, known)} Patches are for ${known.join(', ')}`,
    };
  }
  if (path === null) {
    if (second === undefined) return first.index;
    return { pointer: '/output', message: `'${output}' makes ${own.length} files: say which one with path: ${own.map((file) => `'${file.path}'`).join(', ')}` };
  }
  const named = own.find((file) => file.path === path);
  if (named !== undefined) return named.index;
  const paths = own.map((file) => file.path);
  return {
    pointer: '/path',
    message: `'${output}' makes no file '${path}'.${didYouMean(path, paths)} It makes ${paths.map((each) => `'${each}'`).join(', ')}`,
  };
}

/** Why a file takes no patch; undefined: it does. */
function refusal({ output, path, scope, ownership, repository }: PlannedFile): string | undefined {
  if (output === 'config/model') return 'it records the config itself';
  if (scope === 'shared') return 'all apps of the config repository share it';
  if (!/\.(?:ya?ml|json)$/.test(path)) return 'it is neither YAML nor JSON';
  if (repository === 'config' && /^charts\/[^/]+\/templates\//.test(path))
    return 'it is a Helm template; add objects with extraManifests, or a template of your own beside it';
  if (ownership.class === 'seeded' || ownership.class === 'merge') return 'it may be edited in place';
  if (ownership.class === 'region') return 'it is a part of a file of yours, which you may edit around it';
  return undefined;
}
