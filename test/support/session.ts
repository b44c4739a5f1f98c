/** `npm run session`: records create in a real terminal for README.md. A test compares the recording. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { version } from '../../src/model/version.ts';
import { published } from '../golden/cases.ts';
import { buildCli } from './built-cli.ts';
import { keys, openTerminal } from './terminal.ts';

const [begin, end] = ['<!-- npm run session -->', '<!-- end: session -->'];
const readmeFile = join(import.meta.dirname, '../../README.md');

/** A session in an app with a Dockerfile and a Compose file. Long trees are truncated. */
export async function recordSession(cli: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'session-'));
  try {
    const app = join(folder, 'shop');
    mkdirSync(app);
    writeFileSync(join(app, 'package.json'), '{ "name": "shop", "scripts": { "test": "node --test" } }\n');
    writeFileSync(join(app, 'package-lock.json'), '{ "lockfileVersion": 3 }\n');
    writeFileSync(join(app, 'Dockerfile'), 'FROM node:24-slim\nCOPY . .\nEXPOSE 8080\nUSER 1000\nCMD ["node", "server.js"]\n');
    writeFileSync(
      join(app, 'compose.yaml'),
      'services:\n  web:\n    build: .\n    depends_on: [db]\n    environment:\n      DATABASE_URL: postgres://shop:dev@db/shop\n      SESSION_SECRET: dev\n  db:\n    image: postgres:17\n',
    );
    const terminal = openTerminal(asInstalled(cli, folder), ['create'], { cwd: app, columns: 140 });
    const answer = async (question: string, typed: string) => {
      await terminal.shows(question);
      terminal.type(`${typed}${keys.enter}`);
    };
    await answer('Name of the app', '');
    await answer('App repository on GitHub', 'acme/shop');
    await answer('Config repository on GitHub', '');
    await answer('Code owners', '@acme/shop');
    await answer('Registry', '');
    await answer('Dev clusters', 'dev-eu');
    await answer('Prod clusters', 'dc1:on-premise, eu');
    await terminal.shows('Argo CD');
    terminal.type(keys.down);
    await terminal.shows(/[❯>] dev-eu: /);
    terminal.type(keys.down);
    await terminal.shows(/[❯>] dc1: /);
    terminal.type(keys.down);
    await terminal.shows(/[❯>] eu: /);
    terminal.type(keys.enter);
    const code = await terminal.ended;
    if (code !== 0) throw new Error(`create ended with ${code}:\n${terminal.text()}`);
    return `$ npm create gitops-app\n${truncate(terminal.text())}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A copy of the command line, as npm installs it from a registry: in node_modules, with what npm keeps of it. */
function asInstalled(cli: string, folder: string): string {
  const modules = join(folder, 'node_modules');
  const dist = join(modules, published.package, 'dist');
  cpSync(dirname(cli), dist, { recursive: true });
  writeFileSync(
    join(modules, '.package-lock.json'),
    JSON.stringify({ packages: { [`node_modules/${published.package}`]: { version, integrity: published.integrity } } }),
  );
  return join(dist, basename(cli));
}

/** Keeps the first six lines of long trees and files. */
function truncate(text: string): string {
  const long = /((?:^(?:[│ ]*[├└]── | {4}\S).*\n(?:^\n(?= {4}\S))?){6})((?:^(?:[│ ]*[├└]── | {4,}\S).*\n(?:^\n(?= {4}\S))?)+)/gm;
  return text.replace(long, (_, head: string, rest: string) => `${head}… ${rest.trimEnd().split('\n').length} more lines\n`);
}

/** The region in README.md. */
export function readSession(): string {
  const readme = readFileSync(readmeFile, 'utf8');
  return readme.slice(readme.indexOf(begin) + begin.length, readme.indexOf(end));
}

export function sessionRegion(session: string): string {
  return `\n\n\`\`\`text\n${session}\`\`\`\n\n`;
}

if (process.argv[1] === import.meta.filename) {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  const session = await recordSession(buildCli(folder).file);
  rmSync(folder, { recursive: true });
  const readme = readFileSync(readmeFile, 'utf8');
  writeFileSync(readmeFile, `${readme.slice(0, readme.indexOf(begin) + begin.length)}${sessionRegion(session)}${readme.slice(readme.indexOf(end))}`);
}
