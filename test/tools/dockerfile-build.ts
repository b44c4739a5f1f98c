/** Runs the build stage of a Dockerfile, and what its image runs, without a container engine: on this machine's toolchain. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

interface Instruction {
  name: string;
  value: string;
}

/** Stages in order, each from its FROM; comments and continued lines are taken out. */
function stagesOf(dockerfile: string): Instruction[][] {
  const lines = dockerfile
    .replace(/^#.*\n/gm, '')
    .replaceAll('\\\n', ' ')
    .split('\n');
  const stages: Instruction[][] = [];
  for (const line of lines) {
    const [, name = '', value = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') stages.push([]);
    if (name !== '') stages.at(-1)?.push({ name, value });
  }
  return stages;
}

/** A text of an image on this machine: folders outside of the app's own are below `root`. */
const placed = (text: string, root: string) => text.replace(/(?<![\w./-])\/(out|opt|app\.jar|app$|usr\/local\/bundle)(?![\w-])/g, `${root}/$1`);

function environmentOf(stage: readonly Instruction[], root: string, path: string): Record<string, string> {
  const settings = stage.filter(({ name }) => name === 'ENV').flatMap(({ value }) => value.trim().split(/\s+/));
  const entries = settings.map((setting): [string, string] => {
    const [name = '', ...rest] = setting.split('=');
    return [name, placed(rest.join('='), root).replace('$PATH', path)];
  });
  return Object.fromEntries(entries);
}

/** Runs every RUN of the first stage in a copy of the app. Throws with what the failing one printed. */
export function runBuildStage(dockerfile: string, app: string, root: string, environment: NodeJS.ProcessEnv): void {
  const [stage = []] = stagesOf(dockerfile);
  mkdirSync(root, { recursive: true });
  const env = { ...environment, ...environmentOf(stage, root, environment.PATH ?? '') };
  for (const { value } of stage.filter(({ name }) => name === 'RUN')) {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', placed(value, root)], { cwd: app, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`RUN ${value} ended with ${status}:\n${stdout}${stderr}`);
  }
}

/** Starts CMD of the last stage, asks for /healthz, ends it with SIGTERM. `copied`: where CMD runs, unless the build made a folder for it. */
export async function answerOf(dockerfile: string, copied: string, root: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const stage = stagesOf(dockerfile).at(-1) ?? [];
  const port = await freePort();
  const programs = [join(root, 'out'), join(root, 'out/bin')].join(':');
  const path = `${programs}:${environment.PATH}`;
  const env = { ...environment, PATH: path, ...environmentOf(stage, root, path), PORT: `${port}` };
  const words = JSON.parse(stage.findLast(({ name }) => name === 'CMD')?.value ?? '[]') as string[];
  const [program = '', ...args] = words.map((word) => word.replace('8080', `${port}`).replace(/^app\.jar$/, join(root, 'app.jar')));
  const made = join(root, 'app');
  const server = spawn(program, args, { cwd: existsSync(made) ? made : copied, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  await once(server, 'spawn');
  const ended = once(server, 'exit');
  try {
    for (let attempt = 0; attempt < 100; attempt++) {
      if (server.exitCode !== null) throw new Error(`${words.join(' ')} ended with ${server.exitCode}:\n${output}`);
      const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
      if (answer !== undefined) return `${answer.status} ${await answer.text()}`;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${words.join(' ')} does not answer:\n${output}`);
  } finally {
    if (server.exitCode === null) server.kill('SIGTERM');
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
