import { pinned } from '../../src/github/action-pins.ts';
import type { Job, Step } from '../../src/github/workflow.ts';
import { languageOf } from '../../src/languages/index.ts';
import type { Model } from '../../src/model/model.ts';
import { checkNames } from '../../src/model/names.ts';
import { serviceContainers, serviceEnvironment } from './ci-services.ts';

/** False for `build-only`, and if there is no command to run. */
export function hasTestJob({ ci }: Model): boolean {
  return ci.jobs === 'full' && Object.values(ci.commands).some((command) => command !== '');
}

/** GitHub's names for the checks of the test job: one per version. */
export function testCheckNames(model: Model): string[] {
  if (!hasTestJob(model)) return [];
  return hasMatrix(model) ? model.ci.versions.map((version) => testJobName(model, version)) : [checkNames.test];
}

function hasMatrix({ app, ci }: Model): boolean {
  return app.language !== 'custom' && ci.versions.length > 1;
}

function testJobName({ app }: Model, version: string): string {
  return `${checkNames.test} (${languageOf(app.language)?.title} ${version})`;
}

/**
 * Builds, lints and tests with the auxiliary services of the app. The only job that uses a cache. It needs no other job:
 * its check is required, and GitHub treats a skipped check as passed.
 */
export function testJob(model: Model): Job {
  const { app, ci } = model;
  const matrix = hasMatrix(model);
  const version = `\${{ matrix.${app.language} }}`;
  const services = serviceContainers(model);
  const language = languageOf(app.language);
  const tested = matrix ? version : (ci.versions[0] ?? '');
  const variables = { ...language?.environment?.(ci, tested), ...serviceEnvironment(model) };
  return {
    name: matrix ? testJobName(model, version) : checkNames.test,
    ...(Object.keys(services).length === 0 ? {} : { tools: ['docker'] }),
    'timeout-minutes': 20,
    permissions: { contents: 'read' },
    ...(Object.keys(variables).length === 0 ? {} : { env: variables }),
    ...(ci.workingDirectory === '.' ? {} : { defaults: { run: { 'working-directory': ci.workingDirectory } } }),
    ...(matrix ? { strategy: { 'fail-fast': false, matrix: { [app.language]: ci.versions } } } : {}),
    ...(Object.keys(services).length === 0 ? {} : { services }),
    steps: [checkout, ...(language?.setUp(ci, tested) ?? []), ...commandSteps(model)],
  };
}

export const checkout: Step = { name: 'Check out repository', uses: pinned('actions/checkout'), with: { 'persist-credentials': false } };

function commandSteps({ ci }: Model): Step[] {
  const names = { install: 'Install', compile: 'Build', lint: 'Lint', test: 'Test' } as const;
  return (['install', 'compile', 'lint', 'test'] as const)
    .filter((command) => ci.commands[command] !== '')
    .map((command) => ({ name: names[command], run: ci.commands[command] }));
}
