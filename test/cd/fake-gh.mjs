// `gh api` as the emitted scripts call it: keeps the request, answers what FAKE_GH_ANSWERS holds.

import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';

const [command, ...rest] = process.argv.slice(2);
if (command !== 'api') throw new Error(`gh ${command} is not known here`);
const values = new Map();
let path = '';
for (let index = 0; index < rest.length; index++) {
  if (rest[index] === '--silent') values.set('--silent', true);
  else if (rest[index].startsWith('-')) values.set(rest[index], rest[++index]);
  else path = rest[index];
}
const body = values.get('--input') === '-' ? JSON.parse(readFileSync(0, 'utf8')) : null;
appendFileSync(process.env.FAKE_GH_REQUESTS, `${JSON.stringify({ arguments: [values.get('--method') ?? 'GET', path], body })}\n`);
const answer = JSON.parse(process.env.FAKE_GH_ANSWERS)[`${values.get('--method') ?? 'GET'} ${path.split('?')[0]}`];
if (answer === undefined) {
  console.error(`gh: Not Found (HTTP 404) ${path}`);
  process.exit(1);
}
if (!values.has('--silent')) {
  const filter = values.get('--jq') ?? '.';
  process.stdout.write(spawnSync('jq', ['--raw-output', filter], { input: JSON.stringify(answer), encoding: 'utf8' }).stdout);
}
