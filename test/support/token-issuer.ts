/** Signs OIDC tokens as GitHub does for jobs: https://docs.github.com/actions/reference/security/oidc */
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export type Claims = Record<string, unknown>;

export interface TokenIssuer {
  /** What `/.well-known/jwks` answers. */
  jwks: { keys: object[] };
  publicKey: KeyObject;
  /** A signed token; `header` replaces parts of its header. */
  token: (claims: Claims, header?: Record<string, unknown>) => string;
}

export const encoded = (part: object | string | Buffer): string =>
  Buffer.from(typeof part === 'string' || Buffer.isBuffer(part) ? part : JSON.stringify(part)).toString('base64url');

/** `kid` is the ID of the only key. */
export function createTokenIssuer(kid = 'key-1'): TokenIssuer {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }] },
    publicKey,
    token: (claims, header = {}) => {
      const signed = `${encoded({ typ: 'JWT', alg: 'RS256', kid, ...header })}.${encoded(claims)}`;
      return `${signed}.${encoded(sign('RSA-SHA256', Buffer.from(signed), privateKey))}`;
    },
  };
}

/** A token with a shared secret, which an attacker sets to what everybody knows: the public key. */
export function tokenByHmac(claims: Claims, kid: string, secret: string | Buffer): string {
  const signed = `${encoded({ typ: 'JWT', alg: 'HS256', kid })}.${encoded(claims)}`;
  return `${signed}.${encoded(createHmac('sha256', secret).update(signed).digest())}`;
}
