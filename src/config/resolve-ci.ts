import type * as model from '../model.ts';
import type { PipelineConfig } from './pipeline-config.ts';

const nodeCommands = {
  npm: { install: 'npm ci', compile: 'npm run build --if-present', lint: 'npm run lint --if-present', test: 'npm test' },
  pnpm: { install: 'pnpm install --frozen-lockfile', compile: 'pnpm run --if-present build', lint: 'pnpm run --if-present lint', test: 'pnpm test' },
  yarn: { install: 'yarn install --immutable', compile: 'yarn build', lint: 'yarn lint', test: 'yarn test' },
} as const;

const none = { install: '', compile: '', lint: '', test: '' };

export function resolveCi(input: PipelineConfig): model.Ci {
  const packageManager = input.ci?.packageManager ?? 'npm';
  const usual = input.app.language === 'node' ? nodeCommands[packageManager] : none;
  return {
    jobs: input.ci?.jobs ?? 'full',
    versions: [...(input.ci?.versions ?? (input.app.language === 'node' ? ['24'] : []))],
    packageManager,
    commands: { ...usual, ...input.ci?.commands },
    runsOn: input.ci?.runsOn ?? 'ubuntu-24.04',
  };
}
