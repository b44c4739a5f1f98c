import { pinned } from '../github/action-pins.ts';
import type { Model, Registry } from '../model/model.ts';
import type { RegistryAccess } from './registry.ts';

type Acr = Extract<Registry, { type: 'acr' }>;

const principal = (field: string) => `jq --join-output .${field} "$keys/pull-principal.json"`;

export function acr({ host, name, tenantId, subscriptionId }: Acr): RegistryAccess {
  return {
    title: 'Azure Container Registry',
    label: `ACR ${name}`,
    permissions: () => ({ 'id-token': 'write # log in to Azure with OIDC' }),
    login: [
      {
        name: 'Log in to Azure',
        uses: pinned('azure/login'),
        with: { 'client-id': '${{ vars.AZURE_CLIENT_ID }}', 'tenant-id': tenantId, 'subscription-id': subscriptionId },
      },
      { name: 'Log in to ACR', env: { REGISTRY: name }, run: 'az acr login --name "$REGISTRY"' },
    ],
    environment: null,
    toSet: 'the variable AZURE_CLIENT_ID',
    existingTag: {
      action: 'replace',
      reason: 'Always build: AcrPush covers the whole registry, so CI of another app can overwrite this tag.',
    },
    nodes: {
      by: 'identity',
      cloud: 'Azure',
      requirement: `pull with the kubelet identity. Attach the registry to the clusters: \`az aks update --attach-acr ${name}\``,
      failure: 'pulls with the kubelet identity: `401` means that the registry is not attached to the cluster',
    },
    tokens: {
      kind: 'ACRAccessToken',
      template: 'registry-token/acr.yaml',
      refreshInterval: '1h0m0s',
      lifetime: 'three hours',
      values: { tenantId },
      keys: [
        { key: 'client-id', meaning: 'client ID of a service principal with pull access', command: principal('appId') },
        { key: 'client-secret', meaning: 'secret of the service principal', command: principal('password') },
      ],
      setUp: { template: 'pull-acr', data: (model) => ({ name, subscriptionId, principal: pullName(model) }) },
      rotation: {
        text: 'A service principal can have several secrets: the commands add a new one, and delete the old ones once External Secrets uses it.',
        before: (model) => [
          `client=$(az ad app list --display-name ${pullName(model)} --query '[0].appId' --output tsv)`,
          `old=$(az ad app credential list --id "$client" --query '[].keyId' --output tsv)`,
          'az ad app credential reset --id "$client" --append --years 1 --output json >"$new/pull-principal.json"',
        ],
        after: () => ['for key in $old; do az ad app credential delete --id "$client" --key-id "$key"; done'],
      },
    },
    credential: { server: host, user: 'client ID of a service principal with pull access', token: 'secret of the service principal' },
    setUp: {
      title: 'Registry and CI identity',
      template: 'registry-acr',
      tools: ['az'],
      rights: `owner of the Azure subscription \`${subscriptionId}\``,
      loginCheck: `az account set --subscription ${subscriptionId}\naz account show --query tenantId --output tsv   # ${tenantId}`,
      data: ({ app, repositories }) => ({
        name,
        subscriptionId,
        identity: `${app.name}-ci`,
        appName: repositories.app.name,
        appOwner: repositories.app.owner,
      }),
    },
  };
}

function pullName({ app }: Model): string {
  return `${app.name}-pull`;
}
