// `gh api` against a forge: FORGE_URL is its address, GH_TOKEN says who asks.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [command, ...rest] = process.argv.slice(2);
if (command !== 'api') throw new Error(`gh ${command} is not known here`);
const flags = new Set();
const options = new Map();
const fields = {};
let path = '';
for (let index = 0; index < rest.length; index++) {
  const word = rest[index];
  if (['--silent', '--paginate'].includes(word)) flags.add(word);
  else if (word === '-f') Object.assign(fields, Object.fromEntries([rest[++index].split(/=(.*)/s).slice(0, 2)]));
  else if (word.startsWith('-')) options.set(word, rest[++index]);
  else path = word;
}
const input = options.get('--input');
const body = input === undefined ? (Object.keys(fields).length > 0 ? JSON.stringify(fields) : undefined) : readFileSync(input === '-' ? 0 : input, 'utf8');
const method = options.get('--method') ?? (body === undefined ? 'GET' : 'POST');
const answer = await fetch(`${process.env.FORGE_URL}/${path}`, { method, body, headers: { authorization: `Bearer ${process.env.GH_TOKEN}` } });
const text = await answer.text();
if (!answer.ok) {
  console.error(`gh: ${text} (HTTP ${answer.status}) ${method} ${path}`);
  process.exit(1);
}
if (!flags.has('--silent') && text !== '') {
  const filter = options.get('--jq');
  process.stdout.write(filter === undefined ? text : spawnSync('jq', ['--raw-output', '--compact-output', filter], { input: text, encoding: 'utf8' }).stdout);
}
