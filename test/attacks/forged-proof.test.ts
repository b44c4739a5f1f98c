/** Tokens that GitHub did not sign. A verifier that lets the token choose its algorithm, its key or its issuer accepts some of them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigRepository, dispatch, image } from '../cd/config-repository.ts';
import { some } from '../support/sample.ts';
import { createTokenIssuer, encoded, tokenByHmac } from '../support/token-issuer.ts';
import { claimsOf, deliver, type GitHub, proven, startGitHub } from './github.ts';

let github: GitHub;
let elsewhere: GitHub;
let repository: ConfigRepository;
beforeAll(async () => {
  [github, elsewhere] = await Promise.all([startGitHub(), startGitHub()]);
  repository = new ConfigRepository();
});
afterAll(() => Promise.all([github.close(), elsewhere.close()]));

const request = dispatch(5);
const claims = () => claimsOf(github, request);
const unsigned = (header: object) => `${encoded({ typ: 'JWT', kid: 'key-1', ...header })}.${encoded(claims())}`;
const parts = () => github.tokens.token(claims()).split('.');
const pem = () => github.tokens.publicKey.export({ type: 'spki', format: 'pem' });

test.each(
  some<[string, () => string, string]>(
    [
      ['alg none, without a signature', () => `${unsigned({ alg: 'none' })}.`, 'proof is not a signed token'],
      ['alg none, with one', () => `${unsigned({ alg: 'none' })}.AAAA`, 'proof is signed with "none"; must be signed with "RS256"'],
      ['no alg', () => `${unsigned({})}.AAAA`, 'proof is signed with missing; must be signed with "RS256"'],
      ['HS256 with the public key', () => tokenByHmac(claims(), 'key-1', pem()), 'proof is signed with "HS256"; must be signed with "RS256"'],
      ['another algorithm of the same key', () => github.tokens.token(claims(), { alg: 'RS512' }), 'proof is signed with "RS512"'],
      ['a key that the issuer does not have', () => github.tokens.token(claims(), { kid: 'key-2' }), 'proof names the key "key-2", which http'],
      ['no key', () => github.tokens.token(claims(), { kid: undefined }), 'proof names the key missing'],
      ['a key of its own under a known name', () => createTokenIssuer().token(claims()), 'proof has an invalid signature'],
      [
        'a key of its own in the header',
        () => {
          const own = createTokenIssuer();
          return own.token(claims(), { jwk: own.jwks.keys[0], jku: `${elsewhere.issuer}/.well-known/jwks`, x5u: elsewhere.url });
        },
        'proof has an invalid signature',
      ],
      ['a critical header', () => github.tokens.token(claims(), { crit: ['b64'], b64: false }), 'proof has the critical header ["b64"]'],
      ['claims that were changed', () => [parts()[0], encoded({ ...claims(), sha: image(6).tag }), parts()[2]].join('.'), 'proof has an invalid signature'],
      ['a signature that was cut off', () => [...parts().slice(0, 2), parts()[2]?.slice(0, 40)].join('.'), 'proof has an invalid signature'],
      ['a part too many', () => [...parts(), 'AAAA'].join('.'), 'proof is not a signed token'],
      ['claims that are no object', () => github.tokens.token('text' as never), 'proof has an invalid payload'],
      ['an issuer of its own', () => elsewhere.tokens.token({ ...claims(), iss: elsewhere.issuer }), 'proof has the issuer "http'],
      ['an issuer that begins alike', () => elsewhere.tokens.token({ ...claims(), iss: `${github.issuer}.evil.example` }), 'proof has the issuer "http'],
      ['an issuer that climbs', () => elsewhere.tokens.token({ ...claims(), iss: `${github.issuer}/../../evil` }), 'proof has the issuer "http'],
      ['no issuer', () => github.tokens.token({ ...claims(), iss: undefined }), 'proof has the issuer missing'],
      ['times that are no numbers', () => github.tokens.token({ ...claims(), exp: '9999999999' }), 'proof has the times exp "9999999999"'],
      ['no end', () => github.tokens.token({ ...claims(), exp: undefined }), 'proof has the times exp missing'],
    ],
    7,
  ),
)('%s', async (_, proof, message) => {
  const { code, log } = await deliver(repository, github, { ...request, proof: proof() });
  expect([code, log]).toEqual([1, expect.stringContaining(`::error::${message}`)]);
  expect(repository.subjects()).toHaveLength(1);
  // What the token says stays within its message.
  for (const line of log.split('\n').filter((text) => text !== '')) expect(line).toMatch(/^::(error|add-mask)::/);
});

test.each([
  ['https://github.com', 'must be "https://token.actions.githubusercontent.com"'],
  ['https://octocorp.ghe.com', 'must be "https://token.actions.octocorp.ghe.com"'],
  ['https://github.example.com', 'must be "https://github.example.com/_services/token"'],
  ['http://github.example.com', 'GITHUB_SERVER_URL is "http://github.example.com"; must be an https URL'],
])('on %s no other issuer is asked', async (server, message) => {
  const { code, log } = await deliver(repository, github, proven(github, request), { GITHUB_SERVER_URL: server });
  expect([code, log]).toEqual([1, expect.stringContaining(message)]);
});

test('a second command in the proof never reaches the log as one', async () => {
  const { log } = await deliver(repository, github, { ...request, proof: 'a\n::stop-commands::x\n%0A::error::y' });
  expect(log.split('\n')[0]).toBe('::add-mask::astop-commandsx0Aerrory'.replaceAll(/[^A-Za-z0-9_.:-]/g, ''));
  expect(log).not.toMatch(/^::stop/m);
});

test('an issuer that fails for a moment is asked again', async () => {
  const own = new ConfigRepository();
  github.fail(2);
  expect((await deliver(own, github, proven(github, request))).code).toBe(0);
});
