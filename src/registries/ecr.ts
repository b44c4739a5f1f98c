import { pinned } from '../github/action-pins.ts';
import type { Model, Registry } from '../model/model.ts';
import { listed } from '../render/markdown.ts';
import { pathsOf, type RegistryAccess } from './registry.ts';

type Ecr = Extract<Registry, { type: 'ecr' }>;

const accessKey = (field: string) => `jq --join-output .${field} "$keys/access-key.json"`;

export function ecr(registry: Ecr): RegistryAccess {
  const { host, account, region, role } = registry;
  const partition = partitionOf(region);
  const arnsOf = (model: Model) => pathsOf(model).map((path) => `arn:${partition}:ecr:${region}:${account}:repository/${path}`);
  return {
    title: 'Amazon ECR',
    label: `ECR ${region}`,
    permissions: () => ({ 'id-token': 'write # assume the AWS role with OIDC' }),
    login: [
      {
        name: 'Configure AWS credentials',
        uses: pinned('aws-actions/configure-aws-credentials'),
        with: { 'role-to-assume': `arn:${partition}:iam::${account}:role/${role}`, 'aws-region': region },
      },
      { name: 'Log in to ECR', uses: pinned('aws-actions/amazon-ecr-login') },
    ],
    environment: null,
    toSet: '',
    existingTag: {
      action: 'reuse',
      reason: 'Build each commit once: tags are immutable, and only workflows of the default branch can push here.',
    },
    nodes: {
      by: 'identity',
      cloud: 'AWS',
      requirement:
        'pull with their IAM role, which needs the policy `AmazonEC2ContainerRegistryPullOnly`. For a cluster in\nanother AWS account, the policy of the ECR repository must allow that account',
      failure: 'pulls with the IAM role of its nodes: `403` means that the role or the policy of the ECR repository denies it',
    },
    tokens: {
      kind: 'ECRAuthorizationToken',
      template: 'registry-token/ecr.yaml',
      refreshInterval: '6h0m0s',
      lifetime: 'twelve hours',
      values: { region },
      keys: [
        { key: 'access-key-id', meaning: 'access key ID of an IAM user with pull access', command: accessKey('AccessKeyId') },
        { key: 'secret-access-key', meaning: 'secret access key of the IAM user', command: accessKey('SecretAccessKey') },
      ],
      setUp: {
        template: 'pull-ecr',
        data: (model) => ({ user: userOf(model), policy: JSON.stringify(policy(arnsOf(model), pullActions), null, 2) }),
      },
      rotation: {
        text: 'An IAM user can have two access keys: the commands create the second one, and delete the first once External Secrets uses the second.',
        before: (model) => [
          `user=${userOf(model)}`,
          `old=$(aws iam list-access-keys --user-name "$user" --query 'AccessKeyMetadata[0].AccessKeyId' --output text)`,
          `aws iam create-access-key --user-name "$user" --query AccessKey --output json >"$new/access-key.json"`,
        ],
        after: () => ['aws iam delete-access-key --user-name "$user" --access-key-id "$old"'],
      },
    },
    credential: { server: host, user: 'user name (AWS)', token: 'token, valid for twelve hours (aws ecr get-login-password)' },
    setUp: {
      title: 'Registry and CI role',
      template: 'registry-ecr',
      tools: ['aws'],
      rights: `administrator of the AWS account \`${account}\``,
      loginCheck: `aws sts get-caller-identity --query Account --output text   # ${account}`,
      data: (model) => {
        const paths = pathsOf(model);
        return {
          region,
          role,
          images: model.images,
          paths: paths.join(' '),
          repositoriesText: `the ECR ${paths.length === 1 ? 'repository' : 'repositories'} ${listed(paths.map((path) => `\`${path}\``))}`,
          provider: `arn:${partition}:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
          appOwner: model.repositories.app.owner,
          appName: model.repositories.app.name,
          policy: JSON.stringify(policy(arnsOf(model), pushActions), null, 2),
        };
      },
    },
  };
}

/** China and GovCloud have their own partitions: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function partitionOf(region: string): string {
  return region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function userOf({ app }: Model): string {
  return `${app.name}-pull`;
}

const pullActions = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** Needed by `docker push`, and to check for an existing tag and read its digest. */
const pushActions = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:CompleteLayerUpload',
  'ecr:DescribeImages',
  'ecr:GetDownloadUrlForLayer',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];

function policy(repositories: readonly string[], actions: readonly string[]) {
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      { Effect: 'Allow', Action: actions, Resource: repositories },
    ],
  };
}
