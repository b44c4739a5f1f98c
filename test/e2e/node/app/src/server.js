// The smallest app that uses what the example promises it: a database, a cache, its ports, and an end in order.
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import pg from 'pg';
import { createClient } from 'redis';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 1500, max: 4 });
pool.on('error', (error) => console.log(`db: ${error.message}`));
const cache = createClient({ url: process.env.CACHE_URL, disableOfflineQueue: true, socket: { connectTimeout: 1500, reconnectStrategy: () => 300 } });
cache.on('error', (error) => console.log(`cache: ${error.code ?? error.message}`));
cache.connect().catch(() => {});

const canWrite = (path) => {
  try {
    writeFileSync(path, 'x');
    return true;
  } catch (error) {
    return error.code;
  }
};

let requests = 0;
const routes = {
  '/healthz': async () => {
    await pool.query('SELECT 1');
    await cache.ping();
    return 'ok';
  },
  '/items': async (url, method) => {
    await pool.query('CREATE TABLE IF NOT EXISTS items (id serial PRIMARY KEY, name text NOT NULL)');
    if (method === 'POST') await pool.query('INSERT INTO items (name) VALUES ($1)', [url.searchParams.get('name')]);
    return (await pool.query('SELECT name FROM items ORDER BY id')).rows.map(({ name }) => name).join();
  },
  '/count': async () => String(await cache.incr('count')),
  // Until the kernel ends it.
  '/memory': async () => {
    for (const kept = []; ; ) kept.push(Buffer.alloc(16 << 20, 1));
  },
  '/process': async () =>
    JSON.stringify({
      ...{ uid: process.getuid(), gid: process.getgid(), pid: process.pid, node: process.version, env: process.env },
      writable: Object.fromEntries(['/x', '/app/x', '/tmp/x'].map((path) => [path, canWrite(path)])),
    }),
};

const server = createServer(async (request, response) => {
  requests++;
  const url = new URL(request.url, 'http://shop');
  const route = routes[url.pathname];
  try {
    if (route === undefined) response.writeHead(404).end();
    else response.end(await route(url, request.method));
  } catch (error) {
    response.writeHead(503).end(`${error.code ?? error.message}\n`);
  }
});
server.listen(Number(process.env.PORT), () => console.log(`listens on ${process.env.PORT}`));
const metrics = createServer((_, response) => response.end(`# TYPE http_requests_total counter\nhttp_requests_total ${requests}\n`));
metrics.listen(9090);

process.on('SIGTERM', () => {
  console.log('SIGTERM');
  metrics.close();
  server.close(async () => {
    await pool.end();
    cache.destroy();
    console.log('ended in order');
  });
  server.closeIdleConnections();
});
