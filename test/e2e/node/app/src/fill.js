// Writes to the cache for so many milliseconds, and until it has had to evict values; prints how many were written and evicted.
import { createClient } from 'redis';

const cache = createClient({ url: process.env.CACHE_URL, socket: { reconnectStrategy: false } });
cache.on('error', () => {});
await cache.connect();
const evicted = async () => Number(/evicted_keys:(\d+)/.exec(await cache.info('stats'))?.[1]);
const end = Date.now() + Number(process.argv[2]);
let written = 0;
while (Date.now() < end || (await evicted()) === 0) {
  await Promise.all(Array.from({ length: 200 }, () => cache.set(`key-${Math.floor(Math.random() * 1e6)}`, String(Math.random()).padEnd(4096, 'x'))));
  written += 200;
}
console.log(JSON.stringify({ written, evicted: await evicted() }));
await cache.close();
