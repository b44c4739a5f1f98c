import type { PipelineConfig } from '../generated/pipeline-config.ts';
import type { Problem } from '../problems/errors.ts';
import type { Addition } from './additions.ts';
import type { OptionValues, Question } from './answers.ts';

/** How one kind of thing is added to a config. */
export interface Kind {
  /** The field of the config that holds them by name. */
  field: 'clusters' | 'components' | 'jobs' | 'cronJobs' | 'routes' | 'auxiliaryServices' | 'environments';
  /** What is required and not given yet; an answer may bring up more. */
  questions: (name: string, values: OptionValues, config: PipelineConfig) => Question[];
  /** What is wrong with what was given, before anything is asked. */
  problems: (name: string, values: OptionValues, config: PipelineConfig) => Problem[];
  /** What the config gets; expects that nothing is missing. */
  additions: (name: string, values: OptionValues, config: PipelineConfig) => Addition[];
}
