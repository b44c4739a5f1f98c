/** GitHub Apps: each has a key, rights, and the repositories that it is installed on. */
import { randomBytes } from 'node:crypto';
import type { Identities, Permission, Permissions } from './identities.ts';

export interface App {
  id: number;
  slug: string;
  clientId: string;
  privateKey: string;
  repositories: readonly string[];
  permissions: Permissions;
}

export interface Apps {
  install: (slug: string, repositories: readonly string[], permissions: Permissions) => App;
  byId: (id: number) => App | undefined;
  /** An installation token held to what is asked; undefined where the App may not do that. */
  token: (request: TokenRequest) => { token: string; slug: string } | undefined;
}

export interface TokenRequest {
  client: string;
  key: string;
  owner: string;
  /** Names without owner. */
  repositories: readonly string[];
  permissions: Record<string, Permission>;
}

/** How an App writes its commits and pull requests. */
export const appLogin = (slug: string) => `${slug}[bot]`;

export function createApps(identities: Identities): Apps {
  const all: App[] = [];
  return {
    install: (slug, repositories, permissions) => {
      const app = { id: 1001 + all.length, slug, clientId: `Iv1.${slug}`, privateKey: randomBytes(24).toString('hex'), repositories, permissions };
      all.push(app);
      return app;
    },
    byId: (id) => all.find((app) => app.id === id),
    token: ({ client, key, owner, repositories, permissions }) => {
      const app = all.find(({ clientId, privateKey }) => clientId === client && privateKey === key);
      const slugs = repositories.map((name) => `${owner}/${name}`);
      if (app === undefined || !slugs.every((slug) => app.repositories.includes(slug))) return undefined;
      const granted = Object.entries(permissions).every(([area, access]) => {
        const may = app.permissions[area as keyof Permissions];
        return may === 'write' || may === access;
      });
      if (!granted || Object.keys(permissions).length === 0) return undefined;
      return { token: identities.issue({ kind: 'app', login: appLogin(app.slug), slug: app.slug, repositories: slugs, permissions }), slug: app.slug };
    },
  };
}
