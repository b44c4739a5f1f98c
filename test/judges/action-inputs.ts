/** Inputs of the actions that we use, from the `action.yml` of each at its pin: `true` is required. */
export const actionInputs: Record<string, Record<string, boolean>> = {
  'actions/attest': { 'subject-name': false, 'subject-digest': false, 'push-to-registry': false },
  'actions/checkout': { ref: false, 'fetch-depth': false, 'persist-credentials': false, token: false },
  'actions/create-github-app-token': {
    'client-id': false,
    'private-key': true,
    owner: false,
    repositories: false,
    'permission-actions': false,
    'permission-contents': false,
    'permission-pull-requests': false,
  },
  'actions/setup-node': { 'node-version': false, cache: false, 'package-manager-cache': false },
  'anchore/scan-action': { image: false, 'severity-cutoff': false, 'only-fixed': false, 'fail-build': false, 'output-format': false },
  'aws-actions/amazon-ecr-login': { 'mask-password': false },
  'aws-actions/configure-aws-credentials': { 'role-to-assume': false, 'aws-region': true },
  'azure/setup-helm': { version: true },
  'docker/build-push-action': { context: false, file: false, push: false, tags: false, labels: false, provenance: false, sbom: false },
  'docker/login-action': { registry: false, username: false, password: false },
  'docker/setup-buildx-action': { 'cache-binary': false },
  'pnpm/action-setup': { version: false, package_json_file: false },
};
