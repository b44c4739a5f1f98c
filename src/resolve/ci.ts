import type { PipelineConfig, RunsOn } from '../generated/pipeline-config.ts';
import { languageOf } from '../languages/index.ts';
import type * as model from '../model/model.ts';

const none = { install: '', compile: '', lint: '', test: '' };

export function resolveCi(input: PipelineConfig): model.Ci {
  const language = languageOf(input.app.language);
  const packageManager = input.ci?.packageManager ?? language?.packageManagers[0] ?? null;
  return {
    jobs: input.ci?.jobs ?? 'full',
    versions: [...(input.ci?.versions ?? (language === null ? [] : [language.version]))],
    packageManager,
    packageManagerVersion: input.ci?.packageManagerVersion ?? null,
    commands: { ...(language?.commands(packageManager) ?? none), ...input.ci?.commands },
    workingDirectory: input.ci?.workingDirectory ?? '.',
    runsOn: resolveRunsOn(input.ci?.runsOn),
    requiredChecks: [...(input.ci?.requiredChecks ?? [])],
  };
}

export function resolveRunsOn(input: RunsOn | undefined): model.RunsOn {
  if (input === undefined) return 'ubuntu-24.04';
  if (typeof input === 'string') return input;
  if ('group' in input) return { group: input.group, ...(input.labels === undefined ? {} : { labels: [...input.labels] }) };
  return [...input];
}
