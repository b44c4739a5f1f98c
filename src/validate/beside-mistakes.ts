import type { PipelineConfig } from '../generated/pipeline-config.ts';
import type { Problem } from '../problems/errors.ts';
import { rules } from './rules/index.ts';
import { referencesByName } from './rules/references.ts';
import { type Found, findings, type Rule } from './rules/rule.ts';

/**
 * What is wrong besides with a config that the schema refuses: a reader mends all at once. These are references to
 * nothing, and what a rule finds that needs no more than a few places. A finding that follows from the place of a mistake
 * may only follow from the mistake, and is left out; so are all references where the names themselves are in doubt.
 */
export function findingsBeside(data: unknown, mistakes: readonly Problem[]): Problem[] {
  const pointers = mistakes.map(({ pointer = '' }) => pointer);
  // A field that is not known may be meant for any other of its object.
  const objects = mistakes.map(({ code, pointer = '' }) => (code === 'UNKNOWN_FIELD' ? pointer.slice(0, pointer.lastIndexOf('/')) : pointer));
  const inDoubt = pointers.some((pointer) => pointer.split('/').length < 3);
  return [
    ...(inDoubt ? [] : apart(found(referencesByName, data as PipelineConfig), pointers)),
    ...apart(
      found(
        rules.filter(({ local, severity }) => local === true && severity !== 'warning'),
        data as PipelineConfig,
      ),
      objects,
    ),
  ];
}

/** Those that follow from nothing within one of the places or around it. */
function apart(all: readonly Found[], mistaken: readonly string[]): Problem[] {
  const touches = (place: string, other: string) => `${place}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${place}/`);
  return all.filter(({ places }) => !places.some((place) => mistaken.some((other) => touches(place, other)))).map(({ problem }) => problem);
}

/** A rule expects what the schema promises: on anything else it may fail, and then says nothing. */
function found(some: readonly Rule[], config: PipelineConfig): Found[] {
  return some.flatMap((rule) => {
    try {
      return findings(config, [rule]);
    } catch {
      return [];
    }
  });
}
