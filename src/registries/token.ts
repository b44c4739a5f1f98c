import { pinned } from '../facts/action-pins.ts';
import { registryToken } from '../facts/names.ts';
import type { Step } from '../render/workflow.ts';

/** Login for registries without OIDC: with a secret that only the default branch may read. */
export function tokenLogin(username: string, host: string | null): Step[] {
  return [
    {
      name: 'Log in to the registry',
      uses: pinned('docker/login-action'),
      with: { ...(host === null ? {} : { registry: host }), username, password: `\${{ secrets.${registryToken.secret} }}` },
    },
  ];
}

/** Where the set-up stores the secret. */
export const tokenData = { environment: registryToken.environment, secret: registryToken.secret };

export const tokenToSet = `the secret ${registryToken.secret} of the environment ${registryToken.environment}`;
