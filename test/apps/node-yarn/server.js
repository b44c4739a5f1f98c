const { createServer } = require('node:http');
const isNumber = require('is-number');

const answer = ({ url }, response) => response.writeHead(isNumber(url.slice(1)) || url === '/healthz' ? 200 : 400).end('ok\n');
const server = createServer(answer).listen(process.env.PORT ?? 8080);
process.on('SIGTERM', () => server.close());
