/** An npm registry on loopback, as the registry API describes it: a document for each package, and tarballs. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder, write } from './workspace.ts';

export interface Tarball {
  name: string;
  version: string;
  content: Buffer;
  /** The package.json inside. */
  manifest: object;
}

export function integrityOf(content: Buffer): string {
  return `sha512-${createHash('sha512').update(content).digest('base64')}`;
}

/** Packs a folder as npm would publish it. */
export function pack(folder: string): Tarball {
  const target = mkdtempSync(join(tmpdir(), 'pack-'));
  const { status, stdout, stderr } = spawnSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', target], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const [{ filename } = { filename: '' }] = JSON.parse(stdout) as { filename: string }[];
  const content = readFileSync(join(target, filename));
  rmSync(target, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string; version: string };
  return { name: manifest.name, version: manifest.version, content, manifest };
}

/** A package whose command prints a line. */
export function packageThatPrints(line: string, { name = 'create-gitops-app', version = '0.1.0' }: Partial<Pick<Tarball, 'name' | 'version'>> = {}): Tarball {
  const folder = temporaryFolder();
  const manifest = { name, version, bin: { 'create-gitops-app': 'dist/cli.cjs' } };
  write(join(folder, 'package'), {
    'package.json': JSON.stringify(manifest),
    'dist/cli.cjs': `#!/usr/bin/env node\nconsole.log(${JSON.stringify(line)}, ...process.argv.slice(2));\n`,
  });
  // As npm packs it, which takes npm a second.
  const { status, stdout, stderr } = spawnSync('tar', ['-czf', '-', 'package'], { cwd: folder });
  if (status !== 0) throw new Error(stderr.toString());
  return { name, version, content: stdout, manifest };
}

export interface Registry {
  url: string;
  /** Paths that were asked for. */
  requests: string[];
}

/**
 * Serves tarballs until the test ends.
 * @param honest the integrity that the documents tell, by name, where it is not that of the tarball
 * @param upstream a registry for every other package
 * @param token what every request must carry
 */
export async function serve(
  tarballs: readonly Tarball[],
  { honest = {}, upstream, token }: { honest?: Record<string, string>; upstream?: string; token?: string } = {},
): Promise<Registry> {
  const requests: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = decodeURIComponent(request.url ?? '');
    requests.push(path);
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) return response.writeHead(401).end('{}');
    const base = `http://${request.headers.host}`;
    const tarball = tarballs.find(({ name }) => path === `/${name}` || path.startsWith(`/${name}/-/`));
    if (tarball === undefined) {
      if (upstream === undefined) return response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not found"}');
      const forwarded = await fetch(new URL(request.url ?? '', upstream), { headers: { accept: request.headers.accept ?? '*/*' } });
      const isDocument = forwarded.headers.get('content-type')?.includes('json') === true;
      const body = isDocument ? (await forwarded.text()).replaceAll(new URL(upstream).origin, base) : Buffer.from(await forwarded.arrayBuffer());
      return response.writeHead(forwarded.status, { 'content-type': forwarded.headers.get('content-type') ?? '' }).end(body);
    }
    const { name, version, manifest, content } = tarball;
    if (path !== `/${name}`) return response.end(content);
    const dist = { tarball: `${base}/${name}/-/${name.split('/').at(-1)}-${version}.tgz`, integrity: honest[name] ?? integrityOf(content) };
    return response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } }));
  };
  const server = createServer((request, response) => void answer(request, response).catch((error: Error) => response.writeHead(502).end(error.message)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

export interface Ran {
  status: number | null;
  log: string;
}

/** Runs a program against a registry, with an empty cache of npm and nothing of the machine's configuration. */
export function runWithRegistry({ url }: Registry, program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const home = temporaryFolder();
  const child = spawn(program, args, {
    cwd,
    env: {
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      HOME: home,
      RUNNER_TEMP: temporaryFolder(),
      npm_config_registry: url,
      npm_config_cache: join(home, 'cache'),
      npm_config_update_notifier: 'false',
      npm_config_fetch_retries: '0',
      NO_PROXY: '127.0.0.1',
      ...env,
    },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (log += text));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, log })));
}
