/** Re-runs of single jobs, as GitHub documents them: the others keep their results and outputs. */
import { parse, stringify } from 'yaml';

/** What a job of an earlier attempt gave. */
export interface JobResult {
  result: string;
  outputs: Record<string, string>;
}

interface JobText {
  name?: string;
  needs?: string | string[];
  outputs?: Record<string, string>;
}

/** The jobs that run again: those that are asked for, and all that need one of them. */
export function jobsToRun(workflow: string, asked: readonly string[]): string[] {
  const jobs = Object.entries((parse(workflow) as { jobs: Record<string, JobText> }).jobs);
  const chosen = new Set(asked);
  for (let size = -1; size !== chosen.size; ) {
    size = chosen.size;
    for (const [id, { needs }] of jobs) if ([needs ?? []].flat().some((other) => chosen.has(other))) chosen.add(id);
  }
  return jobs.map(([id]) => id).filter((id) => chosen.has(id));
}

/** The workflow with a stand-in for each job that is kept. */
export function withKeptJobs(workflow: string, kept: Readonly<Record<string, JobResult>>): string {
  const document = parse(workflow) as { jobs: Record<string, JobText> };
  for (const [id, { result, outputs }] of Object.entries(kept)) {
    const { name } = document.jobs[id] ?? {};
    const names = Object.keys(outputs);
    document.jobs[id] = {
      ...(name === undefined ? {} : { name }),
      ...{ 'runs-on': 'ubuntu-24.04', ...(result === 'skipped' ? { if: false } : {}) },
      outputs: Object.fromEntries(names.map((output) => [output, `\${{ steps.kept.outputs.${output} }}`])),
      ...{
        steps: [
          {
            id: 'kept',
            env: Object.fromEntries(names.map((output) => [`KEPT_${output}`, outputs[output]?.replaceAll('${{', "${{ '${{' }}")])),
            run: [...names.map((output) => `echo "${output}=$KEPT_${output}" >> "$GITHUB_OUTPUT"`), result === 'failure' ? 'exit 1' : 'true'].join('\n'),
          },
        ],
      },
    };
  }
  return stringify(document);
}

/** A job's outputs, from those of its steps by `steps.<id>.outputs.<name>`. Only references to steps are known. */
export function outputsOf(workflow: string, id: string, steps: Readonly<Record<string, string>>): Record<string, string> {
  const { outputs = {} } = (parse(workflow) as { jobs: Record<string, JobText> }).jobs[id] ?? {};
  return Object.fromEntries(
    Object.entries(outputs).map(([name, expression]) => [name, steps[/^\$\{\{\s*(steps\.[\w-]+\.outputs\.[\w-]+)\s*\}\}$/.exec(expression)?.[1] ?? ''] ?? '']),
  );
}
