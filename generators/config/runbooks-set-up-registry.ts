import type { Model } from '../../src/model.ts';
import { listed } from '../../src/render/markdown.ts';

type Ecr = Extract<Model['registry'], { type: 'ecr' }>;
type Ghcr = Extract<Model['registry'], { type: 'ghcr' }>;

export function ecrFacts({ repositories, images }: Model, { account, region, role }: Ecr) {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  const paths = images.map(({ path }) => path);
  return {
    region,
    role,
    images,
    paths: paths.join(' '),
    repositoriesText: listed(paths.map((path) => `\`${path}\``)),
    provider: `arn:${partition}:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
    appOwner: repositories.app.owner,
    appName: repositories.app.name,
    policy: JSON.stringify(pushPolicy(paths.map((path) => `arn:${partition}:ecr:${region}:${account}:repository/${path}`)), null, 2),
  };
}

/** What `docker push`, the question whether a tag exists, and the reading of its digest need. */
function pushPolicy(repositories: readonly string[]) {
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      {
        Effect: 'Allow',
        Action: [
          'ecr:BatchCheckLayerAvailability',
          'ecr:BatchGetImage',
          'ecr:CompleteLayerUpload',
          'ecr:DescribeImages',
          'ecr:GetDownloadUrlForLayer',
          'ecr:InitiateLayerUpload',
          'ecr:PutImage',
          'ecr:UploadLayerPart',
        ],
        Resource: repositories,
      },
    ],
  };
}

export function ghcrFacts({ images, clusters }: Model, { owner }: Ghcr) {
  const names = images.map(({ path }) => path.slice(owner.length + 1));
  return {
    owner,
    repositoriesText: listed(images.map(({ repository }) => `\`${repository}\``)),
    packagesThem: images.length === 1 ? 'it' : 'them',
    visibility: clusters.some(({ imagePull }) => imagePull.by === 'node') ? 'public' : 'private',
    packages: names.map((name) => ({ path: encodeURIComponent(name) })),
  };
}
