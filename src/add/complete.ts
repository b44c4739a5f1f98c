import type { PipelineConfig } from '../config/pipeline-config.ts';
import type { Ask } from '../create/answers.ts';
import { type Problem, UserError } from '../errors.ts';
import { type Given, type Question, usageProblem } from './answers.ts';
import type { Kind } from './kind.ts';
import type { AddFlag } from './options.ts';

/**
 * Everything that the kind requires: what was given is checked first, all at once, then the rest is asked.
 * @throws UserError with all problems, and with every option that lacks where nobody can be asked.
 */
export async function completeAnswers(
  kind: Kind,
  name: string,
  given: Given,
  config: PipelineConfig,
  known: readonly Problem[],
  ask: Ask | undefined,
): Promise<Given> {
  const problems = [...known, ...kind.problems(name, given, config)];
  const missing = kind.questions(name, given, config);
  if (ask === undefined && missing.length > 0) problems.push(nobodyToAsk(missing));
  if (problems.length > 0) throw new UserError(problems);
  const answers = new Map<AddFlag, readonly string[]>(given);
  for (let [question] = missing; question !== undefined && ask !== undefined; [question] = kind.questions(name, answers, config)) {
    const { flag, key, message, fallback, choices, several = false } = question;
    const withAnswer = (text: string) => {
      const values = several ? text.split(/\s+/) : [key === undefined ? text : `${key}=${text}`];
      return new Map(answers).set(flag, [...(answers.get(flag) ?? []), ...values]);
    };
    const validate = (text: string) => (text === '' ? 'something is needed here' : (kind.problems(name, withAnswer(text), config)[0]?.message ?? true));
    const answer = await ask({ message, choices }, fallback, validate);
    answers.set(flag, withAnswer(answer.trim()).get(flag) ?? []);
  }
  return answers;
}

function nobodyToAsk(missing: readonly Question[]): Problem {
  const options = missing.map(({ flag, key }) => (key === undefined ? `--${flag}` : `--${flag} ${key}=…`));
  return usageProblem(
    `nobody can be asked here (this is no terminal), and there is no answer for ${options.join(', ')}`,
    'Give these options; add --help has an example of each.',
  );
}
