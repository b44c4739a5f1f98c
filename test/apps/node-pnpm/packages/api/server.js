import { createServer } from 'node:http';
import { greeting } from 'greeting';

const server = createServer((_, response) => response.end(greeting('1'))).listen(process.env.PORT ?? 8080);
process.on('SIGTERM', () => server.close());
