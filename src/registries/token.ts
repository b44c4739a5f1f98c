import { pinned } from '../github/action-pins.ts';
import type { Step } from '../github/workflow.ts';
import { registryToken } from '../model/names.ts';

/** Signs in with the one secret that a registry without OIDC needs; only the default branch may read it. */
export function tokenLogin(username: string, host: string | null): Step[] {
  return [
    {
      name: 'Log in to the registry',
      uses: pinned('docker/login-action'),
      with: { ...(host === null ? {} : { registry: host }), username, password: `\${{ secrets.${registryToken.secret} }}` },
    },
  ];
}

/** What the set-up needs to store the secret. */
export const tokenFacts = { environment: registryToken.environment, secret: registryToken.secret };

export const tokenToSet = `the secret ${registryToken.secret} of the environment ${registryToken.environment}`;
