import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';
import isNumber from 'is-number';

export const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname === '/healthz') return response.end('ok\n');
  const count = searchParams.get('count') ?? '1';
  if (!isNumber(count)) return response.writeHead(400).end('count is no number\n');
  response.end('hello\n'.repeat(Number(count)));
});

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  server.listen(Number(process.env.PORT ?? 8080));
  process.on('SIGTERM', () => server.close());
}
