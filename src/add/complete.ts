import type { AddFlag } from '../command-line/add-options.ts';
import type { Ask } from '../create/answers.ts';
import type { PipelineConfig } from '../generated/pipeline-config.ts';
import { type Problem, UserError } from '../problems/errors.ts';
import { validate } from '../validate/validate.ts';
import { type Addition, flagOf, type Tree, treeOf, withTree } from './additions.ts';
import { type OptionValues, type Question, usageProblem } from './answers.ts';
import type { Kind } from './kind.ts';

/**
 * Everything that the kind requires: checks all values first, then prompts for the missing ones.
 * @throws UserError with all problems, and with every missing option if it cannot prompt.
 */
export async function completeAnswers(
  kind: Kind,
  name: string,
  values: OptionValues,
  config: PipelineConfig,
  known: readonly Problem[],
  ask: Ask | undefined,
): Promise<OptionValues> {
  const problems = [...known, ...kind.problems(name, values, config)];
  const missing = kind.questions(name, values, config);
  if (ask === undefined && missing.length > 0) problems.push(cannotPrompt(missing));
  if (problems.length > 0) throw new UserError(problems);
  const answers = new Map<AddFlag, readonly string[]>(values);
  for (let [question] = missing; question !== undefined && ask !== undefined; [question] = kind.questions(name, answers, config)) {
    const { flag, key, message, fallback, choices, check, several = false } = question;
    const withAnswer = (text: string) => {
      const values = several ? text.split(/\s+/) : [key === undefined ? text : `${key}=${text}`];
      return new Map(answers).set(flag, [...(answers.get(flag) ?? []), ...values]);
    };
    const validateAnswer = async (text: string) => {
      if (text === '') return 'enter a value';
      const [first = (await valueProblems(kind.additions(name, withAnswer(text), config), flag, config))[0]] = kind.problems(name, withAnswer(text), config);
      return check?.(text) ?? first?.message ?? true;
    };
    const answer = await ask({ message, choices }, fallback, validateAnswer);
    answers.set(flag, withAnswer(answer.trim()).get(flag) ?? []);
  }
  return answers;
}

/** Validates the values of one option; ignores what is still missing. */
async function valueProblems(additions: readonly Addition[], flag: AddFlag, config: PipelineConfig): Promise<Problem[]> {
  try {
    await validate(withTree(config as unknown as Tree, treeOf(additions)));
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.problems.filter((problem) => problem.severity === 'error' && flagOf(problem, additions) === flag);
  }
}

function cannotPrompt(missing: readonly Question[]): Problem {
  const options = missing.map(({ flag, key }) => (key === undefined ? `--${flag}` : `--${flag} ${key}=…`));
  return usageProblem(`not a terminal, so it cannot prompt; missing: ${options.join(', ')}`, 'Set these options; add --help shows an example of each.');
}
