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
    tagsAreTrusted: true,
    nodes: {
      by: 'identity',
      cloud: 'Azure',
      need: `pull with the identity of their kubelet: attach the registry, \`az aks update --attach-acr ${name}\``,
      refused: 'pulls with the identity of its kubelet: `401` means that the registry is not attached to the cluster',
    },
    tokens: {
      kind: 'ACRAccessToken',
      template: 'registry-token/acr.yaml',
      refreshInterval: '1h0m0s',
      lifetime: 'three hours',
      values: { tenantId },
      keys: [
        { key: 'client-id', meaning: 'client id of a service principal that may only pull', printed: principal('appId') },
        { key: 'client-secret', meaning: 'its secret', printed: principal('password') },
      ],
      setUp: { template: 'pull-acr', data: (model) => ({ name, subscriptionId, principal: pullName(model) }) },
      rotation: {
        text: 'A service principal may have several secrets: the new one is added, and the old ones go when the Secret has the new one.',
        before: (model) => [
          `client=$(az ad app list --display-name ${pullName(model)} --query '[0].appId' --output tsv)`,
          `old=$(az ad app credential list --id "$client" --query '[].keyId' --output tsv)`,
          'az ad app credential reset --id "$client" --append --years 1 --output json >"$new/pull-principal.json"',
        ],
        after: () => ['for key in $old; do az ad app credential delete --id "$client" --key-id "$key"; done'],
      },
    },
    credential: { server: host, user: 'client id of a service principal that may pull', token: 'secret of the service principal' },
    setUp: {
      title: 'Registry and the identity of CI',
      template: 'registry-acr',
      tools: ['az'],
      rights: `an owner of the Azure subscription ${subscriptionId}`,
      signedIn: `az account set --subscription ${subscriptionId}\naz account show --query tenantId --output tsv   # ${tenantId}`,
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
