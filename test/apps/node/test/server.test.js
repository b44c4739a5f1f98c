import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { server } from '../src/server.js';

let address;
before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

test('is healthy', async () => {
  const response = await fetch(`${address}/healthz`);
  assert.equal(response.status, 200);
  assert.equal(await response.text(), 'ok\n');
});

test('says hello as often as asked', async () => {
  assert.equal(await (await fetch(`${address}/?count=2`)).text(), 'hello\nhello\n');
  assert.equal((await fetch(`${address}/?count=many`)).status, 400);
});
