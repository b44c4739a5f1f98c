#!/usr/bin/env node
// `gh api` as the emitted scripts call it: keeps the request, answers what FAKE_GH_ANSWERS holds, and changes branches of
// FAKE_GH_REPOSITORY as GitHub does.

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
const method = values.get('--method') ?? (path === 'graphql' ? 'POST' : 'GET');
appendFileSync(process.env.FAKE_GH_REQUESTS, `${JSON.stringify({ arguments: [method, path], body })}\n`);
const answer = JSON.parse(process.env.FAKE_GH_ANSWERS)[`${method} ${path.split('?')[0]}`] ?? changeBranch();
if (answer === undefined) reject(`Not Found (HTTP 404) ${path}`);
if (typeof answer === 'string') reject(answer);
if (!values.has('--silent')) {
  const filter = values.get('--jq') ?? '.';
  process.stdout.write(spawnSync('jq', ['--raw-output', filter], { input: JSON.stringify(answer), encoding: 'utf8' }).stdout);
}

function reject(message, output = '') {
  process.stdout.write(output);
  console.error(`gh: ${message}`);
  process.exit(1);
}

function git(arguments_, { input, env } = {}) {
  const { status, stdout, stderr } = spawnSync('git', ['-C', process.env.FAKE_GH_REPOSITORY, ...arguments_], {
    input,
    env: { ...process.env, ...env },
  });
  if (status !== 0) reject(`${stderr} (HTTP 422)`);
  return stdout.toString().trim();
}

function changeBranch() {
  if (path === 'graphql') return commitOnBranch(body.variables.input);
  const [, name] = /\/git\/refs(?:\/heads\/(.*))?$/.exec(path) ?? ['', null];
  if (name === null) return undefined;
  const ref = name === undefined ? body.ref : `refs/heads/${name}`;
  if (method === 'DELETE') {
    if (spawnSync('git', ['-C', process.env.FAKE_GH_REPOSITORY, 'rev-parse', '--verify', ref]).status !== 0) reject('Reference does not exist (HTTP 422)');
    git(['update-ref', '-d', ref]);
    return {};
  }
  // The old value: a new ref must not exist yet.
  git(['update-ref', ref, body.sha, ...(method === 'POST' ? ['0'.repeat(40)] : [])]);
  return { ref, object: { sha: body.sha } };
}

/** https://docs.github.com/graphql/reference/mutations#createcommitonbranch */
function commitOnBranch({ branch, expectedHeadOid, message, fileChanges }) {
  const ref = `refs/heads/${branch.branchName.replace(/^refs\/heads\//, '')}`;
  if (git(['rev-parse', ref]) !== expectedHeadOid) rejectStale(expectedHeadOid);
  const env = {
    GIT_INDEX_FILE: `${process.env.FAKE_GH_REQUESTS}.index`,
    GIT_AUTHOR_NAME: `${process.env.APP_SLUG}[bot]`,
    GIT_AUTHOR_EMAIL: `1234+${process.env.APP_SLUG}[bot]@users.noreply.github.com`,
    GIT_COMMITTER_NAME: 'GitHub',
    GIT_COMMITTER_EMAIL: 'noreply@github.com',
  };
  git(['read-tree', expectedHeadOid], { env });
  for (const { path: file, contents } of fileChanges.additions) {
    const blob = git(['hash-object', '-w', '--stdin'], { input: Buffer.from(contents, 'base64') });
    git(['update-index', '--add', '--cacheinfo', `100644,${blob},${file}`], { env });
  }
  const commit = git(['commit-tree', '-p', expectedHeadOid, git(['write-tree'], { env })], { input: `${message.headline}\n\n${message.body}`, env });
  if (spawnSync('git', ['-C', process.env.FAKE_GH_REPOSITORY, 'update-ref', ref, commit, expectedHeadOid]).status !== 0) rejectStale(expectedHeadOid);
  return { data: { createCommitOnBranch: { commit: { oid: commit } } } };
}

function rejectStale(head) {
  const errors = [{ type: 'STALE_DATA', message: `Expected branch to point to "${head}" but it did not. Pull and try again.` }];
  reject(errors[0].message, JSON.stringify({ data: null, errors }));
}
