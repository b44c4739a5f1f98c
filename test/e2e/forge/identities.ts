/** Who speaks to the forge. Every request carries a token: nothing is readable without one. */
import { randomBytes } from 'node:crypto';

export type Permission = 'read' | 'write' | 'none';
export type Permissions = Partial<
  Record<'actions' | 'contents' | 'pull-requests' | 'packages' | 'id-token' | 'attestations' | 'administration' | 'statuses' | 'checks', Permission>
>;

export type Identity =
  /** A person with write access; not above a ruleset. */
  | { kind: 'person'; login: string }
  /** A job's GITHUB_TOKEN: its own repository, the permissions that the job asks for. */
  | { kind: 'job'; login: 'github-actions[bot]'; repository: string; permissions: Permissions }
  /** An installation token of a GitHub App. */
  | { kind: 'app'; login: string; slug: string; repositories: readonly string[]; permissions: Permissions }
  /** Argo CD's read-only credential. */
  | { kind: 'reader'; login: string; repositories: readonly string[] };

export interface Identities {
  issue: (identity: Identity) => string;
  /** From a header `Basic x:token`, `Bearer token` or `token token`. */
  of: (authorization: string | undefined) => Identity | undefined;
}

export function createIdentities(): Identities {
  const tokens = new Map<string, Identity>();
  return {
    issue: (identity) => {
      const token = `e2e_${randomBytes(18).toString('hex')}`;
      tokens.set(token, identity);
      return token;
    },
    of: (authorization) => {
      const [scheme = '', value = ''] = (authorization ?? '').split(' ');
      const token = scheme.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString().split(':').slice(1).join(':') : value;
      return tokens.get(token);
    },
  };
}

/** Whether the identity may do this to the repository; what GitHub answers with 403 or 404 otherwise. */
export function allows(identity: Identity, repository: string, area: keyof Permissions, access: 'read' | 'write'): boolean {
  const enough = (permission: Permission | undefined) => permission === 'write' || (access === 'read' && permission === 'read');
  switch (identity.kind) {
    case 'person':
      return true;
    case 'job':
      return identity.repository === repository && enough(identity.permissions[area]);
    case 'app':
      return identity.repositories.includes(repository) && enough(identity.permissions[area]);
    case 'reader':
      return identity.repositories.includes(repository) && area === 'contents' && access === 'read';
  }
}
