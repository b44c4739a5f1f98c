/** Workflows of the app repository as no golden has them: other languages, package managers, registries, and gaps. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appCheck } from '../../generators/app/check.ts';
import { ci } from '../../generators/app/ci.ts';
import { dependabot } from '../../generators/app/dependabot.ts';
import type { Model } from '../../src/model.ts';
import { goldenFolder } from '../golden/cases.ts';

const golden = JSON.parse(readFileSync(join(goldenFolder, 'shop/config/.gitops-app/shop/model.json'), 'utf8')) as Model;
const none = { install: '', compile: '', lint: '', test: '' };

const models: Record<string, Partial<Model>> = {
  'custom commands': {
    app: { ...golden.app, language: 'custom' },
    ci: { ...golden.ci, versions: [], commands: { ...none, compile: 'make', test: 'make test\nmake report' } },
  },
  'no commands': { app: { ...golden.app, language: 'custom' }, ci: { ...golden.ci, versions: [], commands: none }, auxiliaryServices: [] },
  'build only': { ci: { ...golden.ci, jobs: 'build-only' } },
  yarn: { ci: { ...golden.ci, packageManager: 'yarn', versions: ['24', '22.x'] } },
  'ghcr, unset': {
    registry: { type: 'ghcr', host: 'ghcr.io', owner: 'acme' },
    unset: [{ pointer: '/clusters/dev/gateway/name', value: '100% ${{ github.token }} \'"\n' }],
  },
  'promotion only': { environments: golden.environments.map((environment) => ({ ...environment, delivery: 'continuous-delivery' as const })) },
  govcloud: { registry: { type: 'ecr', host: '1.dkr.ecr.us-gov-west-1.amazonaws.com', account: '123456789012', region: 'us-gov-west-1', role: 'shop-ci' } },
};

/** By path, as a tree of goldens has them. */
export const workflowVariants: readonly { path: string; text: string }[] = Object.entries(models).flatMap(([name, changes]) =>
  [ci, appCheck, dependabot]
    .flatMap((generator) => generator.files({ ...golden, ...changes }, { version: '1.0.0' }))
    .map(({ path, content }) => ({ path: `${name}/${path}`, text: content })),
);
