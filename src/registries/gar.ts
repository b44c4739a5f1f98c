import { pinned } from '../github/action-pins.ts';
import type { Model, Registry } from '../model/model.ts';
import type { RegistryAccess } from './registry.ts';

type Gar = Extract<Registry, { type: 'gar' }>;

export function gar(registry: Gar): RegistryAccess {
  const { host, project, location, repository, workloadIdentityProvider, serviceAccount } = registry;
  const account = `${serviceAccount}@${project}.iam.gserviceaccount.com`;
  const pullAccount = (model: Model) => `${pullName(model)}@${project}.iam.gserviceaccount.com`;
  return {
    title: 'Google Artifact Registry',
    label: `Artifact Registry ${location}`,
    permissions: () => ({ 'id-token': 'write # authenticate to Google Cloud with OIDC' }),
    login: [
      {
        comment: "Don't create a credentials file: it would be in the workspace and so in the build context.",
        name: 'Authenticate to Google Cloud',
        id: 'google',
        uses: pinned('google-github-actions/auth'),
        with: {
          workload_identity_provider: workloadIdentityProvider,
          service_account: account,
          token_format: 'access_token',
          create_credentials_file: false,
        },
      },
      {
        name: 'Log in to Artifact Registry',
        uses: pinned('docker/login-action'),
        with: { registry: host, username: 'oauth2accesstoken', password: '${{ steps.google.outputs.access_token }}' },
      },
    ],
    environment: null,
    toSet: '',
    existingTag: {
      action: 'reuse-own',
      reason: 'Reuse only what an earlier attempt of this run pushed: tags are immutable, but other accounts can push here too.',
    },
    nodes: {
      by: 'identity',
      cloud: 'Google Cloud',
      requirement: `pull with their service account, which needs the role \`roles/artifactregistry.reader\` on the repository \`${repository}\``,
      failure: 'pulls with the service account of its nodes: `403` means that it lacks the role `roles/artifactregistry.reader`',
    },
    tokens: {
      kind: 'GCRAccessToken',
      template: 'registry-token/gar.yaml',
      refreshInterval: '30m0s',
      lifetime: 'one hour',
      values: { project },
      keys: [{ key: 'key.json', meaning: 'key of a service account with pull access', command: 'cat "$keys/pull-key.json"' }],
      setUp: { template: 'pull-gar', data: (model) => ({ project, location, repository, name: pullName(model), account: pullAccount(model) }) },
      rotation: {
        text: 'A service account can have several keys: the commands create a new one, and delete the old ones once External Secrets uses it.',
        before: (model) => [
          `account=${pullAccount(model)}`,
          `old=$(gcloud iam service-accounts keys list --iam-account "$account" --project ${project} --managed-by user --format 'value(name.basename())')`,
          `gcloud iam service-accounts keys create "$new/pull-key.json" --iam-account "$account" --project ${project}`,
        ],
        after: () => [`for key in $old; do gcloud iam service-accounts keys delete "$key" --iam-account "$account" --project ${project} --quiet; done`],
      },
    },
    credential: { server: host, user: 'user name (_json_key)', token: 'key of a service account with pull access, as one line of JSON' },
    setUp: {
      title: 'Registry and CI service account',
      template: 'registry-gar',
      tools: ['gcloud'],
      rights: `owner of the Google Cloud project \`${project}\``,
      loginCheck: `gcloud projects describe ${project} --format 'value(projectId)'   # ${project}`,
      data: ({ app, repositories }) => {
        const [, number = '', , , , pool = '', , provider = ''] = workloadIdentityProvider.split('/');
        return {
          project,
          location,
          repository,
          serviceAccount,
          account,
          pool,
          provider,
          poolProject: number,
          appName: repositories.app.name,
          appOwner: repositories.app.owner,
          app: app.name,
        };
      },
    },
  };
}

/** Service account names have 6 to 30 characters. */
function pullName({ app }: Model): string {
  return `${app.name.slice(0, 25).replace(/-+$/, '')}-pull`;
}
