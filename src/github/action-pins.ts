/** Every action that generated workflows use, pinned to the commit of its version tag. Update versions only here. */
export const actionPins = {
  'actions/attest': { version: 'v4.2.2', commit: '1e69f48acb82d1966a394da916b4c1698aa569d6' },
  'actions/cache': { version: 'v6.1.0', commit: '55cc8345863c7cc4c66a329aec7e433d2d1c52a9' },
  'actions/checkout': { version: 'v7.0.1', commit: '3d3c42e5aac5ba805825da76410c181273ba90b1' },
  'actions/create-github-app-token': { version: 'v3.2.0', commit: 'bcd2ba49218906704ab6c1aa796996da409d3eb1' },
  'actions/setup-dotnet': { version: 'v6.0.0', commit: 'a98b56852c35b8e3190ac28c8c2271da59106c68' },
  'actions/setup-go': { version: 'v7.0.0', commit: 'b7ad1dad31e06c5925ef5d2fc7ad053ef454303e' },
  'actions/setup-java': { version: 'v6.0.0', commit: 'dd06d9cba3e5552c54d9f8ea23572deb30010f7c' },
  'actions/setup-node': { version: 'v7.1.0', commit: '949feb2413d6458794dcd2491c4babbbce0c15c1' },
  'actions/setup-python': { version: 'v7.0.0', commit: '5fda3b95a4ea91299a34e894583c3862153e4b97' },
  'anchore/scan-action': { version: 'v7.4.2', commit: '27805bf3b4e84b4a5c980df22ed233c00390a439' },
  'aws-actions/amazon-ecr-login': { version: 'v2.1.7', commit: '03f1aad4c6c7ffd436567f42f9384779290529bd' },
  'aws-actions/configure-aws-credentials': { version: 'v6.3.0', commit: 'e1253824e5c10ff9df46874f81ed3ec929e19cfd' },
  'azure/login': { version: 'v3.0.0', commit: '532459ea530d8321f2fb9bb10d1e0bcf23869a43' },
  'azure/setup-helm': { version: 'v5.0.1', commit: '9bc31f4ebc9c6b171d7bfbaa5d006ae7abdb4310' },
  'docker/build-push-action': { version: 'v7.4.0', commit: 'c3c9e263c25d99ce0380d002d59b67737d91b0dc' },
  'docker/login-action': { version: 'v4.6.0', commit: 'dbcb813823bdd20940b903addbd779551569679f' },
  'docker/setup-buildx-action': { version: 'v4.4.1', commit: 'f87e5991a6d7451dcb8d9637bfbc97413f497069' },
  'google-github-actions/auth': { version: 'v3.0.0', commit: '7c6bc770dae815cd3e89ee6cdf493a5fab2cc093' },
  'pnpm/action-setup': { version: 'v6.1.0', commit: 'ea17c68df8912ef543352723c149a84f56e3d413' },
  'ruby/setup-ruby': { version: 'v1.327.0', commit: '14594264cd68ce8a2345dd349bc3d138a4ef85c8' },
  'shivammathur/setup-php': { version: '2.37.2', commit: 'f3e473d116dcccaddc5834248c87452386958240' },
} as const satisfies Record<string, { version: string; commit: string }>;

export type ActionName = keyof typeof actionPins;

/** `owner/name@<commit>`, the value of `uses`. */
export type PinnedAction = `${ActionName}@${string}`;

export function pinned(action: ActionName): PinnedAction {
  return `${action}@${actionPins[action].commit}`;
}

/** The version of a pinned action, for the comment after it; undefined for any other text. */
export function pinnedVersion(text: string): string | undefined {
  const at = text.indexOf('@');
  const pin = (actionPins as Record<string, { version: string; commit: string }>)[text.slice(0, at)];
  return pin !== undefined && pin.commit === text.slice(at + 1) ? pin.version : undefined;
}
