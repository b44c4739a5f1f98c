import { pinned } from '../../src/action-pins.ts';
import type { Registry } from '../../src/model.ts';
import type { Permissions, Step } from '../../src/render/workflow.ts';

/** What a job's token needs to reach the registry: an identity for AWS, or GitHub's own packages. */
export function registryPermissions(registry: Registry, access: 'read' | 'write'): Permissions {
  switch (registry.type) {
    case 'ecr':
      return { 'id-token': 'write # the identity that AWS gives its credentials to' };
    case 'ghcr':
      return { packages: `${access} # ghcr.io` };
  }
}

/** Logs the job's Docker in. No password is stored anywhere: both are short-lived tokens of this run. */
export function loginSteps(registry: Registry): Step[] {
  switch (registry.type) {
    case 'ecr':
      return [
        {
          name: 'Assume the registry role',
          uses: pinned('aws-actions/configure-aws-credentials'),
          with: { 'role-to-assume': roleArn(registry), 'aws-region': registry.region },
        },
        { name: 'Log in to the registry', uses: pinned('aws-actions/amazon-ecr-login') },
      ];
    case 'ghcr':
      return [
        {
          name: 'Log in to the registry',
          uses: pinned('docker/login-action'),
          with: { registry: registry.host, username: '${{ github.actor }}', password: '${{ secrets.GITHUB_TOKEN }}' },
        },
      ];
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html: China and GovCloud are partitions of their own. */
function roleArn({ account, region, role }: Extract<Registry, { type: 'ecr' }>): string {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return `arn:${partition}:iam::${account}:role/${role}`;
}
