import { posix } from 'node:path';
import { type Detected, textOf } from './detected.ts';
import { type Instruction, instructionsOf, lastStage, stagesOf } from './dockerfile-instructions.ts';
import { type HealthCheck, healthCheckIn } from './health-check.ts';

/** What a Dockerfile defines about its image at run time. */
export interface DetectedDockerfile {
  /** Relative to the folder: `apps/web/Dockerfile`. */
  path: string;
  port?: Detected<number>;
  /** Other exposed ports. */
  otherPorts: readonly Detected<number>[];
  /** The last USER, or the user of a known base image; undefined: the user of the base image. */
  user?: Detected<string>;
  /** The last USER is a variable with an unknown value. */
  userVariable?: Detected<string>;
  /** The user ID of a named user that the Dockerfile creates. */
  uid?: Detected<number>;
  health?: Detected<HealthCheck>;
  /** Command of HEALTHCHECK, if it is not an HTTP request. */
  healthCommand?: Detected<string>;
  /** It serves FastCGI, so it needs a web server. */
  fastCgi?: Detected<string>;
  volumes: readonly Detected<string>[];
  /** The last WORKDIR: the folder of the app. */
  folder?: string;
  /** Base images of its stages. */
  bases: readonly Detected<string>[];
}

export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

/** A valid value of runAsUser. */
export function isUser(user: number): boolean {
  return Number.isInteger(user) && user >= 1 && user <= 2_147_483_647;
}

/** Undefined if there is no Dockerfile. */
export function detectDockerfile(folder: string, path = 'Dockerfile', buildArguments: ReadonlyMap<string, string> = new Map()): DetectedDockerfile | undefined {
  const text = textOf(folder, path);
  return text === undefined ? undefined : readDockerfile(text, path, buildArguments);
}

function readDockerfile(text: string, path: string, buildArguments: ReadonlyMap<string, string>): DetectedDockerfile {
  const instructions = instructionsOf(text, path);
  const stage = lastStage(instructions, buildArguments);
  const words = (instruction: string) =>
    stage.filter(({ name }) => name === instruction).flatMap(({ value, source }) => wordsOf(value).map((word): Detected<string> => ({ value: word, source })));
  const ports = words('EXPOSE').flatMap(({ value, source }): Detected<number>[] => {
    const port = /^\d+(?:\/tcp)?$/i.test(value) ? Number.parseInt(value, 10) : 0;
    return isPort(port) ? [{ value: port, source }] : [];
  });
  // SSH is never the port of the app.
  const port = ports.find(({ value }) => value !== 22) ?? ports[0];
  return {
    path,
    ...(port === undefined ? {} : { port }),
    otherPorts: withoutDuplicates(ports).filter(({ value }) => value !== port?.value),
    ...userOf(stage),
    ...healthOf(stage),
    ...fastCgiOf(stage, port?.value),
    ...folderOf(stage),
    bases: stagesOf(instructions, buildArguments).stages.map(({ base, source }) => ({ value: base, source })),
    volumes: withoutDuplicates(words('VOLUME').filter(({ value }) => value.startsWith('/'))),
  };
}

/** The working directory of the last stage; omitted if it comes from the base image or an unknown variable. */
function folderOf(stage: readonly Instruction[]): Pick<DetectedDockerfile, 'folder'> {
  let folder: string | undefined;
  for (const { name, value } of stage) {
    if (name !== 'WORKDIR') continue;
    const path = value.replace(/^(["'])(.*)\1$/, '$2');
    folder = path.startsWith('/') ? path : folder === undefined ? undefined : posix.join(folder, path);
  }
  return folder === undefined || folder.includes('$') ? {} : { folder };
}

function withoutDuplicates<Value>(values: readonly Detected<Value>[]): Detected<Value>[] {
  return [...new Map([...values].reverse().map((each) => [each.value, each])).values()].reverse();
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

/** Images that do not run as root by default, and their user IDs. */
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

/** `php:8.3-fpm`, unless the image serves HTTP on another port. */
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
