/** GitHub Apps: each has a key, rights, and the repositories that it is installed on. */
import { createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto';
import type { Identities, Permission, Permissions } from './identities.ts';

export interface App {
  id: number;
  slug: string;
  clientId: string;
  /** PEM, as the browser saves it. */
  privateKey: string;
  installationId: number;
  repositories: readonly string[];
  permissions: Permissions;
}

export interface Apps {
  all: readonly App[];
  install: (slug: string, repositories: readonly string[], permissions: Permissions) => App;
  /** A repository that they are installed on has another name. */
  move: (from: string, to: string) => void;
  byId: (id: number) => App | undefined;
  /** An installation token held to what is asked; undefined where the App may not do that. */
  token: (request: TokenRequest) => { token: string; slug: string } | undefined;
  /** An installation token with all that the App may do, for a JWT that its key has signed. */
  tokenFor: (installationId: number, jwt: string) => { token: string; expires_at: string } | undefined;
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
  const all: (App & { installed: string[] })[] = [];
  return {
    all,
    install: (slug, repositories, permissions) => {
      const { privateKey } = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
        publicKeyEncoding: { type: 'spki', format: 'pem' },
      });
      // Tokens that were issued before a move are good for the new name, too.
      const installed = [...repositories];
      const id = 1001 + all.length;
      const app = { id, slug, clientId: `Iv1.${slug}`, privateKey, installationId: 5000 + id, repositories: installed, installed, permissions };
      all.push(app);
      return app;
    },
    move: (from, to) => {
      for (const { installed } of all) for (const [index, slug] of installed.entries()) if (slug === from) installed[index] = to;
    },
    byId: (id) => all.find((app) => app.id === id),
    token: ({ client, key, owner, repositories, permissions }) => {
      const app = all.find(({ clientId, privateKey }) => clientId === client && privateKey.trim() === key.trim());
      const slugs = repositories.map((name) => `${owner}/${name}`);
      if (app === undefined || !slugs.every((slug) => app.repositories.includes(slug))) return undefined;
      const granted = Object.entries(permissions).every(([area, access]) => {
        const may = app.permissions[area as keyof Permissions];
        return may === 'write' || may === access;
      });
      if (!granted || Object.keys(permissions).length === 0) return undefined;
      return { token: identities.issue({ kind: 'app', login: appLogin(app.slug), slug: app.slug, repositories: slugs, permissions }), slug: app.slug };
    },
    tokenFor: (installationId, jwt) => {
      const app = all.find((each) => each.installationId === installationId);
      const [header = '', payload = '', signature = ''] = jwt.split('.');
      if (app === undefined || signature === '') return undefined;
      const { iss, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iss: string | number; exp: number };
      const signed = createVerify('RSA-SHA256').update(`${header}.${payload}`);
      if (String(iss) !== String(app.id) || exp * 1000 < Date.now()) return undefined;
      if (!signed.verify(createPublicKey(app.privateKey), signature, 'base64url')) return undefined;
      const { slug, repositories, permissions } = app;
      const token = identities.issue({ kind: 'app', login: appLogin(slug), slug, repositories, permissions });
      return { token, expires_at: new Date(Date.now() + 3_600_000).toISOString() };
    },
  };
}
