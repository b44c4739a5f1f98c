import { anyOf, constant, object, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const registries = {
  Registry: anyOf(
    [ref('EcrRegistry'), ref('GhcrRegistry'), ref('GarRegistry'), ref('AcrRegistry'), ref('DockerHubRegistry'), ref('HarborRegistry')],
    'Container registry that CI pushes images to and clusters pull them from.',
  ),
  EcrRegistry: object(
    'Amazon Elastic Container Registry. CI logs in with OIDC, without a stored credential.',
    {
      type: constant('ecr', 'Amazon ECR.'),
      account: text('AWS account ID, twelve digits.', { pattern: '^[0-9]{12}$', examples: ['123456789012'] }),
      region: text('AWS region.', { pattern: '^[a-z]{2}(-[a-z]+)+-[0-9]$', examples: ['eu-west-1'] }),
      role: text('Name of the IAM role that CI assumes: letters, digits and `+ = , . @ _ -`, at most 64 characters.', {
        pattern: '^[A-Za-z0-9+=,.@_-]{1,64}$',
        examples: ['shop-ci'],
      }),
    },
    ['type', 'account', 'region', 'role'],
  ),
  GhcrRegistry: object(
    'GitHub Container Registry. CI logs in with its GITHUB_TOKEN.',
    {
      type: constant('ghcr', 'GitHub Container Registry.'),
      owner: text('User or organization that owns the packages. Default: the owner of the app repository.', { pattern: '^[A-Za-z0-9-]+$', examples: ['acme'] }),
    },
    ['type'],
  ),
  GarRegistry: object(
    'Google Artifact Registry. CI logs in with Workload Identity Federation, without a stored credential.',
    {
      type: constant('gar', 'Google Artifact Registry.'),
      project: text('ID of the Google Cloud project.', { pattern: '^[a-z][a-z0-9-]{4,28}[a-z0-9]$', examples: ['acme-images'] }),
      location: text('Region or multi-region.', { pattern: '^[a-z]+(-[a-z]+[0-9]*)?$', examples: ['europe-west1'] }),
      repository: text('Name of the Docker repository that contains the images.', { pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$', examples: ['apps'] }),
      workloadIdentityProvider: text('Full resource name of the workload identity provider for GitHub, with the project number.', {
        pattern: '^(projects/[0-9]+/locations/global/workloadIdentityPools/[a-z0-9-]{4,32}/providers/[a-z0-9-]{4,32}|fill-in)$',
        examples: ['projects/123456789012/locations/global/workloadIdentityPools/github/providers/github'],
      }),
      serviceAccount: text('Name of the service account that CI impersonates, without its domain.', {
        pattern: '^[a-z][a-z0-9-]{4,28}[a-z0-9]$',
        examples: ['shop-ci'],
      }),
    },
    ['type', 'project', 'location', 'repository', 'workloadIdentityProvider', 'serviceAccount'],
  ),
  AcrRegistry: object(
    'Azure Container Registry. CI logs in with OIDC, without a stored credential. The variable AZURE_CLIENT_ID on GitHub contains the client ID.',
    {
      type: constant('acr', 'Azure Container Registry.'),
      name: text('Name of the registry, the part before .azurecr.io.', { pattern: '^[a-z0-9]{5,50}(-[a-z0-9]{4,20})?$', examples: ['acmeimages'] }),
      tenantId: ref('Uuid', 'ID of the Microsoft Entra tenant.'),
      subscriptionId: ref('Uuid', 'ID of the Azure subscription that contains the registry.'),
    },
    ['type', 'name', 'tenantId', 'subscriptionId'],
  ),
  DockerHubRegistry: object(
    'Docker Hub. CI logs in with an access token, stored in the secret REGISTRY_TOKEN of the GitHub environment `registry`.',
    {
      type: constant('dockerhub', 'Docker Hub.'),
      namespace: text('Organization or user that owns the repositories.', { pattern: '^[a-z0-9][a-z0-9_-]{1,254}$', examples: ['acme'] }),
      username: text('User name that belongs to the access token. Default: the namespace, for an organization access token.', {
        pattern: '^[a-z0-9][a-z0-9_-]{1,254}$',
        examples: ['acme'],
      }),
    },
    ['type', 'namespace'],
  ),
  HarborRegistry: object(
    'Harbor. CI logs in with a robot account, whose token is stored in the secret REGISTRY_TOKEN of the GitHub environment `registry`.',
    {
      type: constant('harbor', 'Harbor.'),
      host: text('Host of Harbor, with the port if it is not 443.', {
        pattern: '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(:[0-9]{1,5})?$',
        examples: ['harbor.example.com'],
      }),
      project: text('Harbor project that contains the images.', { pattern: '^[a-z0-9]+([._-][a-z0-9]+)*$', examples: ['shop'] }),
      username: text('Name of the robot account. Default: `robot$<project>+ci`.', { pattern: '^[A-Za-z0-9$+._-]+$', examples: ['robot$shop+ci'] }),
    },
    ['type', 'host', 'project'],
  ),
  Uuid: text('An Azure ID (UUID).', { pattern: '^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|fill-in)$', examples: ['11111111-2222-3333-4444-555555555555'] }),
} satisfies Definitions;
