import type { Patch } from '../model/model.ts';
import { FieldError } from '../owned-fields/field-error.ts';
import type { FieldPath } from '../owned-fields/field-path.ts';
import type { Problem } from '../problems/errors.ts';
import { didYouMean } from '../text/closest.ts';
import { changedLockedValue, whyOutputIsLocked } from './locked-values.ts';
import type { PlannedFile } from './plan.ts';

/** The patched files, and problems of patches that do not apply. */
export interface PatchedFiles {
  files: PlannedFile[];
  problems: Problem[];
}

/** Applies the patches of a model to its plan. The YAML parser is loaded only if there is a patch. */
export async function applyPatches(planned: PlannedFile[], patches: readonly Patch[]): Promise<PatchedFiles> {
  if (patches.length === 0) return { files: planned, problems: [] };
  const [{ PatchError, patchText }, { locateByParser }, { parse }] = await Promise.all([
    import('./patch-text.ts'),
    import('../owned-fields/parser.ts'),
    import('yaml'),
  ]);
  const fieldValues = (content: string, fields: readonly FieldPath[]) =>
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
    const target = findFile(patch, files);
    if (typeof target !== 'number') {
      problem(target.pointer, target.message);
      continue;
    }
    const file = files[target] as PlannedFile;
    const reason = whyNotPatchable(file);
    if (reason !== undefined) {
      problem('/output', `${file.path} cannot be patched: ${reason}`);
      continue;
    }
    try {
      const content = patchText(file.content, file.path, patch.operations);
      const fields = file.ownership.class === 'fields' ? file.ownership.fields : [];
      const isDelivered = fieldValues(content, fields) === fieldValues(file.content, fields);
      const locked = changedLockedValue(file.output, parse(file.content), parse(content));
      if (!isDelivered) problem('', `the patch changes fields of ${file.path} that CD writes: ${fields.map((field) => field.join('.')).join(', ')}`);
      else if (locked === undefined) files[target] = { ...file, content };
      else problem('', `the patch changes ${locked.pointer} of ${file.path}, which no patch can change`, `Instead: ${locked.instead}.`);
    } catch (error) {
      if (error instanceof FieldError) problem('', `the patch removes fields of ${file.path} that CD writes: ${error.message}`);
      else if (error instanceof PatchError) {
        const { op } = patch.operations[error.index] ?? {};
        const hint = 'Compare it with the generated file, then change or remove the operation.';
        problem(`/operations/${error.index}`, `'${op}' does not apply to ${file.path}: ${error.message}`, hint);
      } else throw error;
    }
  }
  return { files, problems };
}

/** Index of the file that a patch names. */
function findFile({ output, path }: Patch, files: readonly PlannedFile[]): number | { pointer: string; message: string } {
  const own = files.flatMap((file, index) => (file.output === output ? [{ path: file.path, index }] : []));
  const [first, second] = own;
  if (first === undefined) {
    const known = [...new Set(files.filter((file) => whyNotPatchable(file) === undefined).map((file) => file.output))].sort();
    return {
      pointer: '/output',
      message: `no output '${output}' generates a file here.${didYouMean(output, known)} Outputs that can be patched: ${known.join(', ')}`,
    };
  }
  // A saved model that somebody edited may lack it.
  if (path == null) {
    if (second === undefined) return first.index;
    return { pointer: '/output', message: `'${output}' generates ${own.length} files; set path to one of: ${own.map((file) => `'${file.path}'`).join(', ')}` };
  }
  const named = own.find((file) => file.path === path);
  if (named !== undefined) return named.index;
  const paths = own.map((file) => file.path);
  return {
    pointer: '/path',
    message: `'${output}' does not generate '${path}'.${didYouMean(path, paths)} It generates: ${paths.map((each) => `'${each}'`).join(', ')}`,
  };
}

/** Why a file cannot be patched; undefined: it can. */
function whyNotPatchable({ output, path, scope, ownership, repository }: PlannedFile): string | undefined {
  if (output === 'config/model') return 'it records the config itself';
  const locked = whyOutputIsLocked(output);
  if (locked !== undefined) return locked;
  if (scope === 'shared') return 'it is shared by all apps of the config repository';
  if (!/\.(?:ya?ml|json)$/.test(path)) return 'it is neither YAML nor JSON';
  if (repository === 'config' && /^charts\/[^/]+\/templates\//.test(path))
    return 'it is a Helm template; use extraManifests, or add a template of your own beside it';
  if (ownership.class === 'seeded' || ownership.class === 'merge') return 'you can edit it in place';
  if (ownership.class === 'region') return 'it is part of a file of yours, which you can edit around it';
  return undefined;
}
