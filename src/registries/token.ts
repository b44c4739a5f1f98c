import { pinned } from '../github/action-pins.ts';
import type { Step } from '../github/workflow.ts';
import { registryToken } from '../model/names.ts';

/** Logs in with a secret, for registries without OIDC. Only the default branch can read it. */
export function tokenLogin(registry: string, username: string, host: string | null): Step[] {
  return [
    {
      name: `Log in to ${registry}`,
      uses: pinned('docker/login-action'),
      with: { ...(host === null ? {} : { registry: host }), username, password: `\${{ secrets.${registryToken.secret} }}` },
    },
  ];
}

/** Data for the set-up runbook: where to store the secret. */
export const tokenData = { environment: registryToken.environment, secret: registryToken.secret };

export const tokenToSet = `the secret ${registryToken.secret} of the environment ${registryToken.environment}`;
