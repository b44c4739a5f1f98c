/**
 * The forge's ears: plain HTTP for workflows and people, and behind an HTTP proxy TLS under the names github.com and api.github.com, so that
 * Argo CD reads `https://github.com/…` unmodified. The proxy refuses every other host: nothing leaves the machine.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createAuthority, createCertificate } from '../certificates.ts';
import type { Apps, TokenRequest } from './apps.ts';
import { type IdTokens, issuerPath } from './id-tokens.ts';
import { allows, type Identities, type Identity } from './identities.ts';
import type { Repositories } from './repositories.ts';

export interface Answer {
  status: number;
  /** JSON. */
  body?: unknown;
  /** Plain text instead. */
  text?: string;
}

export interface ForgeServer {
  /** http://127.0.0.1:<port> */
  url: string;
  /** For HTTPS_PROXY. */
  proxy: string;
  /** Certificate of the authority that signs github.com here. */
  authority: string;
  /** While false every request is answered by 503: the forge is down. */
  up: boolean;
  close: () => Promise<void>;
}

export interface Handlers {
  identities: Identities;
  idTokens: IdTokens;
  repositories: Repositories;
  /** The REST API, below /api/v3. */
  api: (identity: Identity, method: string, path: string, query: URLSearchParams, body: unknown) => Promise<Answer> | Answer;
  /** An installation token of a GitHub App, by its key. */
  token: (request: TokenRequest) => { token: string; slug: string } | undefined;
  tokenFor: Apps['tokenFor'];
  /** After a push that changed branches. */
  pushed: (repository: string, identity: Identity, before: ReadonlyMap<string, string>) => void;
}

export async function startForgeServer(state: string, handlers: Handlers): Promise<ForgeServer> {
  const folder = join(state, 'forge-authority');
  createAuthority(folder, 'forge');
  createCertificate(folder, 'github', '/CN=github.com', ['DNS:github.com', 'DNS:api.github.com']);
  const forge: Pick<ForgeServer, 'up'> = { up: true };
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    if (!forge.up) return void response.writeHead(503).end('down');
    answer(request, response, handlers).catch((error: unknown) => response.writeHead(500).end(error instanceof Error ? error.stack : String(error)));
  };
  const plain = createServer(handle);
  const tls = createTlsServer({ key: readFileSync(join(folder, 'github.key')), cert: readFileSync(join(folder, 'github.crt')) }, handle);
  const proxy = createServer((_, response) => void response.writeHead(403).end());
  // A tunnel is no connection of HTTP any more, and would keep its server open.
  const sockets = new Set<Socket>();
  for (const server of [plain, tls, proxy]) server.on('connection', (socket) => void sockets.add(socket.once('close', () => sockets.delete(socket))));
  const ports = await Promise.all([plain, tls, proxy].map(listen));
  const [plainPort = 0, tlsPort = 0, proxyPort = 0] = ports;
  proxy.on('connect', (request, client) => {
    if (request.url !== 'github.com:443' && request.url !== 'api.github.com:443') return void client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const upstream = connect(tlsPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client);
      client.pipe(upstream);
    });
    for (const [one, other] of [[client, upstream] as const, [upstream, client] as const]) one.on('error', () => other.destroy());
  });
  return Object.assign(forge, {
    url: `http://127.0.0.1:${plainPort}`,
    proxy: `http://127.0.0.1:${proxyPort}`,
    authority: join(folder, 'ca.crt'),
    close: async () => {
      for (const server of [plain, tls, proxy]) {
        for (const socket of sockets) socket.destroy();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

async function answer(request: IncomingMessage, response: ServerResponse, handlers: Handlers): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const url = new URL(request.url ?? '/', 'http://forge');
  const identity = handlers.identities.of(request.headers.authorization);
  const git = /^\/([\w.-]+\/[\w.-]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(url.pathname);
  if (git !== null) return serveGit(request, response, body, url, identity, git[1] ?? '', git[2] ?? '', handlers);
  const path = url.pathname.replace(/^\/api\/v3/, '');
  // GitHub takes a JWT that the App's key has signed; the stand-in for the action sends the key.
  if (path === '/e2e/installation-token') {
    const token = handlers.token(JSON.parse(body.toString()) as TokenRequest);
    const text = JSON.stringify(token ?? { message: 'Bad credentials' });
    return void response.writeHead(token === undefined ? 401 : 201, { 'content-type': 'application/json' }).end(text);
  }
  if (path === `${issuerPath}/.well-known/jwks`) {
    return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(handlers.idTokens.jwks));
  }
  if (path === '/e2e/id-token') {
    const value = handlers.idTokens.requested((request.headers.authorization ?? '').replace(/^\w+ /, ''), url.searchParams.get('audience') ?? '');
    return void response.writeHead(value === undefined ? 401 : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ value }));
  }
  const installation = /^\/app\/installations\/(\d+)\/access_tokens$/.exec(path);
  if (installation !== null) {
    const token = handlers.tokenFor(Number(installation[1]), (request.headers.authorization ?? '').replace(/^\w+ /, ''));
    return void response
      .writeHead(token === undefined ? 401 : 201, { 'content-type': 'application/json' })
      .end(JSON.stringify(token ?? { message: 'Bad credentials' }));
  }
  const reply =
    identity === undefined
      ? { status: 401, body: { message: 'Requires authentication' } }
      : await handlers.api(identity, request.method ?? 'GET', path, url.searchParams, body.length === 0 ? {} : JSON.parse(body.toString()));
  const text = reply.text ?? (reply.body === undefined ? '' : JSON.stringify(reply.body));
  const type = reply.text === undefined ? 'application/json' : 'text/plain';
  response.writeHead(reply.status, { 'content-type': `${type}; charset=utf-8`, 'content-length': Buffer.byteLength(text) }).end(text);
}

async function serveGit(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  url: URL,
  identity: Identity | undefined,
  repository: string,
  service: string,
  handlers: Handlers,
): Promise<void> {
  const write = service === 'git-receive-pack' || url.searchParams.get('service') === 'git-receive-pack';
  if (identity === undefined) return void response.writeHead(401, { 'www-authenticate': 'Basic realm="forge"' }).end();
  const { repositories } = handlers;
  if (!repositories.exists(repository) || !allows(identity, repository, 'contents', 'read')) return void response.writeHead(404).end('Repository not found.');
  if (write && !allows(identity, repository, 'contents', 'write'))
    return void response.writeHead(403).end(`Permission to ${repository}.git denied to ${identity.login}.`);
  const before = repositories.heads(repository);
  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: repositories.root,
      GIT_PROJECT_ROOT: repositories.root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: `/${repository}.git/${service}`,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      REMOTE_USER: identity.login,
      REMOTE_ADDR: '127.0.0.1',
      FORGE_LOGIN: identity.login,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      CONTENT_LENGTH: String(body.length),
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  backend.stdin.on('error', () => {});
  backend.stdin.end(body);
  const chunks: Buffer[] = [];
  for await (const chunk of backend.stdout) chunks.push(chunk as Buffer);
  const output = Buffer.concat(chunks);
  const end = output.indexOf('\r\n\r\n');
  const headers = new Map(
    output
      .subarray(0, end)
      .toString()
      .split('\r\n')
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const),
  );
  const status = Number(headers.get('status')?.split(' ')[0] ?? 200);
  headers.delete('status');
  response.writeHead(status, Object.fromEntries(headers)).end(output.subarray(end + 4));
  if (service === 'git-receive-pack') handlers.pushed(repository, identity, before);
}
