import type { PipelineConfig } from '../generated/pipeline-config.ts';
import type { Problem } from '../problems/errors.ts';
import type { Addition } from './additions.ts';
import type { OptionValues, Question } from './answers.ts';

/** How to add one kind of item to a config. */
export interface Kind {
  /** The field of the config that contains the items by name. */
  field: 'clusters' | 'components' | 'jobs' | 'cronJobs' | 'routes' | 'auxiliaryServices' | 'environments';
  /** Required values that are missing; an answer may require more. */
  questions: (name: string, values: OptionValues, config: PipelineConfig) => Question[];
  /** Problems of the values, checked before any prompt. */
  problems: (name: string, values: OptionValues, config: PipelineConfig) => Problem[];
  /** The additions; expects that nothing is missing. */
  additions: (name: string, values: OptionValues, config: PipelineConfig) => Addition[];
}
