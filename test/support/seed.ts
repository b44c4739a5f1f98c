/**
 * What tests draw is the same in every run, so that none fails by chance: only a change of the code can break one.
 * `SEED=2 npm test` draws other cases; do it after a change of the vocabulary.
 */
import fc from 'fast-check';

export const seed = Number(process.env.SEED ?? 1);
fc.configureGlobal({ seed });
