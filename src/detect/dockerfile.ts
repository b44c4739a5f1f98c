import { posix } from 'node:path';
import { type Detected, textOf } from './detected.ts';
import { type Instruction, instructionsOf, lastStage, stagesOf } from './dockerfile-instructions.ts';
import { type HealthCheck, healthCheckIn } from './health-check.ts';

/** What a Dockerfile says about how its image runs. */
export interface DetectedDockerfile {
  /** Relative to the folder: `apps/web/Dockerfile`. */
  path: string;
  port?: Detected<number>;
  /** Others that it exposes. */
  otherPorts: readonly Detected<number>[];
  /** The last USER, or that of the base image where it is known; undefined: none, the image runs as its base does. */
  user?: Detected<string>;
  /** The last USER is a variable whose value nothing tells. */
  userVariable?: Detected<string>;
  /** The number that the Dockerfile itself gives to a user that has a name. */
  uid?: Detected<number>;
  health?: Detected<HealthCheck>;
  /** What HEALTHCHECK runs, where that is no request. */
  healthCommand?: Detected<string>;
  /** It speaks FastCGI, which only a web server understands. */
  fastCgi?: Detected<string>;
  volumes: readonly Detected<string>[];
  /** The last WORKDIR: where the app is. */
  folder?: string;
  /** What its stages begin from. */
  bases: readonly Detected<string>[];
}

export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

/** A number that runAsUser takes. */
export function isUser(user: number): boolean {
  return Number.isInteger(user) && user >= 1 && user <= 2_147_483_647;
}

/** undefined where there is no Dockerfile. `given`: build arguments. */
export function detectDockerfile(folder: string, path = 'Dockerfile', given: ReadonlyMap<string, string> = new Map()): DetectedDockerfile | undefined {
  const text = textOf(folder, path);
  return text === undefined ? undefined : readDockerfile(text, path, given);
}

function readDockerfile(text: string, path: string, given: ReadonlyMap<string, string>): DetectedDockerfile {
  const instructions = instructionsOf(text, path);
  const stage = lastStage(instructions, given);
  const words = (instruction: string) =>
    stage.filter(({ name }) => name === instruction).flatMap(({ value, source }) => wordsOf(value).map((word): Detected<string> => ({ value: word, source })));
  const ports = words('EXPOSE').flatMap(({ value, source }): Detected<number>[] => {
    const port = /^\d+(?:\/tcp)?$/i.test(value) ? Number.parseInt(value, 10) : 0;
    return isPort(port) ? [{ value: port, source }] : [];
  });
  // A server for people who look inside is never what the app is for.
  const port = ports.find(({ value }) => value !== 22) ?? ports[0];
  return {
    path,
    ...(port === undefined ? {} : { port }),
    otherPorts: eachOnce(ports).filter(({ value }) => value !== port?.value),
    ...userOf(stage),
    ...healthOf(stage),
    ...fastCgiOf(stage, port?.value),
    ...folderOf(stage),
    bases: stagesOf(instructions, given).stages.map(({ base, source }) => ({ value: base, source })),
    volumes: eachOnce(words('VOLUME').filter(({ value }) => value.startsWith('/'))),
  };
}

/** Where the last stage works; nothing where its base image says it, or a variable that nothing tells. */
function folderOf(stage: readonly Instruction[]): Pick<DetectedDockerfile, 'folder'> {
  let folder: string | undefined;
  for (const { name, value } of stage) {
    if (name !== 'WORKDIR') continue;
    const path = value.replace(/^(["'])(.*)\1$/, '$2');
    folder = path.startsWith('/') ? path : folder === undefined ? undefined : posix.join(folder, path);
  }
  return folder === undefined || folder.includes('$') ? {} : { folder };
}

function eachOnce<Value>(detected: readonly Detected<Value>[]): Detected<Value>[] {
  return [...new Map([...detected].reverse().map((fact) => [fact.value, fact])).values()].reverse();
}

/** `80 81`, or `["/a", "/b"]` */
function wordsOf(value: string): string[] {
  const listed = value.trim().startsWith('[') ? [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = '']) => word) : value.split(/\s+/);
  return listed.filter((word) => word !== '');
}

function userOf(stage: readonly Instruction[]): Pick<DetectedDockerfile, 'user' | 'userVariable' | 'uid'> {
  const last = stage.findLast(({ name }) => name === 'USER');
  if (last === undefined) return userOfBase(stage);
  const { source } = last;
  const [user = ''] = last.value.replace(/^(["'])(.*)\1$/, '$2').split(':');
  if (user.includes('$')) return { userVariable: { value: user, source } };
  const uid = uidOf(user, stage);
  return { user: { value: user, source }, ...(uid === undefined ? {} : { uid }) };
}

/** Images that do not run as root by themselves, and the number of the user that they have. */
const users: readonly (readonly [RegExp, string])[] = [
  [/^gcr\.io\/distroless\/.*:.*nonroot/, '65532'],
  [/^cgr\.dev\/chainguard\//, '65532'],
  [/^mcr\.microsoft\.com\/dotnet\/.*chiseled/, '1654'],
  [/(?:^|\/)nginx-unprivileged(?::|$)/, '101'],
];

function userOfBase(stage: readonly Instruction[]): Pick<DetectedDockerfile, 'user'> {
  const from = stage.find(({ name }) => name === 'FROM');
  const user = users.find(([pattern]) => pattern.test(from?.value ?? ''))?.[1];
  return from === undefined || user === undefined ? {} : { user: { value: user, source: from.source } };
}

/** `php:8.3-fpm`, unless something in the image serves the pages on another port. */
function fastCgiOf(stage: readonly Instruction[], port: number | undefined): Pick<DetectedDockerfile, 'fastCgi'> {
  const from = stage.find(({ name }) => name === 'FROM');
  const starts = stage.findLast(({ name }) => name === 'CMD')?.value ?? 'php-fpm';
  const serves = port === undefined ? /php-fpm/.test(starts) : port === 9000;
  return from === undefined || !serves || !/(?:^|\/)php:[\w.-]*fpm/.test(from.value) ? {} : { fastCgi: { value: from.value, source: from.source } };
}

/** `adduser --uid 1001 app` */
function uidOf(user: string, stage: readonly Instruction[]): Detected<number> | undefined {
  for (const { name, value, source } of stage) {
    if (name !== 'RUN') continue;
    const made = value.split(/[;&|\n]+/).find((command) => /\b(?:useradd|adduser)\s/.test(command) && command.trim().split(/\s+/).includes(user));
    const uid = Number(/\s(?:-u|--uid)[\s=]+["']?(\d+)/.exec(made ?? '')?.[1]);
    if (isUser(uid)) return { value: uid, source };
  }
  return undefined;
}

function healthOf(stage: readonly Instruction[]): Pick<DetectedDockerfile, 'health' | 'healthCommand'> {
  const last = stage.findLast(({ name }) => name === 'HEALTHCHECK');
  const [, options = '', command] = /^((?:--\S+\s+)*)CMD\s+([\s\S]+)$/i.exec(last?.value ?? '') ?? [];
  if (last === undefined || command === undefined) return {};
  const option = (name: string) => new RegExp(`--${name}=(\\S+)`).exec(options)?.[1];
  const timing = { interval: option('interval'), timeout: option('timeout'), retries: option('retries'), startPeriod: option('start-period') };
  const health = healthCheckIn(command, timing);
  const { source } = last;
  return health === undefined ? { healthCommand: { value: command, source } } : { health: { value: health, source } };
}
