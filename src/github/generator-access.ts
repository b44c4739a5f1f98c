import type { Model } from '../model/model.ts';
import type { Permissions } from './workflow.ts';

/** The secret with a token for the registry of the generator, where that is not GitHub Packages. */
export const generatorToken = 'GENERATOR_TOKEN';

/** Whether the token of a job can read from the registry. */
export function isGitHubPackages(registry: string): boolean {
  return new URL(registry).hostname === 'npm.pkg.github.com';
}

/** What a job that runs the generator needs for its registry. run-generator.sh reads the variables. */
export function generatorAccess({ generator: { registry } }: Pick<Model, 'generator'>): { permissions: Permissions; env: Record<string, string> } {
  if (registry === null) return { permissions: {}, env: {} };
  const ofJob = isGitHubPackages(registry);
  return {
    permissions: ofJob ? { packages: 'read # install the generator' } : {},
    env: { GENERATOR_REGISTRY: registry, GENERATOR_TOKEN: ofJob ? '${{ github.token }}' : `\${{ secrets.${generatorToken} }}` },
  };
}

/** Comment after a value of a workflow: the secret is no environment's, which would leave pull requests unchecked. */
export function generatorComment(value: string): string | undefined {
  return value.includes(`secrets.${generatorToken}`) ? 'zizmor: ignore[secrets-outside-env] pull requests are checked too' : undefined;
}
