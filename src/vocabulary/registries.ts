import { anyOf, constant, object, ref, text } from './builders.ts';
import type { Definitions } from './schema.ts';

export const registries = {
  Registry: anyOf(
    [ref('EcrRegistry'), ref('GhcrRegistry'), ref('GarRegistry'), ref('AcrRegistry'), ref('DockerHubRegistry'), ref('HarborRegistry')],
    'Where images are pushed and pulled.',
  ),
  EcrRegistry: object(
    'Amazon Elastic Container Registry; CI signs in by OIDC, without a stored key.',
    {
      type: constant('ecr', 'Amazon ECR.'),
      account: text('AWS account id, twelve digits.', { pattern: '^[0-9]{12}$', examples: ['123456789012'] }),
      region: text('AWS region.', { pattern: '^[a-z]{2}(-[a-z]+)+-[0-9]$', examples: ['eu-west-1'] }),
      role: text('Name of the IAM role that CI assumes.', { pattern: '^[A-Za-z0-9+=,.@_-]{1,64}$', examples: ['shop-ci'] }),
    },
    ['type', 'account', 'region', 'role'],
  ),
  GhcrRegistry: object(
    'GitHub Container Registry; CI signs in with its own token.',
    {
      type: constant('ghcr', 'GitHub Container Registry.'),
      owner: text('User or organisation that owns the packages. Default: owner of the app repository.', { pattern: '^[A-Za-z0-9-]+$', examples: ['acme'] }),
    },
    ['type'],
  ),
  GarRegistry: object(
    'Google Artifact Registry; CI signs in by workload identity federation, without a stored key.',
    {
      type: constant('gar', 'Google Artifact Registry.'),
      project: text('Id of the Google Cloud project.', { pattern: '^[a-z][a-z0-9-]{4,28}[a-z0-9]$', examples: ['acme-images'] }),
      location: text('Region, or multi-region.', { pattern: '^[a-z]+(-[a-z]+[0-9]*)?$', examples: ['europe-west1'] }),
      repository: text('Name of the repository of format Docker that holds the images.', { pattern: '^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$', examples: ['apps'] }),
      workloadIdentityProvider: text('Full resource name of the provider that knows GitHub; it names the project by its number.', {
        pattern: '^(projects/[0-9]+/locations/global/workloadIdentityPools/[a-z0-9-]{4,32}/providers/[a-z0-9-]{4,32}|fill-in)$',
        examples: ['projects/123456789012/locations/global/workloadIdentityPools/github/providers/github'],
      }),
      serviceAccount: text('Name of the service account that CI acts as, without its domain.', {
        pattern: '^[a-z][a-z0-9-]{4,28}[a-z0-9]$',
        examples: ['shop-ci'],
      }),
    },
    ['type', 'project', 'location', 'repository', 'workloadIdentityProvider', 'serviceAccount'],
  ),
  AcrRegistry: object(
    'Azure Container Registry; CI signs in by OIDC, without a stored key. The variable AZURE_CLIENT_ID names its identity.',
    {
      type: constant('acr', 'Azure Container Registry.'),
      name: text('Name of the registry: what stands before .azurecr.io.', { pattern: '^[a-z0-9]{5,50}(-[a-z0-9]{4,20})?$', examples: ['acmeimages'] }),
      tenantId: ref('Uuid', 'Id of the Microsoft Entra tenant.'),
      subscriptionId: ref('Uuid', 'Id of the Azure subscription of the registry.'),
    },
    ['type', 'name', 'tenantId', 'subscriptionId'],
  ),
  DockerHubRegistry: object(
    'Docker Hub; CI signs in with an access token, the secret REGISTRY_TOKEN of the GitHub environment registry.',
    {
      type: constant('dockerhub', 'Docker Hub.'),
      namespace: text('Organization or user that owns the repositories.', { pattern: '^[a-z0-9][a-z0-9_-]{1,254}$', examples: ['acme'] }),
      username: text('Whose token it is. Default: the namespace, for a token of the organization.', {
        pattern: '^[a-z0-9][a-z0-9_-]{1,254}$',
        examples: ['acme'],
      }),
    },
    ['type', 'namespace'],
  ),
  HarborRegistry: object(
    'Harbor; CI signs in as a robot account, whose token is the secret REGISTRY_TOKEN of the GitHub environment registry.',
    {
      type: constant('harbor', 'Harbor.'),
      host: text('Host of Harbor, with a port where it is not 443.', {
        pattern: '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(:[0-9]{1,5})?$',
        examples: ['harbor.example.com'],
      }),
      project: text('Project of Harbor that holds the images.', { pattern: '^[a-z0-9]+([._-][a-z0-9]+)*$', examples: ['shop'] }),
      username: text('The robot account. Default: `robot$<project>+ci`.', { pattern: '^[A-Za-z0-9$+._-]+$', examples: ['robot$shop+ci'] }),
    },
    ['type', 'host', 'project'],
  ),
  Uuid: text('An id of Azure.', { pattern: '^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|fill-in)$', examples: ['11111111-2222-3333-4444-555555555555'] }),
} satisfies Definitions;
