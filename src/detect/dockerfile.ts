import { type Fact, textOf } from './fact.ts';
import { pathIn } from './health-check.ts';

/** What the last stage of a Dockerfile says about how its image runs. */
export interface DockerfileFacts {
  /** Relative to the folder: `apps/web/Dockerfile`. */
  path: string;
  port?: Fact<number>;
  /** The last USER; undefined: none, the image runs as its base does. */
  user?: Fact<string>;
  /** The number that the Dockerfile itself gives to a user that has a name. */
  uid?: Fact<number>;
  /** Path that HEALTHCHECK asks for. */
  health?: Fact<string>;
}

interface Instruction {
  name: string;
  value: string;
  /** `Dockerfile:12` */
  source: string;
}

export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

/** A number that runAsUser takes. */
export function isUser(user: number): boolean {
  return Number.isInteger(user) && user >= 1 && user <= 2_147_483_647;
}

/** undefined where there is no Dockerfile. */
export function detectDockerfile(folder: string, path = 'Dockerfile'): DockerfileFacts | undefined {
  const text = textOf(folder, path);
  return text === undefined ? undefined : readDockerfile(text, path);
}

/** USER, EXPOSE and HEALTHCHECK of the last stage; a value that comes from a variable is not known. */
function readDockerfile(text: string, path: string): DockerfileFacts {
  const instructions = instructionsOf(text, path);
  const stage = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM') + 1);
  const user = stage.findLast(({ name }) => name === 'USER');
  const port = stage
    .filter(({ name }) => name === 'EXPOSE')
    .flatMap(({ value, source }) => value.split(/\s+/).map((item) => ({ value: item, source })))
    .find(({ value }) => /^\d+(\/tcp)?$/i.test(value) && isPort(Number.parseInt(value, 10)));
  const health = stage.findLast(({ name }) => name === 'HEALTHCHECK');
  const healthPath = health === undefined ? undefined : pathIn(health.value);
  const uid = user === undefined ? undefined : uidOf(user.value.split(':')[0] ?? '', instructions);
  return {
    path,
    ...(uid === undefined ? {} : { uid }),
    ...(port === undefined ? {} : { port: { value: Number.parseInt(port.value, 10), source: port.source } }),
    ...(user === undefined || user.value.includes('$') ? {} : { user: { value: user.value.split(':')[0] ?? '', source: user.source } }),
    ...(health === undefined || healthPath === undefined ? {} : { health: { value: healthPath, source: health.source } }),
  };
}

/** `adduser --uid 1001 app`, with the defaults of build arguments. */
function uidOf(user: string, instructions: readonly Instruction[]): Fact<number> | undefined {
  const defaults = new Map(
    instructions.flatMap(({ name, value }) => {
      const [, argument, given] = (name === 'ARG' ? /^(\w+)=["']?(\d+)["']?$/.exec(value) : null) ?? [];
      return argument === undefined || given === undefined ? [] : [[argument, given] as const];
    }),
  );
  for (const { name, value, source } of instructions) {
    if (name !== 'RUN') continue;
    const made = value.split(/[;&|]+/).find((command) => /\b(?:useradd|adduser)\s/.test(command) && command.trim().split(/\s+/).includes(user));
    const [, number, argument] = /\s(?:-u|--uid)[\s=]+["']?(?:(\d+)|\$\{?(\w+)\}?)/.exec(made ?? '') ?? [];
    const uid = Number(number ?? defaults.get(argument ?? ''));
    if (isUser(uid)) return { value: uid, source };
  }
  return undefined;
}

/** Continued lines are one instruction, which stands where it begins. */
function instructionsOf(text: string, path: string): Instruction[] {
  const instructions: Instruction[] = [];
  let open: { text: string; line: number } | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*#/.test(line) || (open !== undefined && line.trim() === '')) continue;
    const continued = /\\\s*$/.test(line);
    open = { text: `${open?.text ?? ''}${line.replace(/\\\s*$/, ' ')}`, line: open?.line ?? index + 1 };
    if (continued) continue;
    const [, name, value] = /^\s*([A-Za-z]+)\s+(.+?)\s*$/.exec(open.text) ?? [];
    if (name !== undefined && value !== undefined) instructions.push({ name: name.toUpperCase(), value, source: `${path}:${open.line}` });
    open = undefined;
  }
  return instructions;
}
