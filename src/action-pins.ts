/**
 * Every action that a generated workflow uses, by the commit that the tag of its version points to. The one place where
 * a version changes.
 */
export const actionPins = {
  'actions/attest': { version: 'v4.2.2', commit: '1e69f48acb82d1966a394da916b4c1698aa569d6' },
  'actions/checkout': { version: 'v7.0.1', commit: '3d3c42e5aac5ba805825da76410c181273ba90b1' },
  'actions/create-github-app-token': { version: 'v3.2.0', commit: 'bcd2ba49218906704ab6c1aa796996da409d3eb1' },
  'actions/setup-node': { version: 'v7.1.0', commit: '949feb2413d6458794dcd2491c4babbbce0c15c1' },
  'anchore/scan-action': { version: 'v7.4.2', commit: '27805bf3b4e84b4a5c980df22ed233c00390a439' },
  'aws-actions/amazon-ecr-login': { version: 'v2.1.7', commit: '03f1aad4c6c7ffd436567f42f9384779290529bd' },
  'aws-actions/configure-aws-credentials': { version: 'v6.3.0', commit: 'e1253824e5c10ff9df46874f81ed3ec929e19cfd' },
  'azure/setup-helm': { version: 'v5.0.1', commit: '9bc31f4ebc9c6b171d7bfbaa5d006ae7abdb4310' },
  'docker/build-push-action': { version: 'v7.4.0', commit: 'c3c9e263c25d99ce0380d002d59b67737d91b0dc' },
  'docker/login-action': { version: 'v4.6.0', commit: 'dbcb813823bdd20940b903addbd779551569679f' },
  'docker/setup-buildx-action': { version: 'v4.4.1', commit: 'f87e5991a6d7451dcb8d9637bfbc97413f497069' },
  'pnpm/action-setup': { version: 'v6.1.0', commit: 'ea17c68df8912ef543352723c149a84f56e3d413' },
} as const satisfies Record<string, { version: string; commit: string }>;

export type ActionName = keyof typeof actionPins;

/** `owner/name@<commit>`, as a step uses it. */
export type PinnedAction = `${ActionName}@${string}`;

export function pinned(action: ActionName): PinnedAction {
  return `${action}@${actionPins[action].commit}`;
}

/** The version to write beside a pin; undefined for any other text. */
export function pinnedVersion(text: string): string | undefined {
  const [name = '', commit] = text.split('@');
  const pin = (actionPins as Record<string, { version: string; commit: string }>)[name];
  return pin !== undefined && pin.commit === commit ? pin.version : undefined;
}
