// Writes to the cache beyond what it can hold, for so many milliseconds; prints how many values it wrote.
import { createClient } from 'redis';

const cache = createClient({ url: process.env.CACHE_URL, socket: { reconnectStrategy: false } });
cache.on('error', () => {});
await cache.connect();
const end = Date.now() + Number(process.argv[2]);
let written = 0;
while (Date.now() < end) {
  await Promise.all(Array.from({ length: 200 }, () => cache.set(`key-${Math.floor(Math.random() * 1e6)}`, String(Math.random()).repeat(60))));
  written += 200;
}
console.log(written);
await cache.close();
