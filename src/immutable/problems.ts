import type { PipelineConfig } from '../generated/pipeline-config.ts';
import type { Problem } from '../problems/errors.ts';
import { type Path, pointerOf, printPath } from '../problems/path.ts';
import { listNames } from '../text/list-names.ts';
import type { ImmutableChange } from './compare.ts';
import { detailsOf } from './details.ts';
import { placeIn, placesOf } from './place.ts';
import { isRecreatable, recreateCommands } from './steps.ts';

/**
 * Refuses what no sync can change, and warns of words that allow something although nothing needs them.
 * @returns one problem for each difference, whatever the number of targets
 */
export function immutableProblems(config: PipelineConfig, changes: readonly ImmutableChange[]): Problem[] {
  const recreate: readonly string[] = config.allow?.recreate ?? [];
  const problems = new Map<string, { problem: Problem; changes: ImmutableChange[]; instead: string }>();
  for (const change of changes) {
    if (isRecreatable(change) && recreate.includes(change.after.owner.name)) continue;
    for (const { volume, field, message, instead } of detailsOf(change)) {
      const at = placeIn(config, change.target, placesOf(change, volume, field));
      const key = `${pointerOf(at)} ${message} ${change.delivered}`;
      const known = problems.get(key);
      if (known === undefined) problems.set(key, { problem: problemOf(change, at, field === undefined, message), changes: [change], instead });
      else known.changes.push(change);
    }
  }
  return [
    ...[...problems.values()].map(({ problem, changes: own, instead }) => ({
      ...problem,
      message: `${problem.message} (${targetsOf(own)})`,
      hint: hintOf(own, instead, recreate),
    })),
    ...unusedWords(recreate, changes),
  ];
}

function problemOf({ cause, delivered }: ImmutableChange, at: Path, onName: boolean, message: string): Problem {
  return {
    code: cause.kind === 'field' ? 'IMMUTABLE_FIELD' : 'TWO_WRITERS',
    severity: delivered ? 'error' : 'warning',
    pointer: pointerOf(at),
    message: `${printPath(at)}: ${message}`,
    ...(onName ? { onName } : {}),
  };
}

const targetsOf = (changes: readonly ImmutableChange[]) => changes.map(({ target }) => `${target.environment} on ${target.cluster}`).join(', ');

function hintOf(changes: readonly ImmutableChange[], instead: string, recreate: readonly string[]): string {
  const [first] = changes;
  if (first === undefined || !isRecreatable(first)) return instead;
  const words = [...recreate, first.after.owner.name].map((name) => `'${name}'`).join(', ');
  const perhaps = first.delivered ? '' : ' No image was delivered yet: if Argo CD has not synced there, there is nothing to do.';
  return `${instead}${perhaps} Or add allow: { recreate: [${words}] }: generate then prints when to run this in ${changes.length === 1 ? 'its' : 'each'} namespace:\n${recreateCommands(
    changes,
  )
    .map((command) => `  ${command}`)
    .join('\n')}`;
}

/** A word that stays would let the next change through unseen. */
function unusedWords(recreate: readonly string[], changes: readonly ImmutableChange[]): Problem[] {
  const needed = new Set(changes.filter(isRecreatable).map(({ after }) => after.owner.name));
  const unused = recreate.filter((name) => !needed.has(name));
  const hint = unused.length === recreate.length ? 'Remove allow.recreate.' : `Remove ${listNames(unused)} from it.`;
  return unused.map((name) => ({
    code: 'ALLOW_UNUSED',
    severity: 'warning',
    pointer: pointerOf(['allow', 'recreate', recreate.indexOf(name)]),
    message: `allow.recreate names '${name}', but nothing of it has to be recreated`,
    hint,
  }));
}
