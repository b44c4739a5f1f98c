import { pinned } from '../../src/action-pins.ts';
import type { Model } from '../../src/model.ts';
import { checkNames } from '../../src/names.ts';
import type { Job, Step } from '../../src/render/workflow.ts';
import { serviceContainers, serviceEnvironment } from './ci-services.ts';

/** Not with `build-only`, and not where there is no command to run. */
export function hasTestJob({ ci }: Model): boolean {
  return ci.jobs === 'full' && Object.values(ci.commands).some((command) => command !== '');
}

/** Names by which GitHub knows the test job's checks: one a version. */
export function testCheckNames(model: Model): string[] {
  if (!hasTestJob(model)) return [];
  return hasMatrix(model) ? model.ci.versions.map((version) => testJobName(version)) : [checkNames.test];
}

function hasMatrix({ app, ci }: Model): boolean {
  return app.language === 'node' && ci.versions.length > 1;
}

function testJobName(version: string): string {
  return `${checkNames.test} (Node ${version})`;
}

/**
 * Builds, lints and tests, beside the services that the app has in a cluster. The only job that uses a cache. It needs no
 * other: its check is required, and GitHub lets a skipped one pass.
 */
export function testJob(model: Model): Job {
  const { ci } = model;
  const matrix = hasMatrix(model);
  const services = serviceContainers(model);
  const variables = serviceEnvironment(model);
  return {
    name: matrix ? testJobName('${{ matrix.node }}') : checkNames.test,
    'runs-on': ci.runsOn,
    'timeout-minutes': 20,
    permissions: { contents: 'read' },
    ...(Object.keys(variables).length === 0 ? {} : { env: variables }),
    ...(matrix ? { strategy: { 'fail-fast': false, matrix: { node: ci.versions } } } : {}),
    ...(Object.keys(services).length === 0 ? {} : { services }),
    steps: [checkout, ...languageSteps(model, matrix ? '${{ matrix.node }}' : (ci.versions[0] ?? '')), ...commandSteps(model)],
  };
}

export const checkout: Step = { name: 'Check out', uses: pinned('actions/checkout'), with: { 'persist-credentials': false } };

function languageSteps({ app, ci }: Model, version: string): Step[] {
  switch (app.language) {
    case 'node':
      return [
        ...(ci.packageManager === 'pnpm'
          ? [{ comment: 'Takes the version from packageManager in package.json.', name: 'Set up pnpm', uses: pinned('pnpm/action-setup') }]
          : []),
        ...(ci.packageManager === 'yarn'
          ? [{ comment: 'Gives the Yarn that packageManager in package.json names.', name: 'Set up Yarn', run: 'corepack enable' }]
          : []),
        { name: 'Set up Node', uses: pinned('actions/setup-node'), with: { 'node-version': version, cache: ci.packageManager } },
      ];
    case 'custom':
      return [];
  }
}

function commandSteps({ ci }: Model): Step[] {
  const names = { install: 'Install', compile: 'Build', lint: 'Lint', test: 'Test' } as const;
  return (['install', 'compile', 'lint', 'test'] as const)
    .filter((command) => ci.commands[command] !== '')
    .map((command) => ({ name: names[command], run: ci.commands[command] }));
}
